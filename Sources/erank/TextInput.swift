import Foundation

/// Input text that is read as a whole.
enum TextInput {
    /// - Throws: `Failure` that names the file, if it cannot be read or is not UTF-8.
    static func read(path: String) throws -> String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Failure("\(path) is a folder: name a file", .unreadableFile)
        }
        let handle: FileHandle
        do { handle = try FileHandle(forReadingFrom: URL(filePath: path)) } catch {
            throw Failure("\(path) cannot be opened: check that it exists and that you may read it", .unreadableFile)
        }
        return try read(handle, name: path)
    }

    static func read(_ handle: FileHandle, name: String) throws -> String {
        let bytes: Data
        do { bytes = try handle.readToEnd() ?? Data() } catch {
            let reason = errno == EBADF ? "it is closed" : String(cString: strerror(errno))
            throw Failure("\(name) cannot be read (\(reason)): name a file, or write to it from another program", .unreadableFile)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(name) is not UTF-8 text: convert it, for instance with iconv", .unreadableFile)
        }
        return text
    }
}
