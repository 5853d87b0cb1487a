import Foundation

/// The folder of the sessions on this machine.
public struct SessionStore: Sendable, Hashable {
    /// The path of the folder. It need not exist.
    public var folder: String

    /// A store in this folder.
    public init(folder: String) { self.folder = folder }

    /// The store in `$ERANK_SESSIONS`; without it, in the folder `Sessions` of the working folder if there is one; otherwise
    /// in `$XDG_DATA_HOME/erank/Sessions` (without `XDG_DATA_HOME`: `~/.local/share/erank/Sessions`).
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let local = workingFolder + "/Sessions"
        var isFolder: ObjCBool = false
        if let chosen = set("ERANK_SESSIONS") {
            folder = chosen
        } else if FileManager.default.fileExists(atPath: local, isDirectory: &isFolder), isFolder.boolValue {
            folder = local
        } else {
            folder = (set("XDG_DATA_HOME") ?? (set("HOME") ?? NSHomeDirectory()) + "/.local/share") + "/erank/Sessions"
        }
    }

    /// Creates a session named by its day and query: 2026-11-23-do-goldfish-grow.jsonl, then -2, -3. Never overwrites a file.
    ///
    /// - Throws: as `SessionFile.create`.
    public func create(query: String, program: String, now: Date = Date()) throws(SessionError) -> SessionFile {
        let name = Self.name(query: query, date: now)
        var number = 1
        while true {
            let path = "\(folder)/\(name)\(number > 1 ? "-\(number)" : "").jsonl"
            do throws(SessionError) {
                return try SessionFile.create(at: path, program: program, now: now)
            } catch  where error.code == .exists && number < 10_000 {
                number += 1
            }
        }
    }

    /// The day (in local time) and the first words of the query, safe as a file name.
    static func name(query: String, date: Date, timeZone: TimeZone = .current) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let day = calendar.dateComponents([.year, .month, .day], from: date)
        func padded(_ number: Int?, _ width: Int) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        var words = ""
        for word in query.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            guard words.utf8.count + word.utf8.count <= 48 else { break }
            words += "-" + word
        }
        return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))" + (words.isEmpty ? "-session" : words)
    }

    /// The path of a session that the user names by a path, or by a name in the folder with or without extension. If there is
    /// no such file, the name itself.
    public func path(of name: String) -> String {
        let candidates = [name, "\(folder)/\(name)", "\(folder)/\(name).jsonl"]
        return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? name
    }

    /// The names of all session files in the folder, without their extension and in alphabetical order. The files are not
    /// opened, so this is fast, and files that are not sessions are included.
    public var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") }.map { String($0.dropLast(6)) }.sorted()
    }

    /// Every session in the folder, most recently changed first. Files that are not sessions are left out.
    ///
    /// - Parameter limit: bytes; of longer files only the beginning is read.
    public func list(limit: Int = .max) -> [SessionSummary] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
            // Opening a pipe would block.
            .filter(SessionFile.isRegular)
            .compactMap { try? SessionSummary(path: $0, limit: limit) }
            .sorted { $0.modified > $1.modified }
    }
}
