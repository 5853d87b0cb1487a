import Relevance
import Terminal

/// The keys as they hold: dispatch, footer, `?`, palette and the README's list are all made from it, in its order. The table
/// of a person's own choice (`KeysFile`) becomes one with the grades of the session's scale.
public struct Keymap: Sendable {
    public let bindings: [Binding]
    /// The commands whose last key, in some place where grades are given, the scale took.
    public let keyless: [Command]
    private let table: [Contexts: [Key: Binding]]

    /// The keys of the program, with the grades most sessions have.
    public static let standard = Keymap(defaults, scale: .graded)

    /// - Parameters:
    ///   - bindings: in the order in which they are shown, with one place for all grades.
    ///   - scale: its grades take their keys, each in the place of whatever command had it.
    public init(_ bindings: [Binding], scale: GradeScale) {
        let grades = scale.grades.enumerated().map { index, grade in
            Binding(
                .grade, [Key(label: grade.key)].compactMap(\.self), .grading, index == 0 ? "judge" : nil,
                "judge: \(grade.value), \(grade.label)", grade: grade.value)
        }
        let taken = Set(grades.flatMap(\.keys))
        let all = bindings.flatMap { binding -> [Binding] in
            if binding.command == .grade { return grades }
            guard binding.keys.contains(where: taken.contains), !binding.contexts.isDisjoint(with: .grading) else {
                return [binding]
            }
            // Elsewhere the command keeps its key.
            var graded = binding
            graded.contexts = binding.contexts.intersection(.grading)
            graded.keys.removeAll(where: taken.contains)
            var others = binding
            others.contexts = binding.contexts.subtracting(.grading)
            return [others, graded].filter { !$0.contexts.isEmpty }
        }
        self.bindings = all
        var table: [Contexts: [Key: Binding]] = [:]
        for context in Contexts.each {
            for binding in all where binding.contexts.contains(context) {
                for key in binding.keys where table[context]?[key] == nil { table[context, default: [:]][key] = binding }
            }
        }
        self.table = table
        /// Whether a command has a key in a context.
        func has(_ command: Command, _ context: Contexts, in bindings: [Binding]) -> Bool {
            bindings.contains { $0.command == command && $0.contexts.contains(context) && !$0.keys.isEmpty }
        }
        let contexts = Contexts.each.filter { !$0.isDisjoint(with: .grading) }
        keyless = Command.allCases.filter { command in
            contexts.contains { has(command, $0, in: bindings) && !has(command, $0, in: all) }
        }
    }

    /// What a key gives in a context; nil for a key without a command.
    public func binding(for key: Key, in context: Contexts) -> Binding? { table[context]?[key] }

    /// The bindings that hold in a context, in the table's order.
    public func bindings(in context: Contexts) -> [Binding] {
        bindings.filter { !$0.contexts.isDisjoint(with: context) }
    }

    /// A command's first key as a sentence names it: in this context, or elsewhere where it means nothing here; `: cancel run` without any.
    public func label(_ command: Command, in context: Contexts) -> String {
        let own = bindings.filter { $0.command == command }
        let here = own.filter { !$0.contexts.isDisjoint(with: context) }
        // A key from elsewhere is a help only to what cannot be done here.
        return (here.isEmpty ? own : here).lazy.compactMap(\.keys.first).first?.label ?? ": \(command.name)"
    }

    /// A binding's keys as the footer names them: its first, and its partner's; all grades' at once; nothing without a key.
    func shortKeys(of binding: Binding, in context: Contexts) -> String {
        if binding.command == .grade {
            return Self.runs(of: bindings(in: context).filter { $0.command == .grade }.flatMap(\.keys).map(\.label))
        }
        guard let own = binding.keys.first?.label else { return "" }
        let partner = binding.partner.flatMap { partner in
            bindings(in: context).first { $0.command == partner }?.keys.first?.label
        }
        return [own, partner].compactMap(\.self).joined(separator: " ")
    }

    /// `0-3`, `0-9 t`: neighbours joined.
    private static func runs(of labels: [String]) -> String {
        var runs: [(first: String, last: String)] = []
        for label in labels {
            if let last = runs.last?.last, let byte = last.utf8.first, label.utf8.first == byte &+ 1, label.utf8.count == 1 {
                runs[runs.count - 1].last = label
            } else {
                runs.append((label, label))
            }
        }
        return runs.map { $0.first == $0.last ? $0.first : "\($0.first)-\($0.last)" }.joined(separator: " ")
    }
}

extension Contexts {
    /// Every context alone, with its name for people and in a keys file.
    static let named: [(context: Contexts, name: String, word: String)] = [
        (.rank, "Ranking", "rank"), (.inside, "Inside a score", "inside"), (.judge, "Judging", "judge"),
        (.measures, "Measures", "measures"), (.agreement, "Agreement", "agreement"), (.start, "Start page", "start"),
        (.reader, "Help and messages", "help"), (.picker, "Lists", "list"), (.prompt, "Typing", "line"),
    ]
    static let each = named.map(\.context)
}
