import Foundation
import Inspector

extension KeysFile {
    /// The person's own keys: the file that `ERANK_KEYS` names, else `$XDG_CONFIG_HOME/erank/keys` (`~/.config`) where there is one.
    static func own(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> KeysFile {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let config = set("XDG_CONFIG_HOME") ?? (set("HOME") ?? NSHomeDirectory()) + "/.config"
        let path = set("ERANK_KEYS") ?? config + "/erank/keys"
        // Nobody need have one; who names one means it.
        if set("ERANK_KEYS") == nil, !FileManager.default.fileExists(atPath: path) { return KeysFile() }
        do { return KeysFile(text: try TextInput.read(path: path), name: path) } catch {
            return KeysFile(unreadable: Failure(error).sentence)
        }
    }
}
