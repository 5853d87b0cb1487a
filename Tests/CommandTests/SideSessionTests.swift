import Comparing
import Foundation
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import Inspector
@testable import erank

/// Files that are put together for the screen: what stands there is what the table says of the same files.
@Suite struct SideSessionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func session(_ name: String, answers: [Int], rankBy: RankBy = .paper) throws -> String {
        let path = folder.path + "/\(name).jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        defer { file.close() }
        let query = Query(id: "7", text: "how deep", collection: "ponds")
        let candidates = answers.indices.map {
            Candidate(document: Document(id: "d\($0)", text: "text \($0)"), firstStageRank: $0 + 1)
        }
        var events: [SessionEvent] = [
            .rankBy(rankBy), .query(query), .candidates(candidates, source: "ponds.jsonl"), .start(query: query, of: candidates),
        ]
        events += answers.enumerated().map { document, answer in
            var probabilities = [Double](repeating: 0.01, count: 11)
            probabilities[answer] = 0.6 + 0.02 * Double(document)
            return .run(
                .finished(
                    document: document,
                    DocumentResult(
                        outcome: .scored(answer: answer, forced: false),
                        distribution: ScoreDistribution(probabilities: probabilities, other: 0.1))))
        }
        events.append(.run(.ended(RunStatistics(documents: answers.count, seconds: 2, promptTokens: 9, newTokens: 9))))
        try file.append(contentsOf: events.map { file.stamp($0) })
        return path
    }

    /// The comparison that the screen shows of the first query, and the one of the table.
    private func both(_ names: [String], _ judged: ComparedSource.Judgments?) throws -> (screen: Comparison, table: Comparison) {
        let sources = try names.map { try ComparedSource($0) }
        let sides = SideSession(sources, judged)
        var board = Board()
        board.session = sides.state
        var options = ComparisonOptions()
        if let session = judged?.session {
            options.evaluation = options.evaluation(session.scale.evaluation(highest: session.book.highestGrade(judge: nil)))
        }
        let screen = sides.sides.a.comparison(with: sides.sides.b, of: sides.state.topics, on: board, options)
        let table = Comparison(
            sources[0].side, sources[1].side, qrels: judged?.qrels, judgments: judged?.source, judges: judged?.judges ?? [],
            options: options)
        return (screen, table)
    }

    private func check(_ names: [String], _ judged: ComparedSource.Judgments?) throws {
        let (screen, table) = try both(names, judged)
        #expect(screen.queries.map(\.id) == table.queries.map(\.id) && !table.queries.isEmpty)
        for (one, other) in zip(screen.queries, table.queries) {
            #expect(
                one.values.first == other.values.first && one.correlation == other.correlation && one.overlap == other.overlap)
            #expect(
                one.documents.map(\.id) == other.documents.map(\.id) && one.documents.map(\.move) == other.documents.map(\.move))
            #expect(one.documents.map(\.grade) == other.documents.map(\.grade) && one.pairs == other.pairs)
        }
        #expect(screen.measures.first?.differences == table.measures.first?.differences)
        #expect(screen.measures.first?.bounds == table.measures.first?.bounds)
        if judged?.session != nil { #expect(screen.judges == table.judges) }
        #expect(screen.cautions == table.cautions)
    }

    private func judgments() throws -> ComparedSource.Judgments {
        try folder.write("7 0 d0 1\n7 0 d2 3\n7 0 d3 0\n", to: "q")
        let path = folder.path + "/q"
        return ComparedSource.Judgments(qrels: try Qrels.read(path).value, source: path, judges: [])
    }

    @Test func twoRunsStandSideBySide() throws {
        try folder.write("7 Q0 d0 1 4 one\n7 Q0 d1 2 3 one\n7 Q0 d2 3 3 one\n", to: "one.trec")
        try folder.write("7 Q0 d2 1 9 one\n7 Q0 d0 2 8 one\n8 Q0 e 1 1 one\n", to: "two.trec")
        let names = ["one.trec", "two.trec"].map { folder.path + "/" + $0 }
        try check(names, nil)
        try check(names, judgments())
        try check(names.reversed(), judgments())
    }

    @Test func jobsOfTwoSessionsStandSideBySide() throws {
        let names = [try session("a", answers: [1, 5, 9, 3]), try session("b", answers: [8, 2, 9, 0], rankBy: .expected)]
        try check(names, judgments())
        let sides = SideSession(try names.map { try ComparedSource($0) }, nil)
        #expect(sides.state.topics.count == 1 && sides.state.jobs.map(\.source) == ["a.jsonl", "b.jsonl"])
        #expect(sides.sides.a.name(in: sides.state).hasPrefix("a.jsonl: "))
        // Each is ranked by its own session's rule, on every screen.
        let jobs = sides.state.jobs.map(\.id)
        #expect(jobs.map(sides.state.rankBy) == [.paper, .expected])
    }

    /// Who gave which grade goes along: a model that judged itself is told.
    @Test func theJudgesGoAlong() throws {
        let path = try session("a", answers: [1, 5, 9, 3])
        let reopened = try SessionFile.open(at: path)
        for (judge, grade) in [("ann", 2), ("test-model", 2)] {
            let judgment = Judgment(queryID: "7", documentID: "d2", verdict: .grade(grade), judge: judge)
            try reopened.file.append(reopened.file.stamp(.judgment(judgment)))
        }
        reopened.file.close()
        let names = [path, try session("b", answers: [8, 2, 9, 0])]
        let judged = try #require(try ComparedSource(path).ownJudgments)
        #expect(judged.judges == ["ann", "test-model"])
        try check(names, judged)
    }

    @Test func aRunStandsBesideASession() throws {
        try folder.write("7 Q0 d3 1 4 one\n7 Q0 d1 2 3 one\n7 Q0 d2 3 2 one\n7 Q0 d0 4 1 one\n", to: "one.trec")
        let names = [folder.path + "/one.trec", try session("a", answers: [1, 5, 9, 3])]
        try check(names, judgments())
        try check(names.reversed(), judgments())
    }
}
