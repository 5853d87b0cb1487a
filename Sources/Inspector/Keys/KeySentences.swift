import Relevance
import Terminal

/// What is wrong with a line of a keys file, in one sentence each: all sentences are here, so that one test reads them.
struct KeySentences {
    let file: String

    private func problem(_ line: Int, _ problem: String, _ remedy: String) -> FormatError {
        FormatError(.badLine, file: file, line: line, problem: problem, remedy: remedy)
    }

    func unknownCommand(_ word: String, _ line: Int) -> FormatError {
        let nearest = Spelling.nearest(to: word, among: Keymap.commands.map(\.word))
        return problem(
            line, "there is no command '\(Self.shown(word))'",
            nearest.map { "perhaps \($0); " }.orEmpty + "'erank keys' names them all")
    }

    func unknownPlace(_ word: String, _ line: Int) -> FormatError {
        problem(
            line, "there is no place '\(Self.shown(word))'",
            "use one of \(Keymap.defaults.map(\.context.word).joined(separator: ", "))")
    }

    func unknownKey(_ word: String, _ line: Int) -> FormatError {
        problem(
            line, "there is no key '\(Self.shown(word))'",
            "use one character, or Ctrl-X, Alt-x, F5, Enter, Space, PgDn and the like")
    }

    func noKey(_ command: Command, _ line: Int) -> FormatError {
        problem(line, "no key is given for \(command.word)", "name one or more, or none")
    }

    func misplaced(_ command: Command, _ place: KeyContext?, _ line: Int) -> FormatError {
        let words = Keymap.defaults.filter { $0.bindings.contains { $0.command == command } }.map(\.context.word)
        return problem(
            line, "\(command.word) does nothing \(place.map { "in \($0.word)" } ?? "on the screens")",
            "it does in \(words.joined(separator: ", ")): write \(words.first ?? "").\(command.word)")
    }

    func typed(_ key: Key, _ place: KeyContext, _ line: Int) -> FormatError {
        problem(line, "'\(key.label)' is text in \(place.word)", "use a key that types nothing, such as Ctrl-N or F5")
    }

    func gradeKeys(_ line: Int) -> FormatError {
        problem(line, "the grades' keys belong to the scale", "write them into the scale's own file")
    }

    func repeated(_ line: KeysFile.Line, _ earlier: KeysFile.Line) -> FormatError {
        problem(
            line.number, "\(line.command.word) has its keys from line \(earlier.number) already", "leave one of the lines out")
    }

    func taken(_ key: Key, by command: Command, in context: KeyContext, _ line: KeysFile.Line) -> FormatError {
        problem(
            line.number, "\(key.label) is \(command.word) in \(context.word) already",
            command == .grade ? "choose another key" : "give \(command.word) another key too, or none")
    }

    func needed(_ command: Command, _ line: KeysFile.Line) -> FormatError {
        problem(line.number, "without a key for \(command.word) there would be no way out", "give it one")
    }

    /// As much of a word of a file as a sentence has room for.
    private static func shown(_ word: String) -> String { word.count > 30 ? word.prefix(30) + "\u{2026}" : word }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}
