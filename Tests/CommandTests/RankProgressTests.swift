import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import erank

@Suite struct RankProgressTests {
    /// A run of two documents after `events`.
    private func run(_ events: [RunEvent]) throws -> RunState {
        var state = SessionState()
        let candidates = (1...2).map { Candidate(document: Document(id: "\($0)", text: "x"), firstStageRank: $0) }
        for event in [.candidates(candidates, source: ""), .start(of: candidates)] + events.map({ SessionEvent.run($0) }) {
            state.apply(TimedEvent(milliseconds: 0, event: event))
        }
        return try #require(state.runs.last)
    }

    /// It is asked to show itself for every token; what that takes to work out grows with the documents.
    @Test func theLineIsWorkedOutOnlyWhenItIsDrawn() {
        let line = ProgressLine(isTerminal: false)
        var calls = 0
        for _ in 0..<100 {
            line.show(isLast: false) {
                calls += 1
                return ("", 0, "")
            }
        }
        #expect(calls == 0)
    }

    /// How many documents wait is known without looking at each.
    @Test func waitingDocumentsAreCountedAsTheyGo() throws {
        let cancelled = RunEvent.finished(document: 1, DocumentResult(outcome: .cancelled))
        let admitted = RunEvent.admitted(document: 0, promptTokens: 1, cachedTokens: 0)
        for events in [
            [], [admitted], [cancelled], [admitted, cancelled],
            [cancelled, admitted, .promptProgress(document: 0, done: 1, of: 1)],
        ] {
            let run = try run(events)
            #expect(run.waitingCount == run.documents.count { $0.phase == .waiting })
        }
    }

    @Test func itOnlyGrowsAndEndsAtOne() throws {
        let token = TokenEvent(id: 1, text: "a", logProbability: 0, entropy: 0, alternatives: [])
        let distribution = ScoreDistribution(probabilities: [1], other: 0)
        let scored = DocumentResult(outcome: .scored(answer: 0, forced: false), distribution: distribution, newTokens: 2)
        let events: [RunEvent] =
            [.admitted(document: 0, promptTokens: 10, cachedTokens: 0), .promptProgress(document: 0, done: 5, of: 10)]
            + [.promptProgress(document: 0, done: 10, of: 10), .token(document: 0, token), .token(document: 0, token)]
            + [.finished(document: 0, scored), .admitted(document: 1, promptTokens: 10, cachedTokens: 5)]
            + [.token(document: 1, token), .finished(document: 1, scored)]
        var progress = RankProgress(total: 4)
        var fractions: [Double] = []
        for count in 0...events.count { fractions.append(progress.fraction(with: [try run(Array(events.prefix(count)))], at: 0)) }
        #expect(fractions == fractions.sorted() && fractions.first == 0 && fractions.last == 0.5)
        // A second query with two more documents.
        progress.add(try run(events))
        #expect(progress.fraction(with: [try run([])], at: 0) == 0.5)
        #expect(progress.fraction(with: [try run(events)], at: 0) == 1)
        #expect(progress.detail.hasPrefix("4/4 documents"))
        #expect(progress.detail.hasSuffix("ETA 0 s"))
    }

    @Test func aTableIsAlignedInColumnsOfTheTerminal() {
        let table = TextTable(
            header: ["n", "name"], rows: [["10", "金魚"], ["9", "a\u{1B}[31mb"]], rightAligned: [0], columns: 40)
        #expect(table.text == " n  name\n10  金魚\n 9  a\u{241B}[31mb")
        #expect(TextTable(header: nil, rows: [["abcdef", "ghi"]], columns: 8).text == "abcdef …")
        // Long texts give way first, and a number never does.
        let long = String(repeating: "x", count: 60)
        let cut = TextTable(
            header: ["id", "n", "title"], rows: [[long, "123456789012", "a title of 22 columns"]], rightAligned: [1], columns: 49)
        #expect(cut.text.split(separator: "\n").last == "xxxxxxxxxxxxxxx…  123456789012  a title of 22 co…")
    }
}
