import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import erank

@Suite struct RankOutputTests {
    /// A report of two documents, scored 4 and 9. The named documents have distributions.
    private func run(with distributions: Set<Int>) throws -> RunState {
        var state = SessionState()
        let candidates = ["a", "b"].enumerated().map { Candidate(document: Document(id: $1, text: "x"), firstStageRank: $0 + 1) }
        let results = [4, 9].enumerated().map { document, answer in
            let distribution = ScoreDistribution(probabilities: (0...10).map { $0 == answer ? 0.5 : 0 }, other: 0.5)
            return RunEvent.finished(
                document: document,
                DocumentResult(
                    outcome: .scored(answer: answer, forced: false),
                    distribution: distributions.contains(document) ? distribution : nil, isCut: document == 1))
        }
        let end = RunEvent.ended(RunStatistics(documents: 2, seconds: 2, promptTokens: 20, newTokens: 8))
        let events =
            [.candidates(candidates, source: ""), .start(of: candidates)] + (results + [end]).map { SessionEvent.run($0) }
        for event in events { state.apply(TimedEvent(milliseconds: 0, event: event)) }
        return try #require(state.runs.last)
    }

    private func table(with distributions: Set<Int>) throws -> String {
        let run = try run(with: distributions)
        return RankTable(RankReport(run, rankBy: .paper), run).text
    }

    @Test func aTableSaysWhereDistributionsAreMissing() throws {
        let none = try table(with: [])
        #expect(none.contains("scored, no distribution, cut") && none.contains("9.000       9         -        -"))
        #expect(none.contains("\nno distribution: ranked by the answers alone\n2 of 2 scored by "))
        let one = try table(with: [0])
        #expect(one.contains("\nno distribution of 1 of the 2 scored documents: ranked by the answers alone\n"))
        #expect(try !table(with: [0, 1]).contains("no distribution"))
    }

    @Test func aRunOfAnswersIsWrittenAsTREC() throws {
        let run = try run(with: [])
        var output = TRECOutput()
        let lines = try output.lines(of: RankReport(run, rankBy: .paper))
        #expect(lines.split(separator: "\n").map { $0.split(separator: " ")[2] } == ["b", "a"])
    }
}
