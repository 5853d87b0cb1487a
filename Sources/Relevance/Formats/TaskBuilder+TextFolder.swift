import Foundation

extension TaskBuilder {
    /// Reads every text file below the folder, in the order of the paths. Hidden files and hidden folders are skipped.
    mutating func readTextFolder() throws(FormatError) {
        guard let files = FileManager.default.enumerator(atPath: path) else { throw .system(EACCES, path: path) }
        var names: [String] = []
        while let name = files.nextObject() as? String {
            if (name as NSString).lastPathComponent.hasPrefix(".") {
                files.skipDescendants()
            } else {
                names.append(name)
            }
        }
        let task = onlyTask()
        for name in names.sorted() {
            guard !isFull(task) else {
                noteMore()
                break
            }
            let file = path.hasSuffix("/") ? path + name : path + "/" + name
            do throws(FormatError) {
                guard let text = try text(ofFile: file) else { continue }
                let (title, body) = Self.splitTitle(text)
                add(Document(id: name, title: title, text: body), line: nil, file: file, to: task)
            } catch {
                skip(error)
            }
        }
        if seen == 0 { throw .empty(path, expected: "text files") }
    }

    /// Reads a few bytes more than the document limit at most. nil for anything but a file (a folder, a pipe, a device).
    private func text(ofFile file: String) throws(FormatError) -> String? {
        var status = stat()
        guard stat(file, &status) == 0 else { throw errno == ENOENT ? .vanished(file) : .system(errno, path: file) }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        var lines = try LineReader(path: file)
        let limit = reader.documentByteLimit + 4
        let bytes = try lines.prefix(limit)
        guard !bytes.contains(0) else { throw .binary(file) }
        let whole = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        guard let text = String(validating: whole.dropPartialCharacter(ifCut: bytes.count == limit), as: UTF8.self) else {
            throw .notUTF8(file)
        }
        return text
    }

    /// The first line is a title if it is short and either begins with # or is followed by a blank line.
    static func splitTitle(_ text: String) -> (title: String, text: String) {
        let lines = text.split(maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, first.count <= 120, lines.count > 1 else { return ("", text) }
        let isHeading = first.hasPrefix("#")
        let title = first.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
        let isFollowedByBlank = lines[1].allSatisfy(\.isWhitespace)
        let body = (isFollowedByBlank ? lines.dropFirst(2) : lines.dropFirst()).joined(separator: "\n")
        guard !title.isEmpty, isHeading || isFollowedByBlank, body.contains(where: { !$0.isWhitespace }) else {
            return ("", text)
        }
        return (title, body)
    }
}
