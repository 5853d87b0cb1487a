import Foundation
import Inference
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// What `sessions export` and `judgments export` print of sessions with several jobs and several collections.
@Suite struct ExportCommandTests {
    let folder: TemporaryFolder
    let session: String

    init() throws {
        folder = try TemporaryFolder()
        session = folder.path + "/s.jsonl"
    }

    private static let model = ModelDescription(
        name: "m", file: "", sha256: "", architecture: "", quantisation: "", parameters: 1, contextLength: 1, engine: "",
        threads: 1, batchLimit: 1, machine: "")

    private func candidates(_ ids: [String]) -> [Candidate] {
        ids.enumerated().map { Candidate(document: Document(id: $1, text: "text \($1)"), firstStageRank: $0 + 1) }
    }

    private func write(_ events: [SessionEvent]) throws {
        let file = try SessionFile.create(at: session, program: "t")
        try file.append(contentsOf: events.map { file.stamp($0) })
        file.close()
    }

    /// A run in which the answers rise from document to document; nil for a cancelled one.
    private func run(_ number: Int, job: Int? = nil, _ query: Query, _ ids: [String], _ answers: [Int?]) -> [SessionEvent] {
        let candidates = candidates(ids)
        return [
            .query(query), .candidates(candidates, source: ""),
            .start(number, job: job, query: query, of: candidates, by: Self.model),
        ]
            + answers.enumerated().map { document, answer in
                let outcome: DocumentResult.Outcome = answer.map { .scored(answer: $0, forced: false) } ?? .cancelled
                let distribution = answer.map { answer in
                    ScoreDistribution(probabilities: (0...10).map { $0 == answer ? 1 : 0 }, other: 0)
                }
                return .run(
                    RunID(number), .finished(document: document, DocumentResult(outcome: outcome, distribution: distribution)))
            }
    }

    private func export(_ more: [String]) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(["sessions", "export", session] + more)
    }

    // MARK: Jobs

    /// A good run, then one that was cancelled at once (screens-review A2).
    @Test func aCancelledRerunDoesNotReplaceAFinishedRun() async throws {
        let query = Query(id: "q", text: "one", collection: "c")
        try write(run(1, query, ["a", "b"], [3, 9]) + run(2, query, ["a", "b"], [nil, nil]))
        let trec = try await export(["--output", "trec"])
        #expect(trec.status == 0)
        #expect(trec.output == "q Q0 b 1 9.000000 erank-m-reasoned-paper\nq Q0 a 2 3.000000 erank-m-reasoned-paper\n")
        #expect(
            trec.errors == """
                erank: note: job 2 is newer, but 2 of its 2 documents are not scored: an earlier, complete job is taken; --run 2 \
                takes this one

                """)
        let second = try await export(["--output", "trec", "--run", "2"])
        #expect(second.status == 1 && second.output.isEmpty)
        #expect(
            second.sentence == """
                \(session): the run is incomplete: 2 of 2 documents not scored and left out; score the rest with erank rank \
                --resume, or choose a complete job with --run
                """)
        let last = try await export(["--output", "trec", "--run", "2", "--unscored", "last"])
        #expect(last.status == 1 && last.sentence?.contains("2 of 2 documents not scored and ranked last") == true)
        #expect(last.output.split(separator: "\n").allSatisfy { $0.hasSuffix(" erank-m-reasoned-paper-job2") })
        let all = try await export(["--run", "all"])
        #expect(all.output.split(separator: "\n").map { $0.contains(#""complete":true"#) } == [true, false])
        let wrong = try await export(["--run", "3"])
        #expect(wrong.status == 2 && wrong.sentence == "\(session): the session has no job 3; choose one of 1, 2")
        #expect(try await export(["--run", "0"]).sentence == wrong.sentence?.replacing("job 3", with: "job 0"))
        let word = try await export(["--run", "last"])
        #expect(word.status == 2 && word.sentence?.contains("a job is named by its number, or all of them by 'all'") == true)
        let both = try await BuiltProgram.run(["sessions", "export", session + "#1", "--run", "2"])
        #expect(both.status == 2 && both.sentence?.contains("both choose a job") == true)
    }

    @Test func showNumbersTheJobs() async throws {
        let query = Query(id: "q", text: "one", collection: "c")
        try write(run(1, query, ["a", "b"], [3, 9]) + run(2, query, ["a", "b"], [nil, 4]))
        let shown = try await BuiltProgram.run(["sessions", "show", session])
        let lines = shown.output.split(separator: "\n")
        #expect(lines[1].hasPrefix("job  model  mode"))
        #expect(lines[2].hasPrefix("  1  m") && lines[2].contains("instruction web, depth 100, at most 2 a query"))
        #expect(lines[2].contains("complete"))
        #expect(lines[3].hasPrefix("  2  m") && lines[3].contains("1 not scored"))
        #expect(shown.output.contains("- Job: 1, complete\n") && !shown.output.contains("- Job: 2"))
        let second = try await BuiltProgram.run(["sessions", "show", session, "--run", "2"])
        #expect(second.output.contains("- Job: 2, 1 of 2 documents not scored\n"))
    }

    @Test func answersThatCannotBeReadAreSaidToRankLast() async throws {
        let query = Query(id: "q", text: "one", collection: "c")
        try write(
            run(1, query, ["a", "b"], [nil, 9]).dropLast(2) + [
                .run(.finished(document: 0, DocumentResult(outcome: .unreadable("perhaps")))),
                .run(.finished(document: 1, DocumentResult(outcome: .cutOff))),
            ])
        let ended = try await export(["--output", "trec"])
        #expect(ended.status == 0 && ended.output.split(separator: "\n").count == 2)
        #expect(ended.errors == "erank: note: 2 documents without a readable answer rank last\n")
    }

    // MARK: Collections

    private static let first = Query(id: "1", text: "wings", collection: "cranfield")
    private static let second = Query(id: "cisi:1", text: "libraries", collection: "cisi", idInCollection: "1")
    private static let typed = Query.typed("how big do goldfish get")

    private func grade(_ query: Query, _ document: String, _ grade: Int) -> SessionEvent {
        .judgment(Judgment(queryID: query.id, documentID: document, verdict: .grade(grade), judge: "me"))
    }

    private func writeTwoCollections() throws {
        let runs = run(1, Self.first, ["51"], [5]) + run(2, Self.second, ["52"], [6]) + run(3, Self.typed, ["a1"], [7])
        try write(runs + [grade(Self.first, "51", 1), grade(Self.second, "52", 2), grade(Self.typed, "a1", 3)])
    }

    /// What a query is called in its collection says nothing in another, though no other query of the session is called so.
    @Test func queriesOfSeveralCollectionsAreNotMixed() async throws {
        var third = Self.second
        third.idInCollection = "3"
        let runs = run(1, Self.first, ["51"], [5]) + run(2, third, ["52"], [6])
        try write(runs + [grade(Self.first, "51", 1), grade(third, "52", 2)])
        let asks = "the queries are of several collections, which may use the same ids: cisi, cranfield; choose one with"
        for arguments in [["sessions", "export", session, "--output", "trec"], ["judgments", "export", session]] {
            let ended = try await BuiltProgram.run(arguments)
            #expect(ended.status == 2 && ended.output.isEmpty && ended.sentence?.contains(asks) == true, "\(ended.errors)")
        }
        let file = try folder.write("3 0 52 1\n", to: "cranfield.qrels")
        let mixed = try await BuiltProgram.run(["judgments", "import", session, file, "--judge", "bob"])
        #expect(mixed.status == 2 && mixed.sentence?.contains("several collections") == true, "\(mixed.errors)")
        let other = try await BuiltProgram.run(
            ["judgments", "import", session, file, "--judge", "bob", "--collection", "cranfield"])
        #expect(other.status != 0, "cranfield has no query 3 here")
        let compared = try await BuiltProgram.run(["compare", session, session])
        #expect(compared.status == 2 && compared.sentence?.contains("several collections") == true, "\(compared.errors)")
        // A job of one collection is judged by the grades of that collection alone.
        try FileManager.default.removeItem(atPath: session)
        try write(run(1, Self.first, ["51"], [5]) + run(2, third, ["52"], [6]) + [grade(third, "52", 2)])
        let bm25 = try folder.write("3 Q0 52 1 1 x\n1 Q0 51 1 1 x\n", to: "bm25.trec")
        let alone = try await BuiltProgram.run(["compare", session + "#1", bm25, "--output", "json"])
        #expect(alone.status == 0 && alone.output.contains("\"measures\":[]"), "\(alone.output) \(alone.errors)")
    }

    @Test func collectionsThatShareIDsAreExportedOneByOne() async throws {
        try writeTwoCollections()
        let asks = """
            \(session): two queries have the id "1": "wings" and "libraries"; choose one with --collection cranfield, \
            --collection cisi, or --collection - for queries of none
            """
        for arguments in [["sessions", "export", session, "--output", "trec"], ["judgments", "export", session]] {
            let ended = try await BuiltProgram.run(arguments)
            #expect(ended.status == 2 && ended.output.isEmpty && ended.sentence == asks, "\(ended.errors)")
        }
        let run = try await export(["--output", "trec", "--collection", "cisi"])
        #expect(run.output == "1 Q0 52 1 6.000000 erank-m-reasoned-paper-job2\n" && run.status == 0)
        let qrels = try await BuiltProgram.run(["judgments", "export", session, "--collection", "cranfield"])
        #expect(qrels.output == "1 0 51 1\n")
        let unknown = try await export(["--collection", "npl"])
        #expect(unknown.status == 2)
        #expect(
            unknown.sentence
                == "\(session): the session has no queries of a collection \"npl\"; choose one of cranfield, cisi, or - for queries of none"
        )
        // A typed query is of no collection.
        let typed = try await export(["--output", "trec", "--collection", "-"])
        #expect(typed.output.split(separator: "\n").count == 1 && typed.output.contains(" Q0 a1 1 7.000000 "), "\(typed.output)")
        let own = try await BuiltProgram.run(["judgments", "export", session, "--collection", "-"])
        #expect(own.output.hasSuffix(" 0 a1 3\n") && own.output.split(separator: "\n").count == 1)
        // JSON says the collection of each query.
        let json = try await export([])
        #expect(json.output.split(separator: "\n").count == 3 && json.output.contains(#""id":"1","collection":"cisi""#))
    }

    /// Where no query was typed, there is none of no collection, and the sentence says so.
    @Test func noTypedQueryIsSaid() async throws {
        try write(run(1, Self.first, ["51"], [5]) + [grade(Self.first, "51", 1)])
        for arguments in [["sessions", "export", session, "--output", "trec"], ["judgments", "export", session]] {
            let ended = try await BuiltProgram.run(arguments + ["--collection", "-"])
            #expect(ended.status == 2)
            #expect(
                ended.sentence == "\(session): every query of the session is of a collection; choose one of cranfield",
                "\(ended.errors)")
        }
    }

    /// The same topics over two corpora: the same id and the same text are two queries all the same.
    @Test func collectionsWithTheSameTopicsAreExportedOneByOne() async throws {
        let first = Query(id: "1", text: "wings", collection: "a")
        let second = Query(id: "b:1", text: "wings", collection: "b", idInCollection: "1")
        try write(
            run(1, first, ["51"], [5]) + run(2, second, ["51"], [6]) + [grade(first, "51", 1), grade(second, "51", 2)])
        for arguments in [
            ["sessions", "export", session, "--output", "trec"], ["judgments", "export", session],
            ["sessions", "export", session, "--output", "qrels"], ["judgments", "export", session, "--format", "beir"],
            ["judgments", "export", session, "--format", "quepid"], ["judgments", "export", session, "--format", "quepid-book"],
        ] {
            let ended = try await BuiltProgram.run(arguments)
            #expect(ended.status == 2 && ended.output.isEmpty)
            #expect(
                ended.sentence?.hasSuffix("choose one with --collection a, --collection b") == true, "\(ended.errors)")
        }
        // Quepid's files have texts, and going back they are told apart by the collection.
        let csv = try folder.write("query,docid,rating\nwings,51,3\n", to: "q.csv")
        let ambiguous = try await BuiltProgram.run(["judgments", "import", session, csv, "--judge", "bob"])
        #expect(
            ambiguous.sentence
                == "\(csv):2: the session has several queries \"wings\": choose one with --collection a or --collection b")
        let imported = try await BuiltProgram.run(
            ["judgments", "import", session, csv, "--judge", "bob", "--collection", "b"])
        #expect(imported.status == 0, "\(imported.errors)")
    }

    /// What another collection lacks makes the one exported no less complete.
    @Test func anotherCollectionsQueriesAreNotMissed() async throws {
        let candidates = [Candidate(document: Document(id: "52", text: "x"), firstStageRank: 1)]
        let job = JobRequest(
            id: JobID(2), model: Self.model, settings: RunSettings(),
            runs: [JobRequest.Entry(id: RunID(2), query: Self.second, candidates: CandidateSetID(candidates))])
        try write(
            run(1, Self.first, ["51"], [5]) + [.query(Self.second), .candidates(candidates, source: "cisi"), .job(job)])
        let own = try await export(["--output", "trec", "--collection", "cranfield"])
        #expect(own.status == 0 && own.errors.isEmpty, "\(own.errors)")
    }

    /// trec_eval stops at a query that stands in a run twice.
    @Test func aTRECRunHasEachQueryOnce() async throws {
        try write(run(1, Self.first, ["51"], [5]) + run(2, Self.first, ["51"], [6]))
        let both = try await export(["--output", "trec", "--run", "all"])
        #expect(both.status == 2 && both.output.isEmpty)
        #expect(
            both.sentence == """
                \(session): jobs 1, 2 have runs of the query "1", and a TREC run has one; choose one with --run 1 or --run 2, or \
                write JSON
                """)
        let json = try await export(["--run", "all"])
        #expect(json.status == 0 && json.output.split(separator: "\n").count == 2)
    }

    /// The qrels of each collection go back to the queries they came from.
    @Test func judgmentsOfACollectionRoundTrip() async throws {
        try writeTwoCollections()
        let file = try folder.write("1 0 51 2\n", to: "new.qrels")
        let ambiguous = try await BuiltProgram.run(["judgments", "import", session, file, "--judge", "bob"])
        #expect(ambiguous.status == 2)
        #expect(
            ambiguous.sentence == """
                the session's queries are of several collections, which may use the same ids: cranfield, cisi; choose one with \
                --collection cranfield, --collection cisi, or --collection - for queries of none
                """)
        for (collection, document, grade) in [("cranfield", "51", 2), ("cisi", "52", 3)] {
            let file = try folder.write("1 0 \(document) \(grade)\n", to: "\(collection).qrels")
            let ended = try await BuiltProgram.run(
                ["judgments", "import", session, file, "--judge", "bob", "--collection", collection])
            #expect(ended.status == 0 && ended.output.hasPrefix("imported 1 judgment"), "\(ended.errors)")
            let back = try await BuiltProgram.run(
                ["judgments", "export", session, "--judge", "bob", "--collection", collection])
            #expect(back.output == "1 0 \(document) \(grade)\n")
        }
    }

    /// A session of an earlier version, in which two queries had the same id.
    @Test func anOlderSessionWithOneIDForTwoTextsIsNotMixed() async throws {
        try write(run(1, Query(id: "1", text: "typed"), ["a"], [1]) + run(2, Query(id: "1", text: "wings"), ["51"], [2]))
        let ended = try await export(["--output", "trec"])
        #expect(
            ended.status == 2
                && ended.sentence?.hasSuffix("\"typed\" and \"wings\"; export one job at a time: sessions export with --run")
                    == true
        )
        let one = try await export(["--output", "trec", "--run", "1"])
        #expect(one.output.hasPrefix("1 Q0 a 1 ") && one.status == 0)
    }

    // MARK: Ids

    @Test func idsThatTRECCannotCarryAreEscapedAndReadAgain() async throws {
        let query = Query(id: "my query", text: "one", collection: "c")
        try write(run(1, query, ["a b", "50%"], [3, 9]) + [grade(query, "a b", 2), grade(query, "50%", 0)])
        for arguments in [["sessions", "export", session, "--output", "trec"], ["judgments", "export", session]] {
            let plain = try await BuiltProgram.run(arguments)
            #expect(plain.status == 1 && plain.sentence?.contains("add --ids escape") == true, "\(plain.errors)")
        }
        let run = try await export(["--output", "trec", "--ids", "escape"])
        #expect(
            run.output.split(separator: "\n").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
                == ["my%20query Q0 50%25", "my%20query Q0 a%20b"])
        let qrels = try await BuiltProgram.run(["judgments", "export", session, "--ids", "escape"])
        #expect(qrels.output == "my%20query 0 50%25 0\nmy%20query 0 a%20b 2\n")
        let file = try folder.write(qrels.output, to: "q.qrels")
        let imported = try await BuiltProgram.run(
            ["judgments", "import", session, file, "--judge", "bob", "--ids", "escape"])
        #expect(imported.status == 0 && imported.output.hasPrefix("imported 2 judgments"), "\(imported.errors)")
    }

    /// Known before the model is loaded: the model does not even exist.
    @Test func anIDThatTRECCannotCarryIsKnownBeforeTheModelIsLoaded() async throws {
        let documents = try folder.write(#"{"id": "a b", "text": "x"}"# + "\n", to: "d.jsonl")
        let arguments = ["rank", "--model", "/nowhere.gguf", "--candidates", documents, "--query", "x", "--output", "trec"]
        let ended = try await BuiltProgram.run(arguments)
        #expect(ended.status == 1)
        #expect(
            ended.sentence == """
                the id "a b" is empty or has white space, and a TREC file cannot contain it; add --ids escape, or use JSON output
                """)
        let escaped = try await BuiltProgram.run(arguments + ["--ids", "escape"])
        #expect(escaped.status == 3, "now the model is missed: \(escaped.errors)")
    }

    @Test func aRunWithEscapedIDsListsCandidatesAgain() async throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/col", withIntermediateDirectories: true)
        try folder.write(#"{"_id": "a b", "text": "x"}"# + "\n", to: "col/corpus.jsonl")
        try folder.write(#"{"_id": "my query", "text": "x"}"# + "\n", to: "col/queries.jsonl")
        let run = try folder.write("my%20query Q0 a%20b 1 2.5 r\n", to: "r.trec")
        let ended = try await BuiltProgram.run([
            "rank", "--model", Fixtures.path("llama.gguf"), "--collection", folder.path + "/col", "--run", run, "--ids", "escape",
            "--output", "trec", "--max-new-tokens", "4",
        ])
        #expect(ended.status == 0 && ended.output.hasPrefix("my%20query Q0 a%20b 1 "), "\(ended.errors)")
    }
}
