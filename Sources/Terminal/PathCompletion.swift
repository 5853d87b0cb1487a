import Foundation

/// Completion of file paths.
public enum PathCompletion {
    /// The paths that begin with `typed`, sorted, at most `limit`. Folders end with a slash. A leading "~" means the home
    /// folder and stays as typed. Hidden files are listed only if the typed name begins with a dot. A folder that cannot be
    /// read has no completions.
    public static func candidates(for typed: String, limit: Int = 200) -> [String] {
        let slash = typed.lastIndex(of: "/")
        let folder = slash.map { String(typed[...$0]) } ?? (typed == "~" ? "~/" : "")
        let name = typed == "~" ? "" : slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
        let place = folder.isEmpty ? "." : expanded(folder)
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: place) else { return [] }
        return entries.filter { $0.hasPrefix(name) && (name.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted().prefix(limit)
            .map { entry in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: place + "/" + entry, isDirectory: &isFolder)
                return folder + entry + (isFolder.boolValue ? "/" : "")
            }
    }

    /// The path with a leading "~" replaced by the home folder.
    public static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] else { return path }
        return home + path.dropFirst()
    }
}
