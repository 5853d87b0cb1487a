import Foundation
import Inspector
import Relevance

extension KeysFile {
    /// The user's key bindings: the file in `ERANK_KEYS`; without it, `$XDG_CONFIG_HOME/erank/keys` (`~/.config`) if there is
    /// one.
    static func own(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> KeysFile {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let config = set("XDG_CONFIG_HOME") ?? (set("HOME") ?? NSHomeDirectory()) + "/.config"
        let path = set("ERANK_KEYS") ?? config + "/erank/keys"
        // The default file may be missing; a file named by ERANK_KEYS must exist.
        if set("ERANK_KEYS") == nil, !FileManager.default.fileExists(atPath: path) { return KeysFile() }
        do {
            let text = try TextInput.read(path: path)
            guard !MarkPile.isIn(text) else { throw Failure("\(path) \(MarkPile.problem)", .unreadableFile) }
            return KeysFile(text: text, name: path)
        } catch {
            return KeysFile(unreadable: Failure(error).sentence)
        }
    }
}
