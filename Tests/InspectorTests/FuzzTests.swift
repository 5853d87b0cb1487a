import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// Keys, clicks, events and sizes at random: whatever comes, a whole picture comes out.
@Suite struct FuzzTests {
    static let keys: [Key] =
        "jkgGhlbw;,avJKrRxX0123ueEiomMsf/nNzy[]cpS: ?q+-=tADOLU.#".map(Key.character)
        + [.enter, .escape, .tab, .backTab, .backspace, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .delete]
        + [
            .control("n"), .control("p"), .control("d"), .control("u"), .control("l"), .control("c"), .control("r"), .function(1),
            .character("魚"),
        ]

    @Test(arguments: 0..<16) func anyKeysAtAnySize(seed: Int) {
        var random = Mutator(seed: UInt64(seed) &* 7919 &+ 1, words: [])
        // Every second sitting has two queries and judgments of two people.
        let hasJudges = seed / 2 % 2 == 1
        var state = Fixture.state(hasJudges ? Fixture.twoQueries + AgreementTests.twoJudges : Fixture.setUp)
        var events = Fixture.run(finished: seed % 2 == 0 ? nil : 6)[...]
        for step in 0..<250 {
            let event: InspectorEvent
            switch Int.random(in: 0..<20, using: &random) {
            case 0...9: event = .terminal(.key(Self.keys.randomElement(using: &random) ?? .enter))
            case 10:
                let point = Point(x: .random(in: -2...210, using: &random), y: .random(in: -2...70, using: &random))
                let kinds: [Mouse.Kind] = [.press, .release, .drag, .doubleClick, .wheelUp, .wheelDown]
                event = .terminal(.mouse(Mouse(kind: kinds.randomElement(using: &random) ?? .press, point: point)))
            case 11:
                event = .terminal(
                    .resize(Size(width: .random(in: 0...210, using: &random), height: .random(in: 0...64, using: &random))))
            case 12: event = .terminal(.paste("pasted \u{1B}[31m 魚\n"))
            case 13: event = .completions(path: "", ["a/", "b.jsonl"])
            case 14: event = .tick(frame: step * 40, session: step * 40)
            case 15: event = .model(.loading(name: "m", fraction: .random(in: 0...1, using: &random)))
            case 16: event = .sessions(Array(Fixture.sessions.prefix(.random(in: 0...3, using: &random))))
            default:
                guard let next = events.popFirst() else { continue }
                event = .journal(TimedEvent(milliseconds: step * 40, event: next))
            }
            for effect in state.handle(event) {
                // What is to be written comes back, as it does from the journal.
                if case .append(let event) = effect {
                    _ = state.handle(.journal(TimedEvent(milliseconds: step * 40, event: event)))
                }
            }
            expectWhole(state.render(size: state.size, theme: Theme(isASCII: step % 3 == 0)))
        }
    }

    /// Every screen at every size up to a large one.
    @Test(arguments: SnapshotTests.screens.indices) func everySize(screen: Int) {
        let state = SnapshotTests.screens[screen].make()
        for width in Array(0...45) + [60, 76, 79, 81, 109, 110, 111, 150] {
            for height in Array(0...20) + [24, 31, 36, 41, 50] where (width + height) % 3 == 0 {
                expectWhole(state.render(size: Size(width: width, height: height), theme: Theme()))
            }
        }
    }

    /// Documents and models may say anything; none of it may reach the terminal as a command, and nothing may spill.
    @Test func hostileTextIsHarmless() {
        let hostile = "\u{1B}]0;title\u{07}\u{1B}[2J\u{9B}31m\u{202E}olleh\u{00}\t\u{200D}👩‍👩‍👧‍👦é̈\u{7F}\r\nfish"
        let document = Document(id: hostile, title: hostile, text: String(repeating: hostile, count: 40))
        let token = TokenEvent(
            id: 7, text: hostile, logProbability: -.infinity, entropy: .nan,
            alternatives: [TokenAlternative(id: 8, text: hostile, logProbability: .nan)])
        let wild = DocumentResult(
            outcome: .scored(answer: 3, forced: false),
            distribution: ScoreDistribution(probabilities: [Double](repeating: .nan, count: 11), other: .infinity),
            answerToken: 99,
            promptTokens: .max, newTokens: -5, seconds: .nan)
        let candidates = [1, 2].map { Candidate(document: document, firstStageRank: $0) }
        let settings = RunSettings(instruction: hostile)
        var state = Fixture.state([
            .query(Query(id: "1", text: hostile)), .candidates(candidates, source: hostile), .settings(settings),
            .start(query: Query(id: "1", text: hostile), of: candidates, settings: settings), .run(.token(document: 0, token)),
            .run(.finished(document: 0, wild)), .run(.finished(document: 1, Fixture.failed(.unreadable(hostile)))),
        ])
        _ = state.handle(.notice(Notice(.failure, hostile)))
        for keys in [[], [.tab], [.tab], [.tab], [.character("j")], [.enter], [.character(":")]] as [[Key]] {
            for key in keys { _ = state.handle(.terminal(.key(key))) }
            for size in SnapshotTests.sizes { expectWhole(state.render(size: size, theme: Theme())) }
        }
    }

    private func expectWhole(_ grid: Grid, sourceLocation: SourceLocation = #_sourceLocation) {
        let width = grid.size.width
        guard width > 0 else { return }
        var flaws: [String] = []
        for (index, cell) in grid.cells.enumerated() {
            if let byte = cell.character.asciiValue, (0x20...0x7E).contains(byte), !cell.isContinuation { continue }
            let isWide = TerminalText.width(of: String(cell.character)) == 2
            let isFollowed = index + 1 < grid.cells.count && (index + 1) % width != 0 && grid.cells[index + 1].isContinuation
            if cell.isContinuation {
                if index % width == 0 { flaws.append("a right half begins a row") }
            } else if isWide != isFollowed {
                flaws.append("half a wide cell at \(index % width),\(index / width)")
            }
            let scalars = cell.character.unicodeScalars
            if scalars.contains(where: { $0.properties.generalCategory == .control || $0.properties.isBidiControl }) {
                flaws.append("a control at \(index % width),\(index / width)")
            }
        }
        #expect(flaws.isEmpty, "\(flaws.prefix(3))", sourceLocation: sourceLocation)
    }
}
