import Terminal

/// What `?` says: the keys, from the keymap, and what every number on the screens means.
enum Help {
    /// - Parameter context: where `?` was pressed: its keys come first.
    static func lines(for context: Contexts, keymap: Keymap, width: Int) -> [[Span]] {
        var lines: [[Span]] = []
        func keys(_ context: Contexts, _ name: String) {
            lines.append([Span("Keys: \(name)", .activeHeading)])
            for binding in keymap.bindings(in: context) {
                let keys = binding.keys.isEmpty ? ": \(binding.command.name)" : binding.keys.map(\.label).joined(separator: " ")
                lines += entry(keys, binding.long, width: width, role: .key)
            }
            lines.append([])
        }
        for (each, name, _) in Contexts.named where each == context { keys(each, name) }
        for (title, entries) in numbers(for: context, { keymap.label($0, in: context) }) {
            lines.append([Span(title, .activeHeading)])
            lines += entries.flatMap { entry($0.0, $0.1, width: width) }
            lines.append([])
        }
        for (each, name, _) in Contexts.named where each != context { keys(each, name) }
        lines.append([Span("While typing", .activeHeading)])
        for (keys, meaning) in typing { lines += entry(keys, meaning, width: width, role: .key) }
        return lines
    }

    /// The line editor's own keys.
    static let typing = [
        ("Ctrl-A Ctrl-E", "to the beginning, to the end"), ("Alt-B Alt-F", "a word back, a word on"),
        ("Ctrl-W Ctrl-U Ctrl-K", "remove the word before, all before, all behind"), ("Ctrl-Y", "bring back what was removed"),
        ("Up Down", "what was entered before"), ("Tab", "complete a path"),
    ]

    private static func entry(_ name: String, _ text: String, width: Int, role: Theme.Role = .strong) -> [[Span]] {
        let indent = min(22, max(8, width / 4))
        var flow = Flow(width: max(8, width - indent))
        flow.append(text, tag: 0)
        return flow.lines.enumerated().map { index, line in
            let label = index == 0 ? TerminalText.padded(name, to: indent - 1) + " " : String(repeating: " ", count: indent)
            return [Span(label, role), Span(String(line.map(\.character)).trimmed)]
        }
    }
}
