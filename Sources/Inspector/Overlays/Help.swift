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
        for (title, entries) in numbers({ keymap.label($0, in: context) }) {
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

    /// The meaning of every figure, word and colour.
    static func numbers(_ key: (Command) -> String) -> [(String, [(String, String)])] {
        [
        (
            "The ranking",
            [
                ("#", "rank, best first. Documents without a score have none and stand behind."),
                ("mv", "places moved against the first stage: +3 is three up, = is none."),
                (
                    "score",
                    "what ranks (\(key(.rankBy)) changes it). Paper's score: s times Pr(s), the integer the model answered times its probability; yes/no: P(yes) / (P(yes) + P(no))."
                ),
                (
                    "E(s)",
                    "expected score: the sum of k times P(k) over 0 to 10. It sees the whole distribution, the paper's score only its answer."
                ),
                ("int", "the integer answered, alone."),
                (
                    "hybr",
                    "hybrid: 0.2 z(first stage) + 0.8 z(paper's score), each made comparable within the query; 0 is average."
                ),
                (
                    "0 ... 10",
                    "the distribution: eleven cells, one a score, each as high as its probability. The answer is brighter. Yes/no: one bar, P(yes)."
                ),
                ("H", "entropy of the distribution in bits: 0 is certain, 3.58 knows nothing."),
                ("you", "your grade: 0 not relevant, 1 related, 2 relevant, 3 perfectly. The same key again takes it back."),
                ("] beside a score", "a tied group: equal scores, in first-stage order. All that were answered 0 tie."),
                ("f", "forced: the model did not answer in its budget, so its thought was closed and the answer asked for."),
                ("c", "cut: the query or the document was longer than its limit and was cut to it."),
            ]
        ),
        (
            "States",
            [
                ("waiting", "its turn has not come."),
                ("reading 45 %", "the model is computing the prompt; so much of it is done."),
                ("thinking 41", "the model is writing; so many tokens so far."),
                ("unreadable", "it ended with something that is no answer. Never a zero: it ranks last."),
                ("off scale 11", "it answered an integer outside 0 to 10."),
                ("cut off", "the token limit came before an answer, and forcing is off."),
                ("failed", "the engine failed; Why this score says how."),
                ("cancelled", "somebody stopped it."),
                ("interrupted", "the run ended with the program; \(key(.rerun)) runs it again."),
            ]
        ),
        (
            "Inside a score",
            [
                ("p", "the token's probability given everything before it, the model's own, before any sampling."),
                (
                    "colour",
                    "plain tokens were sure (0.9 and more); the warmer, the less likely. Underlined: less than a quarter. \(key(.colouring)) colours by entropy instead."
                ),
                ("rank", "the token's place among all the model might have written; 1 is likeliest."),
                ("H", "entropy of the next-token distribution in bits: how open the choice was."),
                ("the strip", "entropy along the whole thought; the cursor's place is marked."),
                ("other", "probability on anything that is no answer of the scale. Never shared out among the eleven."),
                ("expected", "the pointer under the bars: where the distribution balances."),
            ]
        ),
        (
            "The header",
            [
                ("7/12", "documents done of those to score."),
                ("docs/s, ETA", "documents done a second in this run, and the time left at that pace."),
                ("in 42 s", "how long the run took."),
                ("shared", "prompt tokens already computed for another document of the same query."),
                ("\u{D7}2", "a replay's speed against its own time."),
            ]
        ),
        ]
    }
}
