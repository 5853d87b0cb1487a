import Foundation

/// The files and folders a typed path may mean.
public enum PathCompletion {
    /// Paths that begin with `typed`, sorted, folders with a slash behind them; at most `limit`. "~" stands for the home
    /// folder and stays as typed. Hidden files only where the name begins with a dot. A folder that cannot be read has
    /// no completions.
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

    /// The path with a leading "~" as the home folder.
    public static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] else { return path }
        return home + path.dropFirst()
    }
}
