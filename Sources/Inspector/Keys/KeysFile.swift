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
    /// The table with the file's keys in it: no key means two things in one place.
    public private(set) var bindings: [Binding]
    /// A sentence for each line left out, in the order of the file.
    public private(set) var problems: [String]

    struct Line: Hashable {
        var number: Int
        var command: Command
        var contexts: Contexts
        var keys: [Key]
    }

    /// The default keys.
    public init() { (bindings, problems) = (Keymap.defaults, []) }

    /// The default keys, for a file that could not be read.
    public init(unreadable problem: String) { (bindings, problems) = (Keymap.defaults, [problem]) }

    /// - Parameter name: the file's name, for sentences.
    public init(text: String, name: String) {
        let sentences = KeySentences(file: name)
        var lines: [Line] = []
        var problems: [(line: Int, problem: FormatError)] = []
        for (index, text) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            do throws(FormatError) {
                let line = try Self.line(first, keys: words.dropFirst(), number: index + 1, sentences)
                if let earlier = lines.first(where: { $0.command == line.command && $0.contexts == line.contexts }) {
                    throw sentences.repeated(line, earlier)
                }
                lines.append(line)
            } catch { problems.append((index + 1, error)) }
        }
        bindings = Self.table(lines)
        // Every round leaves one line out, so it ends; the defaults alone have no clash.
        while let clash = Self.firstClash(in: bindings, lines, sentences) {
            problems.append((clash.line.number, clash.problem))
            lines.removeAll { $0 == clash.line }
            bindings = Self.table(lines)
        }
        self.problems = problems.sorted { $0.line < $1.line }.map(\.problem.description)
    }

    // MARK: One line

    private static func line(_ target: String, keys words: ArraySlice<String>, number: Int, _ sentences: KeySentences)
        throws(FormatError) -> Line
    {
        let parts = target.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let word = parts.last ?? ""
        var contexts = Contexts.all.subtracting(.typing)
        if parts.count == 2 {
            guard let named = Contexts.named.first(where: { $0.word == parts[0] }) else {
                throw sentences.unknownPlace(parts[0], number)
            }
            contexts = named.context
        }
        guard let command = Command.allCases.first(where: { $0.word == word }) else {
            throw sentences.unknownCommand(word, number)
        }
        if command == .grade { throw sentences.gradeKeys(number) }
        guard Keymap.defaults.contains(where: { $0.command == command && !$0.contexts.isDisjoint(with: contexts) }) else {
            throw sentences.misplaced(command, contexts, number)
        }
        guard !words.isEmpty else { throw sentences.noKey(command, number) }
        var keys: [Key] = []
        if words != ["none"] {
            for word in words {
                guard let key = Key(label: word) else { throw sentences.unknownKey(word, number) }
                if case .character = key, !contexts.isDisjoint(with: .typing) { throw sentences.typed(key, contexts, number) }
                if !keys.contains(key) { keys.append(key) }
            }
        }
        return Line(number: number, command: command, contexts: contexts, keys: keys)
    }

    // MARK: All lines

    /// The defaults with these lines in them; a line for one place wins over one for all.
    private static func table(_ lines: [Line]) -> [Binding] {
        let general = lines.filter { $0.contexts.isAll }
        let particular = lines.filter { !$0.contexts.isAll }
        return (general + particular).reduce(Keymap.defaults) { bindings, line in
            bindings.flatMap { binding -> [Binding] in
                let changed = binding.contexts.intersection(line.contexts)
                guard binding.command == line.command, !changed.isEmpty else { return [binding] }
                var (own, rest) = (binding, binding)
                (own.contexts, own.keys) = (changed, line.keys)
                rest.contexts = binding.contexts.subtracting(changed)
                return rest.contexts.isEmpty ? [own] : [own, rest]
            }
        }
    }

    /// A line whose key means something else in the same place, or that leaves no way out; the later of two.
    private static func firstClash(in bindings: [Binding], _ lines: [Line], _ sentences: KeySentences) -> (
        line: Line, problem: FormatError
    )? {
        /// The line a command's keys in this place come from; nil for the defaults.
        func source(_ command: Command, _ context: Contexts) -> Line? {
            let own = lines.filter { $0.command == command && $0.contexts.contains(context) }
            return own.first { !$0.contexts.isAll } ?? own.first
        }
        let grades = Keymap(bindings, scale: .graded).bindings.filter { $0.command == .grade }
        for (context, _, _) in Contexts.named {
            var holders: [Key: Command] = [:]
            for binding in grades + bindings where binding.contexts.contains(context) {
                for key in binding.keys {
                    guard let other = holders.updateValue(binding.command, forKey: key), other != binding.command else {
                        continue
                    }
                    let sources = [source(binding.command, context), source(other, context)].compactMap(\.self)
                    guard let line = sources.max(by: { $0.number < $1.number }) else { continue }
                    let others = line.command == other ? binding.command : other
                    return (line, sentences.taken(key, by: others, in: context, line))
                }
            }
            for command in [Command.quit, .back] {
                let own = bindings.filter { $0.command == command && $0.contexts.contains(context) }
                if !own.isEmpty, own.allSatisfy(\.keys.isEmpty), let line = source(command, context) {
                    return (line, sentences.needed(command, line))
                }
            }
        }
        return nil
    }
}

extension Contexts {
    /// Whether a line without a place means this.
    fileprivate var isAll: Bool { self == Contexts.all.subtracting(.typing) }
}
