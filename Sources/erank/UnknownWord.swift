import ArgumentParser
import Terminal

/// A command or option on the command line that does not exist, probably misspelled. The parser often complains of something
/// else then, such as an option that is now missing.
enum UnknownWord {
    /// A sentence that names the first unknown option, or the first unknown command that is nearly a known one, and what is
    /// nearest; nil if there is none.
    static func sentence(for arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = Erank.self
        var words = arguments[...]
        while let word = words.first, !word.hasPrefix("-") {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty else { break }
            if let next = subcommands.first(where: { $0._commandName == word }) {
                command = next
                words.removeFirst()
                continue
            }
            let near = Spelling.nearest(to: word, among: subcommands.map { $0._commandName })
            return near.map { "there is no command '\(word)'; did you mean '\($0)'?" }
        }
        let known = options(of: command)
        for word in words.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
            let name = String(word.prefix { $0 != "=" })
            guard !known.contains(name) else { continue }
            let near = Spelling.nearest(to: name, among: known)
            return near.map { "there is no option '\(name)'; did you mean '\($0)'?" } ?? "unknown option '\(name)'"
        }
        return nil
    }

    /// The long options that the command's help shows.
    private static func options(of command: any ParsableCommand.Type) -> [String] {
        Erank.helpMessage(for: command, columns: 1_000).matches(of: /--[a-z][a-z-]*/).map { String($0.output) }
    }
}
