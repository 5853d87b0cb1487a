import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// `erank judgments` on a session of two queries, judged by two people, with a run of a model.
@Suite struct JudgmentsCommandTests {
    let folder: TemporaryFolder
    let session: String

    init() throws {
        folder = try TemporaryFolder()
        session = folder.path + "/s.jsonl"
        let file = try SessionFile.create(at: session, program: "test", now: Date(timeIntervalSince1970: 1_700_000_000))
        func candidates(_ prefix: String) -> [Candidate] {
            (1...3).map {
                Candidate(document: Document(id: "\(prefix)\($0)", title: "Title \($0)", text: "x"), firstStageRank: $0)
            }
        }
        let model = ModelDescription(
            name: "m", file: "m.gguf", sha256: "", architecture: "", quantisation: "", parameters: 1, contextLength: 1,
            engine: "",
            threads: 1, batchLimit: 1, machine: "")
        func answer(_ answer: Int) -> DocumentResult {
            let probabilities = (0...10).map { $0 == answer ? 1.0 : 0 }
            return DocumentResult(
                outcome: .scored(answer: answer, forced: false),
                distribution: ScoreDistribution(probabilities: probabilities, other: 0))
        }
        var events: [SessionEvent] = [
            .model(model), .query(Query(id: "7", text: "red shoes, \"size\" 9")), .candidates(candidates("a"), source: "f"),
            .start(query: Query(id: "7", text: "red shoes, \"size\" 9"), of: candidates("a"), by: model),
            .run(.finished(document: 0, answer(10))), .run(.finished(document: 1, answer(0))),
            .run(.finished(document: 2, answer(4))), .query(Query(id: "08", text: "boots")),
            .candidates(candidates("b"), source: "f"),
        ]
        let grades = [("ann", "7", "a1", 3), ("ann", "7", "a2", 0), ("ann", "08", "b1", 2), ("bob", "7", "a1", 1)]
        events += grades.map { judge, query, document, grade in
            .judgment(
                Judgment(
                    queryID: query, documentID: document, verdict: .grade(grade), judge: judge, scale: "0-3", seconds: 2.25,
                    isBlind: true, note: document == "b1" ? "only the \u{1B}[31mtitle" : nil))
        }
        events.append(.judgment(Judgment(queryID: "7", documentID: "a3", verdict: .cannotTell, judge: "ann")))
        for event in events { try file.append(TimedEvent(milliseconds: 60_000, event: event)) }
        file.close()
    }

    private func run(_ arguments: String..., input: String = "") async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(["judgments", arguments[0], session] + arguments.dropFirst(), input: input)
    }

    private func sentence(_ ended: BuiltProgram.Ended) -> String {
        lines(ended.errors).last ?? ""
    }

    private func lines(_ text: String) -> [String] {
        text.replacing(folder.path + "/", with: "").split(separator: "\n").map(String.init)
    }

    // MARK: list

    @Test func listSaysWhoWhatWhenAndHow() async throws {
        let table = try await run("list")
        #expect(
            table.output == """
                query  document  judge  judgment              scale  when                   took  blind  from  note
                08     b1        ann    2 highly relevant     0-3    2023-11-14T22:14:20Z  2.2 s  blind  -     only the ␛[31mtitle
                7      a1        ann    3 perfectly relevant  0-3    2023-11-14T22:14:20Z  2.2 s  blind  -
                7      a1        bob    1 related             0-3    2023-11-14T22:14:20Z  2.2 s  blind  -
                7      a2        ann    0 not relevant        0-3    2023-11-14T22:14:20Z  2.2 s  blind  -
                7      a3        ann    cannot tell           -      2023-11-14T22:14:20Z      -  -      -

                """)
        #expect(lines(try await run("list", "--judge", "bob").output).count == 2)
        #expect(lines(try await run("list", "--query", "08").output).count == 2)
        let json = lines(try await run("list", "--json", "--query", "7").output)
        #expect(
            json.last == """
                {"query":"7","document":"a3","judge":"ann","grade":null,"verdict":"cannot_tell","adjudication":false,\
                "scale":null,"time":"2023-11-14T22:14:20Z","seconds":null,"blind":null,"source":null,"note":null}
                """)
        #expect(json.first?.contains(#""grade":3,"verdict":"grade","adjudication":false,"scale":"0-3""#) == true)
    }

    // MARK: export

    @Test func exportRefusesConflictsUntilTheyAreSettled() async throws {
        let refused = try await run("export")
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(
            lines(refused.errors) == [
                "erank: conflict: query 7, document a1: ann 3, bob 1",
                """
                erank: s.jsonl: judges disagree on 1 document, and nobody has adjudicated it; use erank judgments adjudicate, \
                export one judge with --judge, or choose a rule with --conflicts min, max or omit
                """,
            ])
        #expect(try await run("export", "--conflicts", "min").output == "08 0 b1 2\n7 0 a1 1\n7 0 a2 0\n")
        #expect(try await run("export", "--conflicts", "max").output == "08 0 b1 2\n7 0 a1 3\n7 0 a2 0\n")
        let omitted = try await run("export", "--conflicts", "omit")
        #expect(omitted.output == "08 0 b1 2\n7 0 a2 0\n")
        #expect(sentence(omitted) == "erank: warning: judges disagree on 1 document: it is left out")
        #expect(try await run("export", "--judge", "bob").output == "7 0 a1 1\n")
        let sessions = try await BuiltProgram.run(["sessions", "export", session, "--output", "qrels"])
        #expect(sessions.status == 1 && sessions.errors == refused.errors)
    }

    @Test func exportInEveryForm() async throws {
        #expect(
            try await run("export", "--judge", "ann", "--format", "beir").output
                == "query-id\tcorpus-id\tscore\n08\tb1\t2\n7\ta1\t3\n7\ta2\t0\n")
        #expect(
            try await run("export", "--judge", "ann", "--format", "quepid").output == """
                query,docid,rating
                boots,b1,2
                "red shoes, ""size"" 9",a1,3
                "red shoes, ""size"" 9",a2,0

                """)
        let book = try await run("export", "--format", "quepid-book")
        #expect(book.status == 0 && book.errors.isEmpty)
        #expect(
            book.output == """
                query,docid,ann,bob
                boots,b1,2,
                "red shoes, ""size"" 9",a1,3,1
                "red shoes, ""size"" 9",a2,0,

                """)
    }

    @Test func aDecisionSettlesAConflictAndKeepsBothOriginals() async throws {
        let decided = try await run("adjudicate", "7", "a1", "2", "--judge", "cy", "--note", "in between")
        #expect(
            decided.output == """
                query 7, document a1: the final grade is 2 highly relevant, adjudicated by cy; kept: ann's 3 perfectly \
                relevant, bob's 1 related

                """)
        let exported = try await run("export")
        #expect(exported.output == "08 0 b1 2\n7 0 a1 2\n7 0 a2 0\n" && exported.errors.isEmpty)
        #expect(try await run("export", "--judge", "ann").output == "08 0 b1 2\n7 0 a1 3\n7 0 a2 0\n")
        let listed = lines(try await run("list", "--query", "7").output)
        #expect(listed.count == 6 && listed[3].contains("cy (adjudicated)") && listed[3].hasSuffix("in between"))
        let back = try await run("undo", "--judge", "cy")
        #expect(back.output == "undone: cy's adjudication of query 7, document a1: from 2 highly relevant to none\n")
        #expect(try await run("export").status == 1)
    }

    // MARK: import

    @Test(arguments: [
        "7 0 a1 2\n7 0 a3 0\n08 0 b9 1\n", "query-id\tcorpus-id\tscore\n7\ta1\t2\n7\ta3\t0\n08\tb9\t1\n",
        "query,docid,rating\n\"red shoes, \"\"size\"\" 9\",a1,2\n\"red shoes, \"\"size\"\" "
            + "9\",a3,0.0\nboots,b9,1\nnobody rated,,\n",
    ])
    func importTakesEveryFormAsOneStep(text: String) async throws {
        let path = try folder.write(text, to: "judgments")
        let dry = try await run("import", path, "--judge", "cy", "--dry-run")
        #expect(lines(dry.output) == ["would import 3 judgments from judgments (3 by cy)"])
        #expect(
            sentence(dry).hasSuffix(
                """
                : the document b9 is not a candidate of query 08 in the session; it would be imported, and agreement and \
                export would include it
                """) && lines(dry.errors).count == 1)
        #expect(try await run("list", "--judge", "cy").status == 2)
        let done = try await run("import", path, "--judge", "cy")
        #expect(lines(done.output) == ["imported 3 judgments from judgments (3 by cy)"])
        #expect(try await run("export", "--judge", "cy").output == "08 0 b9 1\n7 0 a1 2\n7 0 a3 0\n")
        let listed = try await run("list", "--judge", "cy", "--json")
        #expect(listed.output.components(separatedBy: #""source":"\#(path)""#).count == 4)
        // It is one step, and importing it again adds none.
        #expect(
            lines(try await run("import", path, "--judge", "cy").output) == [
                "imported 0 judgments from judgments; 3 already in the session"
            ])
        #expect(
            lines(try await run("undo", "--judge", "cy").output) == ["undone: 3 judgments by cy from judgments"])
        #expect(try await run("export", "--judge", "cy").status == 1)
        #expect(
            lines(try await run("redo", "--judge", "cy").output) == ["redone: 3 judgments by cy from judgments"])
        #expect(try await run("export", "--judge", "cy").output == "08 0 b9 1\n7 0 a1 2\n7 0 a3 0\n")
    }

    @Test func conflictsAreListedAndKeptUnlessTheirsIsSaid() async throws {
        let path = try folder.write("7 0 a1 2\n\n7 0 a2 0\n7 0 a3 1\n9 0 x 1\n10 0 x 1\n08 0 b2 7\n", to: "q.trec")
        let mine = try await run("import", path, "--judge", "ann")
        #expect(mine.status == 0)
        #expect(
            lines(mine.errors) == [
                "erank: conflict: query 7, document a1: ann has 3 perfectly relevant in the session, 2 at q.trec:1",
                "erank: conflict: query 7, document a3: ann has cannot tell in the session, 1 at q.trec:4",
                "erank: warning: the session's grades are kept; use --conflicts theirs to take the file's",
                """
                erank: warning: q.trec:5: the session does not have the query "9"; its judgments are skipped; \
                1 more query likewise
                """,
                "erank: warning: q.trec:7: the grade 7 is not on the session's scale 0-3; it is imported unchanged",
            ])
        #expect(
            lines(mine.output) == [
                "imported 1 judgment from q.trec (1 by ann); 1 already in the session; 2 conflicts kept the session's grade"
            ])
        #expect(try await run("export", "--judge", "ann").output == "08 0 b1 2\n08 0 b2 7\n7 0 a1 3\n7 0 a2 0\n")
        let theirs = try await run("import", path, "--judge", "ann", "--conflicts", "theirs")
        #expect(lines(theirs.output)[0].hasSuffix("; 2 already in the session; 2 conflicts replaced"))
        #expect(try await run("export", "--judge", "ann").output == "08 0 b1 2\n08 0 b2 7\n7 0 a1 2\n7 0 a2 0\n7 0 a3 1\n")
    }

    @Test func wordsThatAreNoQuerysAreNamedOneByOne() async throws {
        let rows = (1...22).map { "misspelt \($0),d,1\n" }.joined()
        let ended = try await run("import", "-", "--judge", "cy", "--dry-run", input: "query,docid,rating\nboots,b1,1\n" + rows)
        let warnings = lines(ended.errors)
        #expect(warnings.count == 20)
        #expect(
            warnings[0] == """
                erank: warning: standard input:3: the session does not have the query "misspelt 1"; its judgments are skipped
                """)
        #expect(warnings[19].hasSuffix(#""misspelt 20"; its judgments are skipped; 2 more queries likewise"#))
    }

    /// A document counts once, however many judges it has, and a document of a run belongs to the session.
    @Test func documentsThatTheSessionLacksAreCounted() async throws {
        let book = "query,docid,dee,eve\nboots,b1,1,1\nboots,x,1,0\nboots,y,2,\n"
        let ended = try await run("import", "-", input: book)
        #expect(
            lines(ended.errors) == [
                """
                erank: warning: standard input:3: the document x is not a candidate of query 08 in the session; it is imported, \
                like 1 more, and agreement and export include them
                """
            ])
        #expect(
            try await run("agreement", "--judge", "dee", "--judge", "eve", "--json").output.contains(#""documents":3,"pairs""#))
    }

    @Test func gradesOfSeveralScalesAreSaid() async throws {
        let file = try SessionFile.open(at: session).file
        let scale = try #require(
            GradeScale(
                name: "mine", grades: [.init(value: 0, label: "no", key: "n"), .init(value: 3, label: "oh yes", key: "y")]))
        for (scale, judge, document) in [(scale, "bob", "a2"), (.tenths, "ann", "a2")] {
            let judgment = Judgment(queryID: "7", documentID: document, verdict: .grade(3), judge: judge, scale: scale.name)
            for event in [SessionEvent.scale(scale), .judgment(judgment)] { try file.append(file.stamp(event)) }
        }
        file.close()
        let mixed = "erank: warning: grades of several scales are combined as plain numbers: "
        let which = "; erank judgments list shows the scale of each"
        let ann = try await run("export", "--judge", "ann")
        #expect(ann.status == 0 && lines(ann.errors) == [mixed + "1 on 0-10, 2 on 0-3" + which])
        for form in [["--format", "quepid-book"], ["--conflicts", "min"]] {
            let both = try await BuiltProgram.run(["judgments", "export", session] + form)
            #expect(both.status == 0 && sentence(both) == mixed + "1 on 0-10, 3 on 0-3, 1 on mine" + which)
        }
        // Documents that are left out do not count.
        #expect(
            sentence(try await run("export", "--conflicts", "omit"))
                == mixed + "1 on 0-10, 1 on 0-3, 1 on mine" + which)
        for command in ["agreement", "disagreements"] {
            #expect(lines(try await run(command).errors) == [mixed + "1 on 0-10, 3 on 0-3, 1 on mine" + which])
        }
        // Each grade has the label of its own scale, although the session uses another one now.
        let listed = lines(try await run("list", "--query", "7").output)
        #expect(listed[1].contains("3 perfectly relevant  0-3 ") && listed[3].contains("3                     0-10"))
        #expect(listed[4].contains("3 oh yes              mine"))
    }

    /// More judgments than are written at once.
    @Test func aLargeImportIsOneStepToo() async throws {
        let rows = (0..<10_050).map { "08 0 doc\($0) \($0 % 4)\n" }.joined()
        let done = try await run("import", "-", "--judge", "cy", input: rows)
        #expect(done.output == "imported 10050 judgments from standard input (10050 by cy)\n")
        #expect(lines(try await run("export", "--judge", "cy").output).count == 10_050)
        #expect(
            try await run("undo", "--judge", "cy").output == "undone: 10050 judgments by cy from standard input\n")
        #expect(try await run("undo", "--judge", "cy").status == 1)
    }

    @Test func aBookBringsItsJudges() async throws {
        let book = "query,docid,dee,\"e, f\"\nboots,b1,1.0,\nboots,b2,,3\n"
        let all = try await run("import", "-", input: book)
        #expect(all.output == "imported 2 judgments from standard input (1 by dee, 1 by e, f)\n")
        #expect(try await run("export", "--judge", "e, f").output == "08 0 b2 3\n")
        #expect(try await run("import", "-", "--judge", "dee", input: book).output.hasPrefix("imported 0 judgments"))
        let stranger = try await run("import", "-", "--judge", "ann", input: book)
        #expect(
            stranger.status == 2
                && stranger.sentence == """
                    standard input has no column "ann": choose one of dee, e, f with --judge, or leave --judge out to import all
                    """
        )
    }

    // MARK: agreement

    @Test func agreementOfPeopleAndTheModel() async throws {
        let two = try await run("agreement")
        #expect(
            two.output == """
                judges    documents  equal  kappa  linear  quadratic
                ann, bob          1  0.000  0.000   0.000      0.000

                alpha of 2 judges: nominal 0.000, ordinal 0.000

                rows: ann, columns: bob
                   0  1  2  3
                0  0  0  0  0
                1  0  0  0  0
                2  0  0  0  0
                3  0  1  0  0

                """)
        let three = try await run("agreement", "--model", "--judge", "ann", "--json")
        #expect(
            three.output == """
                {"judges":["ann","model"],"model":"m","model_basis":"expected","documents":3,"pairs":[{"judges":["ann","model"],\
                "documents":2,"raw":1.0,"kappa":1.0,"linear_kappa":1.0,"quadratic_kappa":1.0,"reason":null,\
                "confusion":[{"grades":[0,0],"documents":1},{"grades":[3,3],"documents":1}]}],\
                "alpha":{"nominal":1.0,"ordinal":1.0,"reason":null},"disagreements":0}

                """)
        let gaps = try await run("agreement", "--model")
        #expect(gaps.output.contains("ann, model          2  1.000  1.000   1.000      1.000\n"))
        #expect(gaps.output.hasSuffix("model: m, its expected score as the nearest grade\n"))
        #expect(gaps.output.contains("alpha of 3 judges: nominal ") && !gaps.output.contains("columns:"))
    }

    @Test func whatIsNotDefinedIsSaid() async throws {
        _ = try await run("import", "-", "--judge", "cy", input: "7 0 a2 0\n")
        let pair = try await run("agreement", "--judge", "cy", "--judge", "ann")
        #expect(
            pair.output.hasPrefix(
                """
                judges   documents  equal  kappa  linear  quadratic
                cy, ann          1  1.000      -       -          -  only one grade was ever given, so agreement cannot be told \
                from chance
                """))
        let json = try await run("agreement", "--judge", "bob", "--judge", "cy", "--json")
        #expect(json.output.contains(#""documents":0,"raw":null,"kappa":null"#))
        #expect(json.output.contains(#""reason":"no document has grades of two judges""#))
    }

    @Test func disagreementsWidestFirst() async throws {
        let table = try await run("disagreements", "--model")
        #expect(
            table.output == """
                steps  ann  bob  model  adjudicated  query  document  title
                    2    3    1      3            -  7      a1        Title 1

                """)
        _ = try await run("adjudicate", "7", "a1", "2", "--judge", "cy")
        #expect(
            try await run("disagreements", "--json").output == """
                {"query":"7","document":"a1","steps":2,"grades":{"ann":3,"bob":1},"decided":{"judge":"cy","grade":2,"note":null}}

                """)
        #expect(
            try await run("disagreements", "--judge", "ann", "--model").output == "no document has different grades\n")
    }

    // MARK: undo and redo

    @Test func undoAndRedoSayWhatTheyDid() async throws {
        let back = try await run("undo", "--judge", "ann", "-n", "2")
        #expect(
            lines(back.output) == [
                "undone: ann's judgment of query 7, document a3: from cannot tell to none",
                "undone: ann's judgment of query 08, document b1: from 2 highly relevant to none",
            ])
        #expect(try await run("export", "--judge", "ann").output == "7 0 a1 3\n7 0 a2 0\n")
        // All there are.
        #expect(lines(try await run("redo", "--judge", "ann", "-n", "10").output).count == 2)
        #expect(try await run("export", "--judge", "ann").output == "08 0 b1 2\n7 0 a1 3\n7 0 a2 0\n")
        let nothing = try await run("redo", "--judge", "ann")
        #expect(
            nothing.status == 1
                && sentence(nothing)
                    == "erank: s.jsonl: ann has nothing to redo; name another judge with --judge"
        )
        #expect(
            sentence(try await run("undo", "--judge", "cy"))
                == "erank: s.jsonl: cy has nothing to undo; name another judge with --judge")
        #expect(try await run("undo", "-n", "0").sentence?.hasPrefix("-n must be at least 1, not 0") == true)
        #expect(try await run("undo", "-n", "-2").sentence?.hasPrefix("-n must be at least 1, not -2") == true)
    }

    // MARK: errors

    @Test func everyErrorIsASentenceWithItsExitCode() async throws {
        func check(_ ended: BuiltProgram.Ended, _ status: Int32, _ words: String) {
            #expect(ended.status == status, "\(ended.errors)")
            #expect(sentence(ended) == "erank: " + words)
        }
        check(
            try await run("list", "--judge", "dee"), 2,
            "s.jsonl: the session has no judgments by \"dee\"; choose one of ann, bob")
        check(
            try await run("agreement", "--judge", "ann"), 1,
            """
            s.jsonl: agreement needs two judges, and only ann has judged in this session; judge as another person, import \
            judgments, or compare with --model
            """)
        check(
            try await BuiltProgram.run(["judgments", "agreement", "--model", try withoutRun()]), 1,
            "r.jsonl: the session has no run yet; run it in the screens, or use erank rank")
        for command in [["adjudicate", "7", "a1", "1"], ["import", "q"]] {
            let nobody = try await BuiltProgram.run(["judgments", command[0], session] + command[1...] + ["--judge", ""])
            #expect(nobody.status == 2)
            #expect(sentence(nobody) == "erank: --judge takes a name; see 'erank judgments \(command[0]) --help'")
        }
        check(
            try await run("export", "--judge", try await spaced()), 1,
            """
            the id "a b" is empty or has white space, and a TREC file cannot contain it; add --ids escape, or use \
            erank judgments export --format quepid
            """)
        #expect(
            try await run("export", "--judge", "sam", "--format", "beir").output
                == "query-id\tcorpus-id\tscore\n7\ta b\t1\n")
        check(
            try await run("adjudicate", "7", "a1", "4"), 2,
            "s.jsonl: 4 is not a grade of the session's scale 0-3; choose one of 0, 1, 2, 3")
        check(
            try await run("adjudicate", "7", "a9", "1"), 2,
            """
            s.jsonl: nobody has graded the document "a9" of the query "7"; erank judgments disagreements lists the documents to \
            adjudicate
            """)
        check(
            try await run("import", try folder.write("1 0 d 1\n", to: "q"), "--judge", "ann"), 1,
            "s.jsonl: the session has none of the queries in q; import into a session with these queries")
        check(
            try await run("import", folder.path + "/q"), 2, "q does not say who judged: name the judge with --judge")
        check(
            try await run("import", folder.path + "/none", "--judge", "ann"), 3,
            "none: there is no such file or folder; check the path")
        check(
            try await BuiltProgram.run(["judgments", "export", folder.path + "/none"]), 3,
            "none: there is no such session; erank sessions list shows the sessions")
        // A session that the screens have open cannot be written, but can be read.
        let open = try SessionFile.open(at: session)
        #expect(try await run("undo", "--judge", "ann").status == 1)
        #expect(try await run("export", "--judge", "ann").status == 0)
        open.file.close()
    }

    /// A judgment of a document with a space in its id.
    private func spaced() async throws -> String {
        _ = try await run("import", "-", "--judge", "sam", input: "query-id\tcorpus-id\tscore\n7\ta b\t1\n")
        return "sam"
    }

    private func withoutRun() throws -> String {
        let file = try SessionFile.create(at: folder.path + "/r.jsonl", program: "test")
        let judgment = Judgment(queryID: "1", documentID: "d", verdict: .grade(1), judge: "ann")
        try file.append(TimedEvent(milliseconds: 0, event: .judgment(judgment)))
        file.close()
        return file.path
    }

    @Test func aSessionWithoutJudgments() async throws {
        let empty = folder.path + "/e.jsonl"
        try SessionFile.create(at: empty, program: "test").close()
        for command in ["list", "export"] {
            let ended = try await BuiltProgram.run(["judgments", command, empty])
            #expect(ended.status == 1 && sentence(ended).hasPrefix("erank: e.jsonl: the session has no judgments; "))
        }
        let agreement = try await BuiltProgram.run(["judgments", "agreement", empty])
        #expect(
            sentence(agreement)
                == "erank: e.jsonl: agreement needs two judges, and nobody has judged in this session; judge documents, "
                + "or import judgments"
        )
    }
}
