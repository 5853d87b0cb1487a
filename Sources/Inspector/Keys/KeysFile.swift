import Relevance
import Terminal

/// A person's own keys: a small text file, a command and its keys a line.
///
///     # Lines that begin with # are left out.
///     run F5
///     judge.skip x            in one place only: rank, inside, judge, measures, agreement, start, help, list, line
///     copy none               without a key it is still in the palette
///
/// Without a place a line holds on every screen and in help. A line that cannot hold costs itself and one sentence.
public struct KeysFile: Sendable {
    /// The tables with the file's keys in them: no key means two things in one place.
    public private(set) var tables: [KeyTable]
    /// A sentence for each line left out, in the order of the file.
    public private(set) var problems: [String]

    struct Line: Hashable {
        var number: Int
        var command: Command
        /// nil for every place where no letters are typed.
        var place: KeyContext?
        var keys: [Key]

        func holds(in context: KeyContext) -> Bool { place.map { $0 == context } ?? !context.isTyping }
    }

    /// The default keys.
    public init() { (tables, problems) = (Keymap.defaults, []) }

    /// The default keys, for a file that could not be read.
    public init(unreadable problem: String) { (tables, problems) = (Keymap.defaults, [problem]) }

    /// The keys of a file's text; sentences name the file by `name`.
    public init(text: String, name: String) {
        let sentences = KeySentences(file: name)
        var lines: [Line] = []
        var problems: [(line: Int, problem: FormatError)] = []
        // A byte order mark is no part of the first line.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        for (index, text) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            do throws(FormatError) {
                let line = try Self.line(first, keys: words.dropFirst(), number: index + 1, sentences)
                if let earlier = lines.first(where: { $0.command == line.command && $0.place == line.place }) {
                    throw sentences.repeated(line, earlier)
                }
                lines.append(line)
            } catch { problems.append((index + 1, error)) }
        }
        tables = Self.tables(lines)
        // Every round leaves one line out, so it ends; the defaults alone have no clash.
        while let clash = Self.firstClash(in: tables, lines, sentences) {
            problems.append((clash.line.number, clash.problem))
            lines.removeAll { $0 == clash.line }
            tables = Self.tables(lines)
        }
        self.problems = problems.sorted { $0.line < $1.line }.map(\.problem.description)
    }

    // MARK: One line

    private static func line(_ target: String, keys words: ArraySlice<String>, number: Int, _ sentences: KeySentences)
        throws(FormatError) -> Line
    {
        let parts = target.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let word = parts.last ?? ""
        var place: KeyContext?
        if parts.count == 2 {
            place = Keymap.defaults.map(\.context).first { $0.word == parts[0] }
            if place == nil { throw sentences.unknownPlace(parts[0], number) }
        }
        guard let command = Keymap.commands.first(where: { $0.word == word }) else {
            throw sentences.unknownCommand(word, number)
        }
        if command == .grade { throw sentences.gradeKeys(number) }
        var line = Line(number: number, command: command, place: place, keys: [])
        let tables = Keymap.defaults.filter { line.holds(in: $0.context) }
        guard tables.contains(where: { $0.bindings.contains { $0.command == command } }) else {
            throw sentences.misplaced(command, place, number)
        }
        guard !words.isEmpty else { throw sentences.noKey(command, number) }
        guard words != ["none"] else { return line }
        for word in words {
            guard let key = Key(label: word) else { throw sentences.unknownKey(word, number) }
            if case .character = key, let place, place.isTyping { throw sentences.typed(key, place, number) }
            if !line.keys.contains(key) { line.keys.append(key) }
        }
        return line
    }

    // MARK: All lines

    /// The defaults with these lines in them; a line for one place wins over one for all.
    private static func tables(_ lines: [Line]) -> [KeyTable] {
        let ordered = lines.filter { $0.place == nil } + lines.filter { $0.place != nil }
        return Keymap.defaults.map { table in
            var table = table
            for line in ordered where line.holds(in: table.context) {
                for index in table.bindings.indices where table.bindings[index].command == line.command {
                    table.bindings[index].keys = line.keys
                }
            }
            return table
        }
    }

    /// A line whose key means something else in the same place, or that leaves no way out; the later of two.
    private static func firstClash(in tables: [KeyTable], _ lines: [Line], _ sentences: KeySentences) -> (
        line: Line, problem: FormatError
    )? {
        let grades = Keymap.grades(of: .graded)
        for table in tables {
            /// The line that a command's keys come from in this place; nil for the defaults.
            func source(_ command: Command) -> Line? {
                let own = lines.filter { $0.command == command && $0.holds(in: table.context) }
                return own.first { $0.place != nil } ?? own.first
            }
            let isGrading = table.bindings.contains { $0.command == .grade }
            var holders: [Key: Command] = [:]
            for binding in (isGrading ? grades : []) + table.bindings {
                for key in binding.keys {
                    guard let other = holders.updateValue(binding.command, forKey: key), other != binding.command else {
                        continue
                    }
                    let sources = [source(binding.command), source(other)].compactMap(\.self)
                    guard let line = sources.max(by: { $0.number < $1.number }) else { continue }
                    let others = line.command == other ? binding.command : other
                    return (line, sentences.taken(key, by: others, in: table.context, line))
                }
            }
            for command in [Command.quit, .back] {
                let own = table.bindings.filter { $0.command == command }
                if !own.isEmpty, own.allSatisfy(\.keys.isEmpty), let line = source(command) {
                    return (line, sentences.needed(command, line))
                }
            }
        }
        return nil
    }
}
