import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Sessions of an engine that gives answers without distributions.
@Suite struct NoDistributionTests {
    private static let problem =
        "the server gpu:8000 sent nothing for 30 s: see whether it is overloaded, or raise the time limit"

    private func scored(_ answer: Int, _ mass: Double? = nil, failure: String? = nil) -> DocumentResult {
        let distribution = mass.map { mass in
            ScoreDistribution(probabilities: (0...10).map { $0 == answer ? mass : 0 }, other: 1 - mass)
        }
        return DocumentResult(
            outcome: .scored(answer: answer, forced: false), distribution: distribution, readoutFailure: failure)
    }

    /// One run of the documents a, b, c, d for each list of results.
    private func state(_ runs: [[DocumentResult?]], judgments: [String: Int] = [:]) -> SessionState {
        let candidates = ["a", "b", "c", "d"].enumerated().map {
            Candidate(document: Document(id: $1, title: "title \($1)", text: "x"), firstStageRank: $0 + 1)
        }
        var events: [SessionEvent] = [.query(Query(id: "q", text: "grow?")), .candidates(candidates, source: "s")]
        for (number, results) in runs.enumerated() {
            events.append(.start(number + 1, query: Query(id: "q", text: "grow?"), of: candidates))
            for (document, result) in results.enumerated() {
                if let result { events.append(.run(RunID(number + 1), .finished(document: document, result))) }
            }
        }
        for (id, grade) in judgments.sorted(by: { $0.key < $1.key }) {
            events.append(.judgment(Judgment(queryID: "q", documentID: id, verdict: .grade(grade), judge: "you")))
        }
        return SessionState(of: events)
    }

    private var without: [DocumentResult?] { [scored(2), scored(9), scored(5), DocumentResult(outcome: .cutOff)] }
    private var mixed: [DocumentResult?] { [scored(2, 0.9), scored(9, failure: Self.problem), scored(10, 0.1), nil] }

    @Test func theReportIsRankedByTheAnswersAndSaysSo() throws {
        let report = try #require(state([mixed]).reports().first)
        #expect(report.rankBy == .paper && report.rule.applied == .integer && report.rule.withoutDistribution == 1)
        #expect(report.ranking.map(\.id) == ["c", "b", "a", "d"] && report.ranking.map(\.score) == [10, 9, 2, nil])
        #expect(report.ranking.map(\.words) == ["scored", "scored, no distribution", "scored", "waiting"])
        #expect(report.ranking.map(\.state) == [.scored, .scored, .scored, .waiting])
    }

    @Test func theJSONSaysWhatRankedAndWhatIsMissing() throws {
        let line = try #require(state([mixed]).reports().first).json
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect((object["settings"] as? [String: Any])?["rank_by"] as? String == "paper")
        #expect(object["ranked_by"] as? String == "integer" && object["without_distribution"] as? Int == 1)
        let rows = try #require(object["ranking"] as? [[String: Any]])
        #expect(rows[1]["answer"] as? Int == 9 && rows[1]["score"] as? Double == 9 && rows[1]["state"] as? String == "scored")
        for key in ["distribution", "expected", "other", "entropy"] { #expect(rows[1][key] is NSNull, "\(key)") }
        #expect(rows[1]["problem"] as? String == "no distribution: " + Self.problem && rows[0]["problem"] is NSNull)
        #expect((rows[0]["distribution"] as? [Double])?.count == 11)
    }

    private func page(_ state: SessionState) -> String { SessionMarkdown(state, reports: state.reports()).text }

    @Test func thePageSaysSoToo() {
        let page = self.page(state([mixed]))
        #expect(
            page.contains(
                "ranked by integer\n- Ranking: no distribution of 1 of the 3 scored documents: ranked by the answers alone\n"))
        #expect(page.contains("| 2 | 2 | 9.000 | 9 | - | - |  | scored, no distribution | b | title b |\n"))
        let none = self.page(state([without]))
        #expect(none.contains("- Ranking: no distribution: ranked by the answers alone\n"))
        let all = self.page(state([[scored(2, 0.9)]]))
        #expect(all.contains("ranked by paper\n") && !all.contains("no distribution"))
    }

    @Test func theModelAsAJudgeGradesByItsAnswers() {
        let answers = state([without]).modelAsJudge(on: .tenths)
        #expect(answers.grades == ["q": ["a": 2, "b": 9, "c": 5]] && answers.basis == .answers)
        // If one distribution is missing in a run, all documents are judged by their answers: c's expected score would be 1.
        let one = state([mixed]).modelAsJudge(on: .tenths)
        #expect(one.grades == ["q": ["a": 2, "b": 9, "c": 10]] && one.basis == .answers)
        let both = state([[scored(4, 0.5)], [nil, scored(9)]]).modelAsJudge(on: .tenths)
        #expect(both.grades == ["q": ["a": 2, "b": 9]] && both.basis == .mixed)
        #expect(state([[scored(4, 0.5)]]).modelAsJudge(on: .tenths).basis == .expected)
        #expect(state([[nil]]).modelAsJudge(on: .tenths).basis == nil)
    }

    @Test func judgingOrdersDoWithoutDistributions() {
        func order(_ state: SessionState, _ order: JudgingOrder) -> [String] {
            var state = state
            state.apply(TimedEvent(milliseconds: 0, event: .judging(JudgingPlan(order: order, seed: 3))))
            return state.topics.first.map { state.queue(for: $0).documentIDs } ?? []
        }
        let grades = ["a": 0, "b": 0, "c": 2]
        // The distance from the grade is 0.2 for a, 0.9 for b, 1/6 for c.
        #expect(order(state([without], judgments: grades), .gap) == ["b", "a", "c", "d"])
        // The only document with a distribution comes first; the others follow shuffled.
        let shuffled = order(state([without]), .shuffled)
        #expect(order(state([without]), .uncertainty) == shuffled)
        #expect(order(state([mixed]), .uncertainty).prefix(2) == ["c", "a"])
    }

    @Test func theJournalKeepsWhyADistributionIsMissing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        let written = [scored(9, failure: Self.problem), scored(9), scored(9, 0.5)].enumerated().map {
            TimedEvent(milliseconds: $0, event: .run(.finished(document: $0, $1)))
        }
        for event in written { try file.append(event) }
        file.close()
        #expect(try events(at: path) == written)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(lines.map { $0.contains("readoutFailure") } == [true, false, false])
    }
}

extension SessionState {
    /// The fold of events at time 0.
    fileprivate init(of events: [SessionEvent]) {
        self = events.reduce(into: SessionState()) { $0.apply(TimedEvent(milliseconds: 0, event: $1)) }
    }
}
