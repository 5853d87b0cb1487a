import Foundation
import Relevance
import TestSupport
import Testing

/// Judgments in the formats of TREC, BEIR and Quepid: detected from their content, read and written without changing an id.
@Suite struct JudgmentFileTests {
    private func read(_ text: String) throws -> Parsed<JudgmentFile> {
        try JudgmentFile.read(LineReader(Array(text.utf8), name: "f"))
    }

    private func rows(_ file: JudgmentFile) -> [[String]] {
        file.entries.map { [$0.query, $0.documentID, String($0.grade), $0.judge ?? "-", String($0.line)] }
    }

    @Test func theFormIsToldByTheContent() throws {
        let trec = try read("\n2 0 b 1\n1\t0\ta\t-1\n2 0 b 1\n").value
        #expect(trec.format == .trec && rows(trec) == [["2", "b", "1", "-", "2"], ["1", "a", "-1", "-", "3"]])
        let beir = try read("query-id\tcorpus-id\tscore\r\n1\ta\t3\r\n1\t007\t0\r\n").value
        #expect(beir.format == .beir && rows(beir) == [["1", "a", "3", "-", "2"], ["1", "007", "0", "-", "3"]])
        let quepid = try read("query,docid,rating\nstar wars,11,3\n").value
        #expect(quepid.format == .quepid && rows(quepid) == [["star wars", "11", "3", "-", "2"]])
    }

    /// An export of a Quepid case: queries without ratings have no document, there is no line feed at the end, and a formula
    /// has a space before it.
    @Test func quepidsBasicForm() throws {
        let file = try read(
            """
            \u{FEFF}query,docid,rating\r
            "star ""wars"", the
            first",a b,3\r
            nobody rated this,,\r
            nor this\r
            no grade,x,\r
             -minus,00123,1.0\r
            star,,4
            """)
        #expect(
            rows(file.value) == [
                ["star \"wars\", the\nfirst", "a b", "3", "-", "2"], [" -minus", "00123", "1", "-", "7"],
            ])
        #expect(file.warnings.isEmpty && file.value.judges.isEmpty)
    }

    /// An export of a judgement book: one column per judge, blank without a grade, grades as decimals.
    @Test func aJudgementBooksForm() throws {
        let file = try read(
            "query,docid,\"Ann, B.\",bob@example.org\nq,d1,3.0,\nq,d2,,1.0\nq,d3,2.0,0.0\nq,d4,2.5,1|2\nq,d3,2,1\n")
        #expect(file.value.judges == ["Ann, B.", "bob@example.org"])
        #expect(
            rows(file.value) == [
                ["q", "d1", "3", "Ann, B.", "2"], ["q", "d2", "1", "bob@example.org", "3"], ["q", "d3", "2", "Ann, B.", "4"],
                ["q", "d3", "0", "bob@example.org", "4"],
            ])
        #expect(
            file.warnings.map(\.description) == [
                "2 judgments left out: f:5: expected whole numbers or nothing as grades; correct or remove the line (the "
                    + "first of 2)",
                """
                1 judgments left out: f:6: the document "d3" is judged again with another grade, and the first grade is kept; \
                keep one grade
                """,
            ])
        #expect(try read("query,docid,ann\nq,d,1\n").value.judges == ["ann"])
    }

    @Test func queriesAreFoundByTheirTexts() throws {
        let file = try read("query,docid,rating\nred shoes,a,1\n -shoes,b,2\nboots,c,3\ntwice,d,0\nboots,e,1\n7,f,1\n").value
        let queries = [
            Query(id: "1", text: "red shoes"), Query(id: "2", text: "-shoes"), Query(id: "3", text: "twice"),
            Query(id: "4", text: "twice"), Query(id: "7", text: "sandals"),
        ]
        let named = file.named(by: queries)
        #expect(named.file.entries.map(\.query) == ["1", "2", "7"])
        #expect(named.unknown.map(\.text) == ["boots", "twice"] && named.unknown.map(\.line) == [4, 5])
        let trec = try read("boots 0 a 1\n").value
        #expect(trec.named(by: queries).file == trec && trec.named(by: queries).unknown.isEmpty)
    }

    @Test(arguments: [
        ("", "f: it holds no judgments; choose a file or folder with judgments"),
        ("query,docid\nq,d\n", "f:1: there is no column of grades after query,docid; add it or remove the entry"),
        ("query,docid,rating\nq,,\n", "f: it holds no judgments; choose a file or folder with judgments"),
        (
            "query,docid,rating\n\"q,d,1\n",
            "f:2: expected quotes around whole fields, each with a closing quote; correct or remove the line"
        ),
        (
            "query,docid,rating\na, b,d,1\n",
            "f:2: expected at most 3 columns, as in the heading; put quotes around a field with a comma in it"
        ),
        ("query,docid,rating\nq,d,high\n", "f:2: expected whole numbers or nothing as grades; correct or remove the line"),
        (
            "some text\nof another kind\n",
            "f:1: expected query 0 document grade, or query-id corpus-id score; correct or remove the line"
        ),
        ("PK\u{3}\u{4}\0", "f: it is binary data, not text; extract (or decompress) its text first"),
    ])
    func sentences(text: String, sentence: String) {
        let error = #expect(throws: FormatError.self) { try read(text) }
        #expect(error?.description == sentence)
    }

    @Test func damagedRowsCostThemselves() throws {
        let file = try read("query,docid,rating\nq,\"a\"b,1\nq,\"open,2\nq,c,3\n")
        #expect(rows(file.value) == [["q", "c", "3", "-", "4"]])
        #expect(file.warnings.map(\.count) == [2] && file.warnings[0].total == 3)
        let latin = Array("query,docid,rating\nq,d,1\nq,".utf8) + [0xE9] + Array(",2\n".utf8)
        let reading = try JudgmentFile.read(LineReader(latin, name: "f"))
        #expect(reading.value.entries.count == 1 && reading.warnings.map(\.first.code) == [.notUTF8])
    }

    /// Under BEIR's heading with tabs, only tabs separate; a heading without tabs does not change that any white space
    /// separates.
    @Test func tabsAloneSeparateUnderAHeadingWithTabs() throws {
        let heading = "query-id\tcorpus-id\tscore\n"
        let spaced = try read(heading + "1\tdoc with space\t2\r\n\n q 2 \t d\u{0B}\t1 \n")
        #expect(spaced.warnings.isEmpty && spaced.value.format == .beir)
        #expect(rows(spaced.value) == [["1", "doc with space", "2", "-", "2"], [" q 2 ", " d\u{0B}", "1", "-", "4"]])
        let bad = try read(heading + "1\td\t2\n1 e 2\n1\t0\te\t2\n\te\t2\n1\t\t2\n1\te\t\n1\te\tx\n")
        #expect(rows(bad.value) == [["1", "d", "2", "-", "2"]])
        #expect(
            bad.warnings.map(\.description) == [
                """
                6 of 7 lines left out: f:3: expected query-id, corpus-id and score with tabs between them; correct or remove \
                the line (the first of 6)
                """
            ])
        let plain = try read("query-id corpus-id score\n1 d 2\n1\te\t0\n")
        #expect(plain.warnings.isEmpty && rows(plain.value).map { $0[1] } == ["d", "e"])
    }

    @Test func idsThatAFormCannotCarryAreRefused() {
        func qrels(_ id: String) -> Qrels {
            var qrels = Qrels()
            qrels.set(1, query: "1", document: id)
            return qrels
        }
        for id in ["", "a\tb", "a\nb", "a\rb", "\"a"] {
            let error = #expect(throws: FormatError.self) { try qrels(id).beirLines() }
            #expect(
                error?.description == """
                    the id "\(id)" is empty, has a tab or a line end, or begins with a quote, and a BEIR file cannot contain it; \
                    add --ids escape\(id.isEmpty ? "" : ", or use --format quepid")
                    """)
        }
        for id in ["", "a b", "a\tb"] {
            let error = #expect(throws: FormatError.self) { try qrels(id).trecLines() }
            #expect(
                error?.description == """
                    the id "\(id)" is empty or has white space, and a TREC file cannot contain it; add --ids \
                    escape\(id.isEmpty ? "" : ", or use erank judgments export --format quepid")
                    """)
        }
        let error = #expect(throws: FormatError.self) { try qrels("").quepidLines(queries: []) }
        #expect(
            error?.description
                == "an id is empty, and an empty id in a CSV of judgments means no judgment; give every query and document an id")
    }

    // MARK: Round trips

    private func id(_ random: inout Mutator, spaces: Bool) -> String {
        let plain = ["a", "0", "00", "7", "-", ".", "/", "#", "é", "𝄞", "日", "'", "=", "\\", "|"]
        let awkward = [" ", "\"", ",", "\n", "\r", "\r\n", "\t", ";"]
        let pool = spaces ? plain + awkward : plain + ["\"", ","]
        let first = plain.randomElement(using: &random) ?? "a"
        let rest = (0..<Int.random(in: 0...5, using: &random)).map { _ in pool.randomElement(using: &random) ?? "a" }
        return spaces && Bool.random(using: &random) ? rest.joined() + first : first + rest.joined()
    }

    private func random(_ random: inout Mutator, spaces: Bool) -> Qrels {
        var qrels = Qrels()
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            qrels.set(
                Int.random(in: -2...10, using: &random), query: id(&random, spaces: spaces), document: id(&random, spaces: spaces)
            )
        }
        return qrels
    }

    /// Written as bytes, because string comparison treats "e" with an accent and "é" as equal.
    private func bytes(_ entries: [(String, String, Int)]) -> Set<[[UInt8]]> {
        Set(entries.map { [Array($0.0.utf8), Array($0.1.utf8), Array(String($0.2).utf8)] })
    }

    private func bytes(_ qrels: Qrels) -> Set<[[UInt8]]> {
        bytes(qrels.grades.flatMap { query, documents in documents.map { (query, $0.key, $0.value) } })
    }

    @Test func whatIsWrittenReadsBack() throws {
        var random = Mutator(seed: 41, words: [])
        for round in 0..<300 {
            let plain = self.random(&random, spaces: false)
            for (format, text) in try [(JudgmentFile.Format.trec, plain.trecLines()), (.beir, plain.beirLines())] {
                let file = try read(text).value
                #expect(file.format == format, "round \(round)")
                #expect(bytes(file.entries.map { ($0.query, $0.documentID, $0.grade) }) == bytes(plain), "round \(round)")
            }
            var spaced = Qrels()
            for (query, documents) in plain.grades {
                for (document, grade) in documents {
                    spaced.set(grade, query: " \(query)  x", document: "\(document) \(document) ")
                }
            }
            let beir = try read(spaced.beirLines())
            #expect(beir.warnings.isEmpty && beir.value.format == .beir, "round \(round)")
            #expect(
                bytes(beir.value.entries.map { ($0.query, $0.documentID, $0.grade) }) == bytes(spaced), "round \(round)")
            let awkward = self.random(&random, spaces: true)
            let file = try read(awkward.quepidLines(queries: []))
            #expect(file.warnings.isEmpty && file.value.format == .quepid, "round \(round)")
            #expect(bytes(file.value.entries.map { ($0.query, $0.documentID, $0.grade) }) == bytes(awkward), "round \(round)")
        }
    }

    @Test func aBookReadsBackWithItsJudges() throws {
        var random = Mutator(seed: 42, words: [])
        for round in 0..<100 {
            let judges = ["ann", "b, c", "\"d\""].map { (name: $0, qrels: self.random(&random, spaces: true)) }
            let queries = Set(judges.flatMap(\.qrels.queryIDs)).map { Query(id: $0, text: "the text, of \"\($0)\"") }
            let file = try read(Qrels.quepidBook(judges, queries: queries)).value.named(by: queries)
            #expect(file.unknown.isEmpty)
            for judge in judges {
                let entries = file.file.entries.filter { $0.judge == judge.name }
                #expect(bytes(entries.map { ($0.query, $0.documentID, $0.grade) }) == bytes(judge.qrels), "round \(round)")
            }
        }
    }

    @Test(arguments: [
        "query,docid,rating\n\"a, \"\"b\"\"\",d1,3\r\nc,d2,\n", "query,docid,ann,bob\nq,d1,3,\n\"q\nr\",\"d,2\",1.0,2\n",
    ])
    func damagedFilesAreErrorsOrResults(_ text: String) throws {
        var mutator = Mutator(seed: 43, words: ["\"", "\"\"", ",", "\n", "\r", "query,docid,", "1e99", "-", "|", " "])
        for round in 0..<10_000 {
            do throws(FormatError) {
                let lines = LineReader(mutator.mutate(Array(text.utf8)), name: "f")
                let file = try JudgmentFile.read(lines).value
                #expect(!file.entries.isEmpty)
                #expect(file.entries.allSatisfy { !$0.documentID.isEmpty && $0.line > 0 }, "round \(round)")
                #expect(zip(file.entries, file.entries.dropFirst()).allSatisfy { $0.line <= $1.line }, "round \(round)")
            } catch {
                #expect(error.description.contains("; "))
            }
        }
    }
}
