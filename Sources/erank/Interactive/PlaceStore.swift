import Foundation
import Inspector

/// Where a person was, kept between two starts: `screens.json` under `$XDG_STATE_HOME/erank` (`~/.local/state`).
struct PlaceStore {
    struct Contents: Codable {
        /// The session open last.
        var session: String?
        /// The model in use last, by its catalogue name or path.
        var model: String?
        /// What was typed, oldest first, by the kind of line.
        var histories: [String: [String]]?
        /// By session file.
        var places: [String: Place] = [:]
    }

    private let file: URL
    var contents = Contents()

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let base = set("XDG_STATE_HOME") ?? (set("HOME") ?? NSHomeDirectory()) + "/.local/state"
        file = URL(fileURLWithPath: base + "/erank/screens.json")
        // A missing or damaged file costs the place, nothing else.
        if let data = try? Data(contentsOf: file), let contents = try? JSONDecoder().decode(Contents.self, from: data) {
            self.contents = contents
        }
    }

    /// Writes it; places of sessions that are gone are dropped.
    mutating func save() {
        contents.places = contents.places.filter { FileManager.default.fileExists(atPath: $0.key) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let data = try? encoder.encode(contents) else { return }
        try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? data.write(to: file, options: .atomic)
    }
}
