import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@Suite struct RankReportTests {
    private static let query = Query(id: "q7", text: "grow?")
    private static let candidates = ["a", "b", "c"].enumerated().map {
        Candidate(document: Document(id: $1, title: "T|\($1)", text: "text"), firstStageRank: $0 + 1)
    }
    private static let model = ModelDescription(
        name: "m", file: "m.gguf", sha256: "ab", architecture: "qwen2", quantisation: "Q4_0", parameters: 1, contextLength: 2,
        engine: "e", threads: 2, batchLimit: 8, machine: "x")

    /// A run of three documents: scored 9, scored 0 by force, unreadable.
    private let written: [TimedEvent] = {
        func token(_ text: String) -> TokenEvent {
            TokenEvent(id: 1, text: text, logProbability: -0.1, entropy: 0.3, alternatives: [])
        }
        func distribution(_ answer: Int) -> ScoreDistribution {
            ScoreDistribution(probabilities: (0...10).map { $0 == answer ? 0.7 : 0.1 / 3 * 0.9 }, other: 1e-17)
        }
        let events: [SessionEvent] = [
            .query(query), .candidates(candidates, source: "s"), .model(model), .start(query: query, of: candidates, by: model),
            .run(.token(document: 2, token("It "))), .run(.token(document: 2, token("is.\n\u{1B}[2J"))),
            .run(.finished(document: 0, DocumentResult(outcome: .unreadable("maybe")))),
            .run(
                .finished(document: 1, DocumentResult(outcome: .scored(answer: 0, forced: true), distribution: distribution(0)))),
            .run(
                .finished(
                    document: 2,
                    DocumentResult(
                        outcome: .scored(answer: 9, forced: false), distribution: distribution(9), promptTokens: 440,
                        cachedTokens: 12, newTokens: 97, seconds: 4.1 + 0.2))),
            .run(.ended(RunStatistics(documents: 3, seconds: 0.1 + 0.2, promptTokens: 1320, newTokens: 99))),
            .judgment(Judgment(queryID: "q7", documentID: "c", verdict: .grade(3), judge: "me")),
            .judgment(Judgment(queryID: "q7", documentID: "a", verdict: .grade(1), judge: "me")),
            .judgment(Judgment(queryID: "q7", documentID: "a", verdict: nil, judge: "me")),
        ]
        return events.enumerated().map { TimedEvent(milliseconds: $0, event: $1) }
    }()

    @Test func theJSONThatRankPrints() throws {
        let report = try #require(state(of: written).reports().first)
        let line = report.json
        #expect(!line.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "query", "job", "complete", "model", "settings", "ranked_by", "without_distribution", "ranking", "stats",
            ])
        let rows = try #require(object["ranking"] as? [[String: Any]])
        #expect(rows.map { $0["id"] as? String } == ["c", "b", "a"])
        #expect(rows.map { $0["state"] as? String } == ["scored", "scored", "unreadable"])
        #expect(rows.map { $0["forced"] as? Bool } == [false, true, false])
        #expect(rows[0]["score"] as? Double == 9 * 0.7)
        #expect((rows[0]["distribution"] as? [Double])?.count == 11)
        #expect(rows[0]["reasoning"] as? String == "It is.\n\u{1B}[2J")
        #expect(rows[2]["score"] is NSNull && rows[2]["answer"] is NSNull && rows[2]["distribution"] is NSNull)
        let names = [
            "rank", "id", "score", "answer", "expected", "distribution", "other", "entropy", "state", "forced", "prompt_tokens",
            "cached_tokens", "new_tokens", "seconds", "reasoning",
        ]
        #expect(rows.allSatisfy { Set(names).isSubset(of: $0.keys) })
        #expect(
            line.hasPrefix(
                #"{"query":{"id":"q7","collection":null,"text":"grow?"},"job":1,"complete":true,"model":{"name":"m","file":"m.gguf","#
            ))
        let rate = 3 / (0.1 + 0.2)
        #expect(
            line.hasSuffix(
                """
                "stats":{"documents":3,"seconds":0.30000000000000004,"documents_per_second":\(rate),\
                "prompt_tokens":1320,"new_tokens":99}}
                """))
    }

    /// The same JSON to the last digit live, from the file and replayed, also for random runs.
    @Test func liveFileAndReplayAgreeToTheLastDigit() throws {
        let folder = try TemporaryFolder()
        for seed in 0...15 as ClosedRange<UInt64> {
            var session = RandomSession(seed: seed)
            let events = seed == 0 ? written : session.events(150)
            let path = folder.path + "/\(seed).jsonl"
            let file = try SessionFile.create(at: path, program: "t")
            for event in events { try file.append(event) }
            file.close()
            let live = state(of: events).reports().map(\.json)
            #expect(!live.isEmpty)
            #expect(try SessionReader(path: path).state().reports().map(\.json) == live)
            var replay = Replay(of: try SessionReader(path: path), speed: .infinity)
            #expect(state(of: try replay.advance(by: .zero)).reports().map(\.json) == live)
        }
    }

    @Test func exports() throws {
        let state = state(of: written)
        #expect(
            try state.reports().map { try $0.run().trecLines() } == [
                """
                q7 Q0 c 1 6.300000 erank-m-reasoned-paper
                q7 Q0 b 2 0.000000 erank-m-reasoned-paper
                q7 Q0 a 3 -1.000000 erank-m-reasoned-paper

                """
            ])
        #expect(try state.book.qrels().trecLines() == "q7 0 c 3\n")
        let page = SessionMarkdown(state, reports: state.reports()).text
        #expect(page.hasPrefix("# grow?\n\n- Model: m (Q4_0, e, x)\n- Job: 1, complete\n- Mode: reasoned, ranked by paper\n"))
        #expect(page.contains("| 1 | 3 | 6.300 | 9 | "))
        #expect(page.contains(" | 3 | scored | c | T\\|c |\n"))
        #expect(page.contains("| 3 | 1 | - | - | - | - |  | unreadable | a | T\\|a |\n"))
        #expect(page.contains("\n## 1. T\\|c (c)\n\n> It is.\n"))
    }

    @Test func theMostThatARecordTakes() {
        var settings = RunSettings(mode: .reasoned, maxNewTokens: 50)
        #expect(settings.recordBytes(documents: 10) == 10 * 50 * 200)
        #expect(settings.recordBytes(documents: 10, stops: .every(1)) == 10 * 50 * 440)
        settings.mode = .direct
        #expect(settings.recordBytes(documents: 10) == 10 * 200)
        settings.mode = .reasoned
        settings.maxNewTokens = .max
        #expect(settings.recordBytes(documents: 10) == .max)
    }

    @Test func textsOfOthersAreNoMarkdown() {
        #expect(
            MarkdownText.escaped("a|b\n<b>*x*</b> [l](u) `c` \\ &lt; AT&T R & D")
                == #"a\|b \<b>\*x\*\</b> \[l](u) \`c\` \\ \&lt; AT&T R & D"#)
        #expect(MarkdownText.escaped("ndcg_cut_10 _x_") == #"ndcg_cut_10 \_x\_"#)
        #expect(MarkdownText.withoutHTML("**so** <script>") == "**so** &lt;script>")
        #expect(MarkdownText.withoutHTML(#"\<img src=x>"#) == #"\&lt;img src=x>"#)
    }

    @Test func aQueryThatIsRunAgainKeepsItsCompleteRun() {
        let again =
            written + [
                TimedEvent(milliseconds: 99, event: .start(2, query: Self.query, of: Self.candidates, by: Self.model))
            ]
        let session = state(of: again)
        #expect(session.reports().map(\.job) == [JobID(1)])
        let reports = session.reports(of: .job(JobID(2)))
        #expect(reports.count == 1)
        #expect(reports[0].ranking.map(\.state) == [.waiting, .waiting, .waiting])
        #expect(reports[0].statistics == nil)
    }
}
