import Foundation
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// `erank compare` of runs, of sessions and of live models: its figures, its formats, and its sentences.
@Suite struct CompareCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let first = Fixtures.path("judged.first.trec")
    private let second = Fixtures.path("judged.second.trec")
    private let qrels = Fixtures.path("judged.qrels")

    private func compare(_ arguments: [String]) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(["compare"] + arguments, environment: ["ERANK_SESSIONS": folder.path])
    }

    private func object(_ arguments: [String]) async throws -> [String: Any] {
        let ended = try await compare(arguments + ["--output", "json"])
        #expect(ended.status == 0, "\(ended.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
    }

    private func measures(_ object: [String: Any]) throws -> [[String: Any]] {
        try #require(object["measures"] as? [[String: Any]])
    }

    // MARK: Figures

    /// The means are those of `erank evaluate`.
    @Test func theMeansAreThoseOfEvaluate() async throws {
        let compared = try measures(try await object([first, second, "--qrels", qrels, "-m", "map", "-m", "ndcg_cut.10"]))
        for (side, run) in [("a", first), ("b", second)] {
            let ended = try await BuiltProgram.run(["evaluate", qrels, run, "-m", "map", "-m", "ndcg_cut.10", "--json"])
            let evaluated = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
            let all = try #require(evaluated["all"] as? [String: [String: Double]])
            for one in compared {
                let name = try #require(one["measure"] as? String)
                #expect(one[side] as? Double == all[name]?["value"], "\(name) of \(side)")
            }
        }
    }

    @Test func aSideAgainstItselfDoesNotDiffer() async throws {
        let compared = try await object([first, first, "--qrels", qrels, "--wilcoxon", "--rbo-ties", "b"])
        for one in try measures(compared) {
            #expect(one["difference"] as? Double == 0 && one["randomisation_p"] as? Double == 1)
            #expect(one["t"] is NSNull && one["wilcoxon_p"] is NSNull && one["interval"] is NSNull)
            #expect(one["wins"] as? Int == 0 && one["losses"] as? Int == 0)
        }
        let agreement = try #require(compared["agreement"] as? [String: Any])
        for name in ["kendall_tau_b", "tau_ap_b", "rbo", "overlap_10", "pearson", "spearman"] {
            let value = try #require(agreement[name] as? Double, "\(name)")
            #expect(abs(value - 1) < 1e-9, "\(name) \(value)")
        }
    }

    /// Each further side against A has the figures that it has alone; the differences for trec_eval's readers are those of JSON.
    @Test func furtherSidesAndDifferencesHaveTheSameFigures() async throws {
        let alone = try measures(try await object([first, second, "--qrels", qrels]))
        let all = try await object([first, first, second, "--qrels", qrels])
        let other = try #require((all["others"] as? [[String: Any]])?.first)
        for (one, again) in zip(alone, try #require(other["measures"] as? [[String: Any]])) {
            #expect(one["b"] as? Double == again["b"] as? Double && one["t_p"] as? Double == again["t_p"] as? Double)
        }
        let table = try await compare([first, second, first, "--qrels", qrels, "--output", "table"])
        #expect(table.output.contains("All sides") && table.output.contains("C - A"))
        let lines = try await compare([first, second, "--qrels", qrels, "-m", "map", "--output", "trec"]).output
        let mean = try #require(alone.first { $0["measure"] as? String == "map" }?["difference"] as? Double)
        let last = try #require(lines.split(separator: "\n").last?.split(separator: "\t"))
        #expect(last.count == 3 && last[0].hasPrefix("map ") && last[1] == "all" && abs((Double(last[2]) ?? 9) - mean) < 5e-5)
    }

    /// The bounds hold what the difference is, and shrink to it where all is judged.
    @Test func theDifferenceLiesWithinItsBounds() async throws {
        for one in try measures(try await object([first, second, "--qrels", qrels, "-m", "ndcg_cut.10", "-m", "map"])) {
            let (bounds, difference) = (one["bounds"] as? [Double] ?? [], one["difference"] as? Double ?? 9)
            #expect(bounds.count == 2 && bounds[0] < difference && difference < bounds[1])
        }
        let run = try folder.write("1 Q0 a 1 2 r\n1 Q0 b 2 1 r\n", to: "a.trec")
        let other = try folder.write("1 Q0 b 1 2 s\n1 Q0 a 2 1 s\n", to: "b.trec")
        let judged = try folder.write("1 0 a 1\n1 0 b 0\n", to: "q.qrels")
        let one = try #require(try measures(try await object([run, other, "--qrels", judged, "-m", "ndcg_cut.10"])).first)
        let bounds = try #require(one["bounds"] as? [Double])
        #expect(bounds[0] == bounds[1] && bounds[0] == one["difference"] as? Double)
        let table = try await compare([run, other, "--qrels", judged, "--output", "table"])
        #expect(!table.output.contains("No judgment that is missing"))
    }

    /// The comparison that comes with the project is read, and says what the thought changed.
    @Test func theShippedComparisonTellsItsFinding() async throws {
        let session = Fixtures.path("../../Sessions/2026-11-27-does-the-thought-help.jsonl")
        let compared = try await object([session])
        let finding = try #require(compared["finding"] as? String)
        for words in [
            "the thought changed the rank of", "of 12 documents", "moved ndcg_cut_10 from 0.487 to 0.689", "x the tokens",
        ] {
            #expect(finding.contains(words), "\(finding)")
        }
        for output in ["table", "markdown", "html", "latex", "csv", "trec"] {
            let ended = try await compare([session, "--output", output])
            #expect(ended.status == 0 && ended.errors.isEmpty && ended.output.count > 100, "\(output)")
        }
    }

    /// Two collections can have the same id for different queries.
    @Test func oneIdForTwoQueriesIsSaid() async throws {
        func session(_ name: String, _ words: [String], begun: Int = 9) throws -> String {
            let path = folder.path + "/\(name).jsonl"
            let file = try SessionFile.create(at: path, program: "t")
            defer { file.close() }
            let candidates = (1...2).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }
            var state = SessionState()
            let tasks = words.enumerated().map { RerankingTask(query: Query(id: "\($0 + 1)", text: $1), candidates: candidates) }
            let plan = state.plan(tasks, model: .scripted, settings: RunSettings())
            var events: [SessionEvent] = [.candidates(candidates, source: ""), .job(plan.job)]
            for entry in plan.job.runs.prefix(begun) {
                events.append(.runStarted(entry.id, plan.job.request(of: entry)))
                events += (0...1).map {
                    .run(
                        entry.id,
                        .finished(document: $0, DocumentResult(outcome: .scored(answer: $0, forced: false), distribution: nil)))
                }
            }
            try file.append(contentsOf: events.map { file.stamp($0) })
            return path
        }
        let alone = [try session("a", ["fish"]), try session("b", ["birds"])]
        let nothing = try await compare(alone + ["--output", "csv"])
        #expect(
            nothing.status == 3
                && nothing.sentence?.contains("have 1 query of the same id, with other words or of another collection") == true)
        let sides = [try session("c", ["fish", "ponds"]), try session("d", ["birds", "ponds"])]
        let caution =
            "1 query has the same id, and other words or another collection on each side: not the same query, and left out"
        #expect(try await compare(sides + ["--output", "table"]).output.contains(caution))
        let qrels = try folder.write("1 0 d1 1\n2 0 d1 1\n", to: "two.qrels")
        let csv = try await compare(sides + ["--qrels", qrels, "-m", "map", "--output", "csv"])
        #expect(csv.errors.contains(caution) && csv.output.split(separator: "\n").count == 2, "\(csv.output)")
        let limit = try await compare(sides + ["--qrels", qrels, "-m", "map", "--fail-below", "-0.5", "--output", "csv"])
        #expect(limit.status == 1 && limit.errors.contains("the limit was not checked on all queries: \(caution)"))
        #expect(!(try await compare([sides[0], sides[0], "--output", "table"]).output.contains("same id")))
        // Two jobs of one session over two collections have no query in common, whatever their ids and words are.
        let path = folder.path + "/collections.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        let documents = [Candidate(document: Document(id: "d1", text: "x"), firstStageRank: 1)]
        var state = SessionState()
        for collection in ["a", "b"] {
            let query = Query(
                id: collection == "a" ? "1" : "b:1", text: "fish", collection: collection,
                idInCollection: collection == "a" ? nil : "1")
            let plan = state.plan(
                [RerankingTask(query: query, candidates: documents)], model: .scripted, settings: RunSettings())
            var events: [SessionEvent] = [.query(query), .candidates(documents, source: ""), .job(plan.job)]
            for entry in plan.job.runs {
                events.append(.runStarted(entry.id, plan.job.request(of: entry)))
                let result = DocumentResult(outcome: .scored(answer: 1, forced: false), distribution: nil)
                events.append(.run(entry.id, .finished(document: 0, result)))
            }
            for event in events.map({ file.stamp($0) }) {
                try file.append(event)
                state.apply(event)
            }
        }
        file.close()
        let apart = try await compare([path + "#1", path + "#2", "--output", "csv"])
        #expect(apart.status == 3 && apart.errors.contains("1 query of the same id, with other words or of another collection"))
        // A query that has not begun is one that is not finished, whatever becomes of missing ones.
        let part = [sides[0], try session("e", ["fish", "ponds"], begun: 1)]
        for more in [[], ["--missing", "zero"]] {
            let ended = try await compare(
                part + more + ["--qrels", qrels, "-m", "map", "--fail-below", "-0.5", "--output", "csv"])
            #expect(ended.status == 1 && ended.errors.contains("1 query is left out so far (2): 2 documents are not scored"))
            #expect(ended.output.split(separator: "\n").count == 2, "\(ended.output)")
        }
    }

    /// A session whose ids TREC cannot carry is compared with what was written of it, and measured by escaped judgments.
    @Test func escapedIdsArePairedAgain() async throws {
        let candidates = try folder.write(
            "{\"id\":\"a b\",\"text\":\"fish\"}\n{\"id\":\"100%\",\"text\":\"ponds\"}\n", to: "odd.jsonl")
        let session = folder.path + "/odd-s.jsonl"
        let run = try await BuiltProgram.run([
            "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", candidates, "--query", "x", "--max-new-tokens", "4",
            "--output", "trec", "--ids", "escape", "--session", session,
        ])
        let id = try #require(run.output.split(separator: " ").first)
        let path = try folder.write(run.output, to: "odd.trec")
        let qrels = try folder.write("\(id) 0 a%20b 1\n\(id) 0 100%25 0\n", to: "odd.qrels")
        let arguments = [path, session, "--qrels", qrels, "-m", "map", "--output", "json"]
        let escaped = try await compare(arguments + ["--ids", "escape"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(escaped.output.utf8)) as? [String: Any])
        let measure = try #require((object["measures"] as? [[String: Any]])?.first)
        #expect(measure["a"] as? Double == measure["b"] as? Double && (measure["a"] as? Double ?? 0) > 0, "\(escaped)")
    }

    @Test func queriesAreDividedByTheirTags() async throws {
        func run(_ name: String, _ order: [String]) throws -> String {
            let lines = (1...6).flatMap { query in
                (query % 2 == 0 ? order : order.reversed()).enumerated().map {
                    "\(query) Q0 \($1) \($0 + 1) \(9 - $0) \(name)\n"
                }
            }
            return try folder.write(lines.joined(), to: "\(name).trec")
        }
        let (a, b) = (try run("a", ["x", "y"]), try run("b", ["y", "x"]))
        let judged = try folder.write((1...6).map { "\($0) 0 x 1\n" }.joined(), to: "t.qrels")
        let tags = try folder.write("1\todd one\n3\todd one\n\n2\teven\n4\teven\n", to: "tags.tsv")
        let ended = try await compare([a, b, "--qrels", judged, "-m", "recip_rank", "--tags", tags, "--output", "csv"])
        #expect(ended.status == 0)
        let table = try await compare([a, b, "--qrels", judged, "-m", "recip_rank", "--tags", tags, "--output", "markdown"])
            .output
        #expect(table.contains("| even | 2 | 1.0000 | 0.5000 | -0.5000 | - |"))
        #expect(table.contains("| odd one | 2 | 0.5000 | 1.0000 | +0.5000 | - |"))
        let bad = try folder.write("1\n", to: "bad.tsv")
        let failed = try await compare([a, b, "--qrels", judged, "--tags", bad, "--output", "table"])
        #expect(failed.sentence == "\(bad):1: it is not 'query<TAB>tag'; write one query and one tag a line")
    }

    @Test func otherSidesMirrorEveryFigure() async throws {
        let (there, back) = (
            try await object([first, second, "--qrels", qrels, "--wilcoxon"]),
            try await object([second, first, "--qrels", qrels, "--wilcoxon"])
        )
        for (one, other) in zip(try measures(there), try measures(back)) {
            #expect(one["a"] as? Double == other["b"] as? Double && one["b"] as? Double == other["a"] as? Double)
            #expect(one["wins"] as? Int == other["losses"] as? Int && one["ties"] as? Int == other["ties"] as? Int)
            for name in ["t_p", "randomisation_p", "wilcoxon_p", "holm_p"] {
                #expect(one[name] as? Double == other[name] as? Double, "\(name)")
            }
            #expect((one["difference"] as? Double).map(-) == other["difference"] as? Double)
        }
        let (agreement, mirrored) = (there["agreement"] as? [String: Any], back["agreement"] as? [String: Any])
        for name in ["kendall_tau_b", "tau_ap_b", "rbo", "rbo_min", "rbo_max", "pearson"] {
            let (one, other) = (agreement?[name] as? Double ?? -2, mirrored?[name] as? Double ?? -3)
            #expect(abs(one - other) < 1e-12, "\(name)")
        }
    }

    /// A query that one side lacks is left out, or counts 0 for that side; ties have a threshold.
    @Test func missingQueriesAndTies() async throws {
        try folder.write("1 0 a 1\n2 0 a 1\n", to: "q")
        try folder.write("1 Q0 a 1 2 one\n1 Q0 b 2 1 one\n2 Q0 a 1 2 one\n", to: "one")
        try folder.write("1 Q0 b 1 2 other\n1 Q0 a 2 1 other\n3 Q0 a 1 1 other\n", to: "other")
        let files = ["one", "other"].map { folder.url($0).path } + ["--qrels", folder.url("q").path, "-m", "recip_rank"]
        let skipped = try await object(files)
        #expect(
            (skipped["queries"] as? [String: Int]) == ["paired": 1, "counted": 1, "unfinished": 0, "only_a": 1, "only_b": 0])
        #expect(try measures(skipped)[0]["difference"] as? Double == -0.5)
        let whole = try await object(files + ["--missing", "zero"])
        #expect((whole["queries"] as? [String: Int])?["counted"] == 2)
        let zero = try measures(whole)
        #expect(zero[0]["a"] as? Double == 1 && zero[0]["b"] as? Double == 0.25 && zero[0]["losses"] as? Int == 2)
        let tied = try measures(try await object(files + ["--tie", "0.6"]))
        #expect(tied[0]["ties"] as? Int == 1 && tied[0]["losses"] as? Int == 0)
    }

    /// Scores that are no numbers, and scores that are all equal, are marked, not computed with.
    @Test func whatIsNotDefinedIsNullAndCounted() async throws {
        try folder.write("1 Q0 a 1 1 tied\n1 Q0 b 2 1 tied\n1 Q0 c 3 1 tied\n", to: "tied")
        try folder.write("1 Q0 a 1 3 strict\n1 Q0 b 2 2 strict\n1 Q0 c 3 1 strict\n", to: "strict")
        let compared = try await object(["tied", "strict"].map { folder.url($0).path })
        let agreement = try #require(compared["agreement"] as? [String: Any])
        #expect(agreement["kendall_tau_b"] is NSNull && agreement["tau_ap_b"] is NSNull && agreement["pearson"] is NSNull)
        #expect((agreement["undefined"] as? [String: Int])?["kendall_tau_b"] == 1)
        #expect(agreement["rbo"] is Double && (compared["measures"] as? [Any])?.isEmpty == true)
        let table = try await compare(["tied", "strict"].map { folder.url($0).path })
        #expect(!table.output.contains("nan") && !table.output.contains("inf"))
    }

    // MARK: Formats

    @Test func everyFormatHasTheFigures() async throws {
        let sides = [first, second, "--qrels", qrels]
        let csv = try await compare(sides + ["--output", "csv"]).output.split(separator: "\n")
        let queries = try #require(try await object(sides)["per_query"] as? [[String: Any]])
        #expect(csv.first == "query,measure,a,b,difference" && csv.count == 1 + 4 * queries.count)
        let markdown = try await compare(sides + ["--output", "markdown"]).output
        #expect(markdown.contains("| ndcg_cut_10 | ") && markdown.hasPrefix("# Comparison\n"))
        let latex = try await compare(sides + ["--output", "latex"]).output
        #expect(latex.contains("ndcg\\_cut\\_10 & ") && latex.contains("95 \\% interval") && latex.contains("\\bottomrule"))
        let table = try await compare(sides).output
        #expect(table.contains("\nndcg_cut_10 ") && table.contains("Agreement of the rankings"))
    }

    /// The report needs nothing but itself, and a hostile name does nothing in it.
    @Test func theReportAsksForNothing() async throws {
        try folder.write("<b>1</b> Q0 a 1 2 <script>x</script>\n", to: "one")
        try folder.write("<b>1</b> Q0 a 1 2 \"><img/src=x>\n", to: "other")
        let html = try await compare(["one", "other"].map { folder.url($0).path } + ["--output", "html"]).output
        #expect(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("<img"))
        let whole = try await compare([first, second, "--qrels", qrels, "--output", "html"]).output
        for page in [html, whole] {
            #expect(!page.contains("http") && !page.contains("url(") && !page.contains("@import"))
            #expect(page.firstMatch(of: /<[^>]*(src|href)=/) == nil)
        }
        #expect(whole.components(separatedBy: "<svg").count == 4 && whole.hasSuffix("</html>\n"))
    }

    // MARK: Sentences

    @Test func aFallBelowTheLimitEndsWithFive() async throws {
        let sides = [first, second, "--qrels", qrels, "-m", "map"]
        let difference = try #require(try measures(try await object(sides))[0]["difference"] as? Double)
        let fallen = try await compare(sides + ["--fail-below", "\(difference + 0.01)"])
        #expect(fallen.status == 5 && fallen.sentence?.contains("below the limit") == true && !fallen.output.isEmpty)
        let held = try await compare(sides + ["--fail-below", "\(difference - 0.01)"])
        #expect(held.status == 0 && held.errors.isEmpty)
    }

    @Test func whatCannotBeComparedIsSaid() async throws {
        try folder.write("9 Q0 a 1 1 other\n", to: "other")
        try folder.write("{\"erank_session\":2,\"program\":\"t\",\"created\":\"2026-11-26T00:00:00Z\"}\n", to: "empty.jsonl")
        let other = folder.url("other").path
        let cases: [([String], Int32, String)] = [
            ([], 2, "name two sides"),
            ([first, "none.trec"], 3, "none.trec"),
            ([first, other], 3, "have no query in common: compare systems on the same queries"),
            ([first, second, "--qrels", qrels, "-m", "num_q"], 2, "num_q has no value for one query"),
            ([first, second, "-m", "nonsense"], 2, "nonsense"),
            ([first, second, "--fail-below", "0"], 2, "--fail-below needs judgments: name them with --qrels"),
            ([first, second, "--alpha", "1"], 2, "--alpha must be between 0 and 1"),
            ([first, second, "--rbo-p", "-1"], 2, "--rbo-p must be between 0 and 1"),
            ([first, second, "--tie", "-0.1"], 2, "--tie must be at least 0"),
            ([first, second, "--b-mode", "direct"], 2, "go with --model"),
            (["--model", "m", first, "--b-mode", "direct", "--candidates", "c"], 2, "--model scores both sides now"),
            (["--model", "m", "--candidates", "c"], 2, "say what side B does otherwise"),
            (["--model", "m", "--b-mode", "direct"], 2, "name the candidates"),
        ]
        for (arguments, status, words) in cases {
            let ended = try await compare(arguments)
            #expect(ended.status == status && ended.output.isEmpty, "\(arguments): \(ended.status)")
            #expect(ended.sentence?.contains(words) == true, "\(arguments): \(ended.errors)")
        }
    }

    // MARK: Live

    /// Both sides scored now, and the session of that read again: the same figures, by job and as a whole.
    @Test func aLiveComparisonIsItsSession() async throws {
        try folder.write((1...6).map { "{\"id\":\"d\($0)\",\"text\":\"text number \($0) of six\"}\n" }.joined(), to: "c.jsonl")
        let session = folder.url("live.jsonl").path
        let sides = ["--model", Fixtures.path("llama.gguf"), "--mode", "direct", "--b-model", Fixtures.path("qwen2.gguf")]
        let source = ["--candidates", folder.url("c.jsonl").path, "--query", "number"]
        let query = Query.typed("number").id
        try folder.write("\(query) 0 d1 1\n\(query) 0 d4 2\n", to: "q")
        let judged = ["--qrels", folder.url("q").path]
        let live = try await object(sides + source + judged + ["--session", session])
        let again = try await object([session] + judged)
        let byJob = try await object([session + "#1", session + "#2"] + judged)
        for name in ["measures", "agreement", "per_query", "queries"] {
            let (one, two, three) = (live[name] as? NSObject, again[name] as? NSObject, byJob[name] as? NSObject)
            #expect(one != nil && one == two && one == three, "\(name)")
        }
        // The exported runs have the same measures, ties or not.
        for job in 1...2 {
            let exported = try await BuiltProgram.run(["sessions", "export", "\(session)#\(job)", "--output", "trec"])
            try folder.write(exported.output, to: "job\(job).trec")
        }
        let runs = try await object(["job1.trec", "job2.trec"].map { folder.url($0).path } + judged)
        for (one, other) in zip(try measures(live), try measures(runs)) {
            #expect(one["a"] as? Double == other["a"] as? Double && one["b"] as? Double == other["b"] as? Double)
        }
        let state = try SessionReader(path: session).state()
        #expect(state.jobs.count == 2 && state.runs.allSatisfy { $0.documents.count == 6 && $0.isComplete })
        #expect(state.book.judgments(query: query, document: "d4").count == 1, "the judgments are recorded with the jobs")
        #expect((live["differs"] as? [String])?.first?.hasPrefix("model ") == true)
        let alone = try await compare([session + "#2"])
        #expect(alone.status == 2 && alone.sentence?.contains("a comparison needs two sides") == true)
    }

    /// One file with two settings is one model in memory, and the sides differ in the setting alone.
    @Test func oneModelWithTwoSettings() async throws {
        try folder.write("one text\nanother text\n", to: "c.txt")
        let compared = try await object([
            "--model", Fixtures.path("llama.gguf"), "--mode", "direct", "--b-mode", "binary", "--candidates",
            folder.url("c.txt").path, "--query", "text",
        ])
        #expect(compared["differs"] as? [String] == ["mode direct | binary"])
    }

    /// Two rankings of one model's answers: each job keeps the number that sorts it, live and as recorded.
    @Test func eachSideIsRankedByItsOwnNumber() async throws {
        try folder.write("one text\nanother text\na third\n", to: "c.txt")
        let session = folder.url("ranked.jsonl").path
        let live = try await object([
            "--model", Fixtures.path("llama.gguf"), "--mode", "direct", "--b-rank-by", "expected", "--candidates",
            folder.url("c.txt").path, "--query", "text", "--session", session,
        ])
        let recorded = try await object([session])
        for compared in [live, recorded] {
            #expect(compared["differs"] as? [String] == ["ranked by paper | expected"])
            let rules = try ["a", "b"].map { side in
                try #require((compared[side] as? [String: Any])?["settings"] as? [String: Any])["rank_by"] as? String
            }
            #expect(rules == ["paper", "expected"])
        }
        #expect((live["per_query"] as? [NSDictionary]) == (recorded["per_query"] as? [NSDictionary]))
    }

    @Test func twoModelsThatDoNotFitAreSaidWithBothSizes() async throws {
        try folder.write("one text\n", to: "c.txt")
        let ended = try await compare([
            "--model", Fixtures.path("llama.gguf"), "--b-model", Fixtures.path("qwen2.gguf"), "--candidates",
            folder.url("c.txt").path, "--query", "text", "--memory", "30MB",
        ])
        #expect(ended.status == 4)
        let sentence = try #require(ended.sentence)
        #expect(sentence.contains("both models need at least") && sentence.contains("llama ") && sentence.contains("qwen2 "))
    }

    @Test func whatWouldBeIgnoredIsRefused() async throws {
        let run = try folder.write("1 Q0 a 1 2 r\n1 Q0 b 2 1 r\n", to: "r.trec")
        for option in [["--rank-by", "expected"], ["--mode", "direct"], ["--depth", "5"], ["--threads", "1"]] {
            let ended = try await compare([run, run, "--output", "json"] + option)
            #expect(ended.status == 2 && ended.sentence?.hasPrefix("\(option[0]) goes with --model") == true, "\(ended.errors)")
        }
        for output in ["csv", "latex", "trec"] {
            let ended = try await compare([run, run, run, "--output", output])
            #expect(ended.status == 2 && ended.sentence?.contains("has two sides") == true, "\(ended.errors)")
        }
        let one = try await compare([run])
        #expect(one.sentence == "\(run) is one side and no session: name the side to compare it with too")
        let unjudged = try await compare([run, run, "--qrels", try folder.write("2 0 a 1\n", to: "q.trec")])
        #expect(unjudged.sentence?.contains("have 1 query in common, of which none is judged") == true, "\(unjudged.errors)")
    }

    /// A name of one character, and a job that goes on as a third one.
    @Test func aSessionAloneStandsForTheLastTwoThatDiffer() async throws {
        let documents = try folder.write("fish\npond\n", to: "d.txt")
        let model = Fixtures.path("llama.gguf")
        func run(_ arguments: [String]) async throws -> BuiltProgram.Ended {
            try await BuiltProgram.runInShell(#"cd "$1"; shift; exec "$0" "$@""#, [folder.path] + arguments)
        }
        let live = try await run([
            "compare", "--model", model, "--mode", "direct", "--b-mode", "binary", "--candidates", documents, "--query", "x",
            "--output", "json", "--session", "z",
        ])
        #expect(live.status == 0, "\(live.errors)")
        // The last job again, of another query.
        let file = try SessionFile.open(at: folder.path + "/z")
        let last = try #require(file.state.runs.last)
        var events: [SessionEvent] = [.query(Query(id: "other", text: "other"))]
        events.append(.start(3, query: Query(id: "other", text: "other"), of: last.candidates, by: .scripted))
        for event in events { try file.file.append(file.file.stamp(event)) }
        file.file.close()
        let again = try await run(["compare", "z", "--output", "json"])
        #expect(again.status == 0, "\(again.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        #expect((object["a"] as? [String: Any])?["source"] as? String == "z#1")
        #expect((object["b"] as? [String: Any])?["source"] as? String == "z#2")
    }

    @Test func tiesAreACaution() async throws {
        let tied = try folder.write("1 Q0 a 1 2 r\n1 Q0 b 2 2 r\n", to: "tied.trec")
        let other = try folder.write("1 Q0 a 1 2 s\n1 Q0 b 2 1 s\n", to: "other.trec")
        let caution = "2 of A's 2 documents are tied with another"
        #expect(try await compare([tied, other, "--output", "table"]).output.contains(caution))
        #expect(try await !compare([other, other, "--output", "table"]).output.contains("tied with another"))
    }

    /// A measure named twice is one: Holm's correction counts it once.
    @Test func aMeasureNamedTwiceIsOne() async throws {
        let run = try folder.write("1 Q0 a 1 2 r\n1 Q0 b 2 1 r\n2 Q0 a 1 1 r\n", to: "r.trec")
        let qrels = try folder.write("1 0 a 1\n2 0 a 1\n", to: "q.trec")
        let arguments = [run, run, "--qrels", qrels, "--output", "json", "-m", "P.1"]
        #expect(try await compare(arguments).output == compare(arguments + ["-m", "P.1"]).output)
    }
}
