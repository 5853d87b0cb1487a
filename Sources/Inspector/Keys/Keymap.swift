import Relevance
import Terminal

/// The current key bindings. Dispatch, footer, `?`, palette and the list of keys in the documentation are all made from it, in
/// its order. The tables of a person's own choice (`KeysFile`) become one with the grades of the session's scale.
public struct Keymap: Sendable {
    /// One for each place, in the order in which they are shown.
    public let tables: [KeyTable]
    /// The commands whose last key, in some place where grades are given, the scale took.
    public let keyless: [Command]
    private let keys: [KeyContext: [Key: Binding]]

    /// The keys of the program, with the grades that most sessions have.
    public static let standard = Keymap(defaults, scale: .graded)

    /// - Parameters:
    ///   - tables: in the order in which they are shown, with one `.grade` for all grades.
    ///   - scale: its grades take their keys, each in the place of whatever command had it.
    public init(_ tables: [KeyTable], scale: GradeScale) {
        let grades = Self.grades(of: scale)
        let taken = Set(grades.flatMap(\.keys))
        var keyless: Set<Command> = []
        self.tables = tables.map { table in
            guard table.bindings.contains(where: { $0.command == .grade }) else { return table }
            let bindings = table.bindings.flatMap { binding -> [Binding] in
                if binding.command == .grade { return grades }
                var graded = binding
                graded.keys.removeAll(where: taken.contains)
                return [graded]
            }
            for (before, after) in zip(table.bindings.filter { $0.command != .grade }, bindings.filter { $0.command != .grade })
            where !before.keys.isEmpty && after.keys.isEmpty { keyless.insert(before.command) }
            return KeyTable(context: table.context, bindings: bindings)
        }
        self.keyless = Self.commands.filter(keyless.contains)
        keys = self.tables.reduce(into: [:]) { keys, table in
            for binding in table.bindings {
                for key in binding.keys where keys[table.context]?[key] == nil {
                    keys[table.context, default: [:]][key] = binding
                }
            }
        }
    }

    static func grades(of scale: GradeScale) -> [Binding] {
        scale.grades.enumerated().map { index, grade in
            Binding(
                .grade, [Key(label: grade.key)].compactMap(\.self), index == 0 ? "judge" : nil,
                "judge: \(grade.value), \(grade.label)", weight: 4, grade: grade.value)
        }
    }

    /// What a key gives in a place; nil for a key without a command.
    public func binding(for key: Key, in context: KeyContext) -> Binding? { keys[context]?[key] }

    /// The bindings of a place, in the order of its table.
    public func bindings(in context: KeyContext) -> [Binding] {
        tables.first { $0.context == context }?.bindings ?? []
    }

    /// A command's first key as a sentence names it: in this place, or elsewhere where it means nothing here; `: cancel run`
    /// without any.
    public func label(_ command: Command, in context: KeyContext) -> String {
        let here = bindings(in: context).filter { $0.command == command }
        // A key from elsewhere is a help only to what cannot be done here.
        let own = here.isEmpty ? tables.flatMap(\.bindings).filter { $0.command == command } : here
        return own.lazy.compactMap(\.keys.first).first?.label ?? ": \(command.name)"
    }

    /// A binding's keys as the footer names them: its first, and its partner's; all grades' at once; nothing without a key.
    func shortKeys(of binding: Binding, in context: KeyContext) -> String {
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
