import Foundation
import Relevance
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// A judge who is a script: sits down at a session of three queries, judges fifty documents blind, undoes ten of them across a
/// restart and exports. What is exported is measured as trec_eval does (Tests/Fixtures/make_judged.py).
@Suite struct ScriptedJudgeTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures")

    /// The screens and a session's file; what is appended stands in the file before the screens hear of it.
    private final class Sitting {
        private(set) var state = InspectorState(size: Size(width: 100, height: 30))
        private let file: SessionFile
        private var milliseconds: Int

        init(at path: String) throws {
            let reopened = try SessionFile.open(at: path)
            file = reopened.file
            milliseconds = reopened.state.milliseconds
            let opened = OpenedSession(
                name: "scripted", state: reopened.state, place: Place(screen: .judge), milliseconds: milliseconds)
            _ = state.handle(.opened(opened))
        }

        func press(_ key: Key) throws {
            milliseconds += 1500
            state.pass(frame: milliseconds, session: milliseconds)
            for effect in state.handle(.terminal(.key(key))) {
                guard case .append(let event) = effect else { continue }
                let timed = TimedEvent(milliseconds: milliseconds, event: event)
                try file.append(timed)
                _ = state.handle(.journal(timed))
            }
        }

        func leave() { file.close() }
    }

    /// Three queries of thirty documents, ranked by two systems, with equal scores among them.
    private func begin(_ path: String) throws -> [RecordedRanking] {
        var random = Mutator(seed: 2026, words: [])
        let file = try SessionFile.create(at: path, program: "test")
        var rankings: [RecordedRanking] = []
        var events: [SessionEvent] = [.scale(.graded), .judge("script"), .judging(JudgingPlan(order: .shuffled, seed: 50))]
        for query in 1...3 {
            let ids = (1...30).map { "q\(query)d\($0)" }
            let candidates = ids.enumerated().map {
                Candidate(document: Document(id: $1, text: "Text of \($1)."), firstStageRank: $0 + 1)
            }
            events += [.query(Query(id: "\(query)", text: "query \(query)")), .candidates(candidates, source: "script")]
            for (tag, order) in [("first", ids), ("second", ids.shuffled(using: &random))] {
                // Every third score is that of the one before.
                let scores = order.indices.map { Double(100 - ($0 % 3 == 2 ? $0 - 1 : $0)) / 8 }
                rankings.append(RecordedRanking(tag: tag, queryID: "\(query)", documentIDs: order, scores: scores))
            }
        }
        for event in events + rankings.map(SessionEvent.ranking) { try file.append(TimedEvent(milliseconds: 0, event: event)) }
        file.close()
        return rankings
    }

    /// What the script thinks of a document.
    private func verdict(on id: String) -> Character {
        let sum = id.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1009 }
        return sum % 11 == 0 ? "s" : sum % 13 == 0 ? "c" : ["0", "0", "1", "2", "3"][sum % 5]
    }

    /// Judges until so many documents more have a grade.
    private func judge(_ count: Int, _ sitting: Sitting) throws {
        let before = sitting.state.session.book.judgments(by: "script").count { $0.grade != nil }
        while sitting.state.session.book.judgments(by: "script").count(where: { $0.grade != nil }) < before + count {
            let id = try #require(sitting.state.judge.candidate?.document.id)
            try sitting.press(.character(verdict(on: id)))
        }
    }

    @Test func judgesUndoesExportsAndIsMeasured() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/scripted.jsonl"
        let rankings = try begin(path)

        var sitting = try Sitting(at: path)
        if sitting.state.board.query.id != "1" { try sitting.press(.tab) }
        try judge(20, sitting)
        try sitting.press(.tab)
        try judge(20, sitting)
        try sitting.press(.tab)
        try judge(10, sitting)
        let fifty = sitting.state.session.book.judgments(by: "script")
        #expect(fifty.count { $0.grade != nil } == 50)
        #expect(fifty.allSatisfy { $0.isBlind == true && $0.scale == "0-3" && $0.seconds == 1.5 })
        for _ in 0..<6 { try sitting.press(.character("u")) }
        let before = sitting.state.session
        sitting.leave()

        sitting = try Sitting(at: path)
        #expect(sitting.state.session == before)
        for _ in 0..<4 { try sitting.press(.character("u")) }
        // The ten that were given last are gone, and nothing else.
        let forty = sitting.state.session.book.judgments(by: "script")
        #expect(forty.count == fifty.count - 10 && Set(forty).isSubset(of: Set(fifty)))
        // Back again across one more restart, and undone once more: it is the same session.
        for _ in 0..<10 { try sitting.press(.character("U")) }
        #expect(sitting.state.session.book.judgments(by: "script") == fifty)
        sitting.leave()
        sitting = try Sitting(at: path)
        for _ in 0..<10 { try sitting.press(.character("u")) }
        #expect(sitting.state.session.book.judgments(by: "script") == forty)
        // What was judged and undone has been seen: another grade of it is not blind.
        let undone = try #require(sitting.state.judge.candidate?.document.id)
        try sitting.press(.character("2"))
        #expect(
            sitting.state.session.book.judgment(query: sitting.state.board.query.id, document: undone, judge: "script")?.isBlind
                == false)
        try sitting.press(.character("u"))
        sitting.leave()

        try check(try SessionReader(path: path).state().book.qrels(), rankings)
    }

    /// The export is the committed one, and so are the runs; each measure of each query is trec_eval's.
    private func check(_ qrels: Qrels, _ rankings: [RecordedRanking]) throws {
        try expect(try qrels.trecLines(), "judged.qrels")
        let runs = Dictionary(grouping: rankings, by: \.tag)
        for (tag, rankings) in runs {
            let lists = rankings.map { ranking in
                RankedList(
                    queryID: ranking.queryID,
                    entries: zip(ranking.documentIDs, ranking.scores ?? []).enumerated().map {
                        .init(documentID: $1.0, rank: $0 + 1, score: $1.1)
                    })
            }
            try expect(try text(tag, lists), "judged.\(tag).trec")
        }
        typealias Values = [String: [String: [String: Double]]]
        let json = try Data(contentsOf: Self.fixtures.appendingPathComponent("judged.json"))
        let values = try JSONDecoder().decode(Values.self, from: json)
        #expect(Set(values.keys) == ["first", "second"])
        var compared = 0
        for (tag, queries) in values {
            #expect(Set(queries.keys) == Set(qrels.queryIDs))
            for (query, measures) in queries {
                let ranking = try #require(runs[tag]?.first { $0.queryID == query })
                let evaluation = QueryEvaluation(
                    ranking: Array(zip(ranking.documentIDs, ranking.scores ?? [])).map { (id: $0, score: $1) },
                    grades: qrels.grades[query] ?? [:])
                for (name, value) in measures {
                    let measure = try #require(try Measure.parse(name).first)
                    #expect(measure.name == name)
                    #expect(abs(evaluation.value(measure) - value) <= 1e-4, "\(tag) \(query) \(name)")
                    compared += 1
                }
            }
        }
        #expect(compared > 100)
    }

    /// A run as it is, with its equal scores.
    private func text(_ tag: String, _ lists: [RankedList]) throws -> String {
        lists.flatMap { list in
            list.entries.map { "\(list.queryID) Q0 \($0.documentID) \($0.rank) \($0.score) \(tag)\n" }
        }.joined()
    }

    /// Compares with a committed file; writes it there where `ERANK_RECORD_SNAPSHOTS` is set.
    private func expect(_ text: String, _ name: String) throws {
        let file = Self.fixtures.appendingPathComponent(name)
        if Snapshot.isRecording { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "\(name)")
    }
}
