import Foundation
import Inspector

/// What is kept between two starts of the screens: `screens.json` in `$XDG_STATE_HOME/erank` (`~/.local/state/erank`).
struct BookmarkStore {
    struct Contents: Codable {
        /// The session that was open last.
        var session: String?
        /// A query that was typed last and has no candidates yet, so that it is in no session.
        var query: String?
        /// The model that was used last, by its catalogue name or path.
        var model: String?
        /// Entered texts, oldest first, by the kind of input line.
        var histories: [String: [String]]?
        /// Where the user was in each session, by session file.
        var places: [String: Place] = [:]

        init() {}

        /// Takes what can be read: an entry that another version wrote costs itself alone.
        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            session = try? values.decodeIfPresent(String.self, forKey: .session)
            query = try? values.decodeIfPresent(String.self, forKey: .query)
            model = try? values.decodeIfPresent(String.self, forKey: .model)
            histories = try? values.decodeIfPresent([String: [String]].self, forKey: .histories)
            let readable = try? values.decodeIfPresent([String: Readable<Place>].self, forKey: .places)
            places = (readable ?? [:]).compactMapValues(\.value)
        }
    }

    /// A value, or nil where it cannot be read.
    private struct Readable<Value: Decodable>: Decodable {
        let value: Value?
        init(from decoder: any Decoder) { value = try? Value(from: decoder) }
    }

    private let file: URL
    var contents = Contents()
    /// What the file had at the beginning: another window may have changed it since.
    private var before = Contents()

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let base = set("XDG_STATE_HOME") ?? (set("HOME") ?? NSHomeDirectory()) + "/.local/state"
        file = URL(fileURLWithPath: base + "/erank/screens.json")
        // If the file is missing or damaged, the screens start without it.
        if let data = try? Data(contentsOf: file), let contents = try? JSONDecoder().decode(Contents.self, from: data) {
            self.contents = contents
            before = contents
        }
    }

    /// Takes over what another window has written meanwhile of the sessions that this one did not touch.
    private mutating func merge() {
        guard let data = try? Data(contentsOf: file), let written = try? JSONDecoder().decode(Contents.self, from: data) else {
            return
        }
        for (path, place) in written.places where contents.places[path] == before.places[path] { contents.places[path] = place }
        if contents.session == before.session { contents.session = written.session }
        if contents.query == before.query { contents.query = written.query }
        if contents.model == before.model { contents.model = written.model }
        if contents.histories == before.histories { contents.histories = written.histories }
    }

    /// A session's path as it is kept: whatever the working folder is at the next start.
    static func kept(_ path: String) -> String { URL(fileURLWithPath: path).path }

    /// Writes the file. Entries of deleted sessions are dropped.
    mutating func save() {
        merge()
        contents.places = contents.places.filter { FileManager.default.fileExists(atPath: $0.key) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let data = try? encoder.encode(contents) else { return }
        try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? data.write(to: file, options: .atomic)
        before = contents
    }
}
