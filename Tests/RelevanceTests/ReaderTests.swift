import Foundation
import TestSupport
import Testing

@testable import Relevance

@Suite struct ReaderTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func ids(_ reading: Parsed<[RerankingTask]>) -> [[String]] { reading.value.map { $0.candidates.map(\.document.id) } }

    @Test func jsonLinesUnderEveryName() throws {
        let path = try folder.write(
            "docs.jsonl",
            """
            {"id":"a","title":"T","text":"one"}
            {"_id":12345678901234567890,"contents":"two"}

            {"docid":"c","segment":"three","text":""}
            {"text":"no id\\u00e9 \\ud83d\\ude00"}

            """)
        let reading = try CandidateReader(query: Query(id: "7", text: "q")).tasks(at: path)
        #expect(ids(reading) == [["a", "12345678901234567890", "c", "5"]])
        let task = try #require(reading.value.first)
        #expect(task.query == Query(id: "7", text: "q"))
        #expect(task.candidates.map(\.document.text) == ["one", "two", "three", "no idé 😀"])
        #expect(task.candidates.map(\.firstStageRank) == [1, 2, 3, 4])
        #expect(task.candidates[0].document.title == "T")
        #expect(reading.warnings.isEmpty)
    }

    /// A document without an id is known by its line, and never takes the id of another.
    @Test func lineNumbersAreNoOnesID() throws {
        let bare = #"{"text":"bare"}"#
        func own(_ id: String) -> String { #"{"id":"\#(id)","text":"own"}"# }
        for (lines, wanted) in [
            ([bare, own("1")], ["1-line": "bare", "1": "own"]), ([own("2"), bare], ["2": "own", "2-line": "bare"]),
            ([bare, own("1-line"), own("1")], ["1-line-2": "bare", "1-line": "own", "1": "own"]),
            ([bare, own("1"), own("1-line")], ["1-line-2": "bare", "1": "own", "1-line": "own"]),
            ([bare, bare], ["1": "bare", "2": "bare"]),
        ] {
            let reading = try CandidateReader().tasks(from: LineReader(Array(lines.joined(separator: "\n").utf8), name: "f"))
            let documents = reading.value[0].candidates.map(\.document)
            #expect(Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0.text) }) == wanted, "\(lines)")
            #expect(reading.warnings.isEmpty, "\(lines)")
        }
    }

    /// A source that goes on behind the depth says so: nothing is left out without a word.
    @Test func whatLiesBehindTheDepthIsSaid() throws {
        let lines = (1...5).map { #"{"id":"\#($0)","text":"x"}"# }.joined(separator: "\n") + "\n\n"
        let path = try folder.write("five.jsonl", lines)
        let cut = try CandidateReader(depth: 4).tasks(at: path)
        #expect(ids(cut) == [["1", "2", "3", "4"]])
        #expect(
            cut.warnings.map(\.description) == [
                "\(path): it has more than 4 documents, and only the first of them are read; give a larger --depth"
            ])
        #expect(try CandidateReader(depth: 5).tasks(at: path).warnings.isEmpty)
        try folder.write("texts/a.txt", "one")
        try folder.write("texts/b.txt", "two")
        #expect(try CandidateReader(depth: 1).tasks(at: folder.path + "/texts").warnings.count == 1)
        #expect(try CandidateReader(depth: 2).tasks(at: folder.path + "/texts").warnings.isEmpty)
    }

    /// What was left out is not said to be missing.
    @Test func whatIsLeftOutIsNotMissing() throws {
        try folder.write("c/corpus.jsonl", #"{"_id":"d1","text":"a\u0000b"}"# + "\n" + #"{"_id":"d2","text":"fine"}"#)
        try folder.write("c/queries.jsonl", #"{"_id":"1","text":"q"}"# + "\n" + #"{"_id":"2","text":" "}"#)
        let run = try folder.write("run", "1 Q0 d1 1 2 x\n1 Q0 d2 2 1 x\n2 Q0 d2 1 1 x\n")
        let reading = try CandidateReader().tasks(collection: folder.path + "/c", run: run)
        #expect(ids(reading) == [["d2"]])
        let sentences = reading.warnings.map(\.description)
        #expect(sentences.count == 2 && sentences.allSatisfy { !$0.contains("lacks") }, "\(sentences)")
        let bad = try folder.write("bad", "1 Q0 d1 1 2 x\n")
        let error = #expect(throws: FormatError.self) {
            try CandidateReader().tasks(collection: self.folder.path + "/c", run: bad)
        }
        #expect(error?.description.contains("binary data") == true, "\(error?.description ?? "")")
    }

    @Test func ranksInTheFileDecide() throws {
        let path = try folder.write(
            "ranked.jsonl",
            #"{"id":"b","text":"x","rank":2,"score":1.5}"# + "\n" + #"{"id":"a","text":"y","rank":1,"score":2.25}"#)
        let task = try #require(try CandidateReader().tasks(at: path).value.first)
        #expect(task.candidates.map(\.document.id) == ["a", "b"])
        #expect(task.candidates.map(\.firstStageScore) == [2.25, 1.5])
        #expect(try ids(CandidateReader(depth: 1).tasks(at: path)) == [["a"]])
    }

    @Test(arguments: ["array", "lines", "one object", "pretty"]) func rankLLMInEveryLayout(_ layout: String) throws {
        func request(_ id: String) -> String {
            #"{"query":{"text":"q \#(id)","qid":\#(id)},"candidates":[{"docid":"d1","score":3.5,"doc":{"contents":"one"}},"#
                + #"{"docid":2,"score":1,"doc":{"title":"T","segment":"two"}},{"docid":"d3","score":0.5,"doc":"three"}]}"#
        }
        let text =
            switch layout {
            case "array": "[\(request("1")), \(request("2"))]"
            case "lines": "\(request("1"))\n\(request("2"))\n"
            case "one object": request("1")
            default: "{\n  \"query\" :\n" + request("1").dropFirst(9)
            }
        let reading = try CandidateReader().tasks(at: folder.write("requests.json", text))
        let count = layout == "array" || layout == "lines" ? 2 : 1
        #expect(ids(reading) == Array(repeating: ["d1", "2", "d3"], count: count))
        #expect(
            reading.value.map(\.query) == ["1", "2"].prefix(count).map { Query(id: $0, text: "q \($0)", collection: "requests") })
        #expect(reading.value[0].candidates.map(\.document.text) == ["one", "two", "three"])
        #expect(reading.value[0].candidates.map(\.firstStageScore) == [3.5, 1, 0.5])
    }

    /// A candidate that cannot be read is left out alone, and a request that cannot with its own candidates alone.
    @Test(arguments: ["array", "lines"]) func aBadEntryOfRankLLMEndsNothing(_ layout: String) throws {
        let pile = "a" + String(repeating: "\u{323}\u{301}", count: 5_000)
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let good = #"{"docid":"ok","score":1,"doc":"x"}"#
        // How many candidates are left out, of how many.
        let entries: [(entry: String, left: Int)] = [
            (#"{"docid":"\#(pile)","doc":"x"}"#, 1), (#"{"docid":"b","doc":{"_id":"\#(pile)","text":"x"}}"#, 1),
            ("null", 1), ("3", 1), ("[]", 1), (#"{"docid":["b"],"doc":"x"}"#, 1), (#"{"docid":null,"doc":"x"}"#, 1),
            (#"{"docid":"b","doc":null}"#, 1), (#"{"docid":"b","title":{},"doc":"x"}"#, 1),
            (#"{"docid":"b","score":Infinity,"doc":"x"}"#, 0), (#"{"docid":"b","score":NaN,"doc":"x"}"#, 0),
            (#"{"docid":"b","more":\#(deep),"doc":"x"}"#, 0),
        ]
        var requests = entries.enumerated().map { index, one in
            #"{"query":{"text":"q\#(index)","qid":"\#(index)"},"candidates":[\#(one.entry),\#(good)]}"#
        }
        requests += [
            #"{"query":{"text":["no"],"qid":"x"},"candidates":[\#(good),\#(good)]}"#, "null",
            #"{"query":{"text":"q","qid":"y"}}"#, #"{"query":{"text":"q","qid":"y"},"candidates":[]}"#,
            #"{"query":{"text":"another","qid":"0"},"candidates":[\#(good),\#(good),\#(good)]}"#,
            #"{"query":{"text":"last","qid":"z"},"candidates":[\#(good)]}"#,
        ]
        let text = layout == "array" ? "[\(requests.joined(separator: ","))]" : requests.joined(separator: "\n")
        let reading = try CandidateReader().tasks(at: folder.write("requests.json", text))
        #expect(reading.value.map(\.query.id) == entries.indices.map(String.init) + ["z"])
        for (task, entry) in zip(reading.value, entries) {
            #expect(task.candidates.count == 2 - entry.left && task.candidates.last?.document.id == "ok", "\(entry)")
        }
        let left = entries.reduce(0) { $0 + $1.left } + 2 + 1 + 1 + 1 + 3
        #expect(reading.warnings.reduce(0) { $0 + $1.count } == left)
        #expect(reading.warnings.allSatisfy { $0.total == entries.count * 2 + 1 + 8 })
    }

    /// A byte order mark changes nothing, whatever the format.
    @Test(arguments: [
        "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n",
        "[{\"query\":{\"text\":\"q\",\"qid\":\"1\"},\"candidates\":[{\"docid\":\"a\",\"doc\":{\"contents\":\"one\"}}]}]",
        "{\"query\":{\"text\":\"q\",\"qid\":\"1\"},\n\"candidates\":[{\"docid\":\"a\",\"doc\":{\"contents\":\"one\"}}]}",
        "1\td\tq\tpassage\n", "one line\nanother\n",
    ]) func aByteOrderMarkChangesNothing(text: String) throws {
        let query = Query.typed("q")
        let plain = try CandidateReader(query: query).tasks(at: folder.write("plain", text))
        let marked = try CandidateReader(query: query).tasks(at: folder.write("marked", "\u{FEFF}" + text))
        #expect(
            plain.value.map(\.candidates) == marked.value.map(\.candidates) && plain.warnings.isEmpty && marked.warnings.isEmpty)
    }

    /// A file of two values one after the other: the second is not read, and that is said.
    @Test func whatStandsAfterRankLLMRequestsIsSaid() throws {
        let array =
            "[{\"query\":{\"text\":\"q\",\"qid\":\"1\"},\"candidates\":[{\"docid\":\"a\",\"doc\":{\"contents\":\"one\"}}]}]"
        let reading = try CandidateReader().tasks(
            at: folder.write("two.json", array + "\n" + array.replacing("\"1\"", with: "\"2\"")))
        #expect(reading.value.map(\.query.id) == ["1"] && reading.warnings.count == 1)
    }

    @Test func rankLLMDamageSaysThatNothingAfterItWasRead() throws {
        let request = #"{"query":{"text":"q","qid":1},"candidates":[{"docid":"a","doc":"x"}]}"#
        let reading = try CandidateReader().tasks(at: folder.write("r.json", "[\(request),\n{\"query\" 3},\(request)]"))
        #expect(ids(reading) == [["a"]])
        let sentence = "expected ':' at byte \(request.utf8.count + 12); nothing after it was read"
        #expect(try #require(reading.warnings.first).first.description.contains(sentence))
    }

    @Test func rankLLMOlderForm() throws {
        let path = try folder.write(
            "old.json", #"[{"query":"q","hits":[{"content":"one","qid":264014,"docid":"7187","rank":1,"score":10.9}]}]"#)
        let task = try #require(try CandidateReader().tasks(at: path).value.first)
        #expect(task.query == Query(id: "264014", text: "q", collection: "old"))
        #expect(
            task.candidates == [Candidate(document: Document(id: "7187", text: "one"), firstStageRank: 1, firstStageScore: 10.9)])
    }

    /// Requests without an id are told apart by their texts, wherever the text stands; an empty id is none.
    @Test(arguments: [
        #"{"query":{"text":"TEXT"},"candidates":[DOC]}"#, #"{"query":"TEXT","candidates":[DOC]}"#,
        #"{"query":{"text":"TEXT","qid":""},"candidates":[DOC]}"#,
    ]) func requestsWithoutAnIDAreToldApart(form: String) throws {
        let lines = [("goldfish age", "a"), ("jaguar engine", "b"), ("goldfish age", "c")].map { text, id in
            form.replacingOccurrences(of: "TEXT", with: text)
                .replacingOccurrences(of: "DOC", with: #"{"docid":"\#(id)","doc":{"contents":"x"}}"#) + "\n"
        }
        let path = try folder.write("requests.jsonl", lines.joined())
        let reading = try CandidateReader().tasks(at: path)
        #expect(reading.value.map(\.query) == [.typed("goldfish age"), .typed("jaguar engine")])
        #expect(reading.value.map { $0.candidates.map(\.document.id) } == [["a", "c"], ["b"]] && reading.warnings.isEmpty)
    }

    /// One id with two texts: no document is scored against the other text.
    @Test func anIDWithAnotherTextIsSaid() throws {
        let request = { (text: String, id: String) in
            #"{"query":{"text":"\#(text)","qid":"7"},"candidates":[{"docid":"\#(id)","doc":{"contents":"x"}}]}"# + "\n"
        }
        let requests = try folder.write("r.jsonl", request("goldfish age", "a") + request("jaguar engine", "b"))
        let table = try folder.write("m.tsv", "7\ta\tgoldfish age\tone\n7\tb\tjaguar engine\ttwo\n")
        for path in [requests, table] {
            let reading = try CandidateReader().tasks(at: path)
            #expect(reading.value.map(\.query.text) == ["goldfish age"])
            #expect(reading.value.first?.candidates.map(\.document.id) == ["a"])
            #expect(
                reading.warnings.first.map { "\($0)" }?.contains(
                    "the query id \"7\" occurs again with another text, and only its first text is kept") == true)
        }
    }

    @Test func equivalentUnicodeFormsAreOneIDAndThatIsSaid() throws {
        let path = try folder.write(
            "d.jsonl", #"{"id":"caf\u00e9","text":"x"}"# + "\n" + #"{"id":"cafe\u0301","text":"y"}"# + "\n")
        let reading = try CandidateReader(query: .typed("q")).tasks(at: path)
        #expect(reading.value.first?.candidates.count == 1)
        #expect("\(reading.warnings)".contains("occurs again, in the same Unicode form or in an equivalent one"))
    }

    @Test func msMarcoRowsOfAQueryMayLieApart() throws {
        let path = try folder.write("top.tsv", "1\tp1\tfirst\tone\n2\tp2\tsecond\ttwo\n1\tp3\tfirst\tthree\twith tab\n")
        let reading = try CandidateReader().tasks(at: path)
        #expect(ids(reading) == [["p1", "p3"], ["p2"]])
        #expect(reading.value[0].candidates[1].document.text == "three\twith tab")
        var reader = CandidateReader()
        reader.queries = .ids(["2"])
        #expect(try ids(reader.tasks(at: path)) == [["p2"]])
        reader.queries = .first(1)
        #expect(try ids(reader.tasks(at: path)) == [["p1", "p3"]])
        #expect(try CandidateReader(query: Query(id: "1", text: "second")).tasks(at: path).value.map(\.query.id) == ["2"])
    }

    @Test func textFolder() throws {
        try folder.write("notes/b.md", "# Heading\nBody.")
        try folder.write("notes/a.txt", "A title\n\nThe text.\nMore.")
        try folder.write("notes/deep/c.txt", "No title here, only one line.\nAnd another.")
        try folder.write("notes/.hidden/x.txt", "hidden")
        try folder.write("notes/picture.png", [0x89, 0x50, 0, 1])
        let reading = try CandidateReader().tasks(at: folder.path + "/notes")
        #expect(ids(reading) == [["a.txt", "b.md", "deep/c.txt"]])
        let documents = reading.value[0].candidates.map(\.document)
        #expect(documents.map(\.title) == ["A title", "Heading", ""])
        #expect(documents.map(\.text) == ["The text.\nMore.", "Body.", "No title here, only one line.\nAnd another."])
        #expect(
            reading.warnings.map(\.description) == [
                "1 of 4 documents left out: \(folder.path)/notes/picture.png: it is binary data, not text; extract (or "
                    + "decompress) its text first"
            ])
    }

    @Test func linesWithAByteOrderMarkAndCarriageReturns() throws {
        let reading = try CandidateReader().tasks(at: folder.write("lines.txt", "\u{FEFF}one\r\n\r\ntwo"))
        #expect(ids(reading) == [["1", "3"]])
        #expect(reading.value[0].candidates.map(\.document.text) == ["one", "two"])
    }

    private func collection() throws -> String {
        try folder.write(
            "beir/corpus.jsonl",
            (1...50).map { #"{"_id": "d\#($0)", "title": "T\#($0)", "text": "text \#($0)"}"# }.joined(separator: "\n")
                + "\nnot JSON\n"
                + #"{"text":"the id stands last","_id":"late"}"#)
        try folder.write("beir/queries.jsonl", #"{"_id":"1","text":"first"}"# + "\n" + #"{"_id":"2","text":"second"}"# + "\n")
        return folder.path + "/beir"
    }

    @Test func collectionWithARun() throws {
        let run = try folder.write(
            "run.trec", "2 Q0 d7 1 9.5 bm25\n1\tQ0  d3 1 2.5 bm25\n1 Q0 late 2 2.0 bm25\n1 Q0 gone 3 1.0 bm25\n")
        let reading = try CandidateReader().tasks(collection: collection(), run: run)
        #expect(ids(reading) == [["d3", "late"], ["d7"]])
        #expect(reading.value[0].candidates[0].document == Document(id: "d3", title: "T3", text: "text 3"))
        #expect(reading.value[0].candidates.map(\.firstStageScore) == [2.5, 2.0])
        #expect(reading.warnings.map(\.part) == [.corpusLines, .documents])
        #expect(
            reading.warnings[1].description == """
                1 of 4 documents left out: \(folder.path)/beir/corpus.jsonl: it lacks the document "gone" that \(run) names; \
                use the corpus the run was made on
                """)
        var reader = CandidateReader(depth: 1)
        reader.queries = .first(1)
        #expect(try ids(reader.tasks(collection: collection(), run: run)) == [["d3"]])
        reader.queries = .ids(["2"])
        #expect(try ids(reader.tasks(collection: collection(), run: run)) == [["d7"]])
    }

    @Test func aPoolOfSeveralRuns() throws {
        let first = try folder.write("first.trec", "1 Q0 d3 1 9 a\n1 Q0 d4 2 8 a\n1 Q0 d5 3 7 a\n")
        let second = try folder.write("second.trec", "1 Q0 d9 1 5 b\n1 Q0 d5 2 4 b\n1 Q0 d3 3 3 b\n2 Q0 d7 1 5 b\n")
        let reader = CandidateReader(depth: 2)
        let pool = try reader.pool(collection: collection(), runs: [first, second]).value
        #expect(pool.runs.map(\.tag) == ["a", "b"])
        #expect(pool.tasks.map(\.query.id) == ["1", "2"])
        // The best two of each run. Documents of the first stage keep their rank and score; the others follow.
        #expect(pool.tasks.map { $0.candidates.map(\.document.id) } == [["d3", "d4", "d5", "d9"], ["d7"]])
        #expect(pool.tasks[0].candidates.map(\.firstStageRank) == [1, 2, 3, 4])
        #expect(pool.tasks[0].candidates.map(\.firstStageScore) == [9, 8, 7, nil])
        // The pool of one run is what `tasks` reads.
        #expect(
            try reader.pool(collection: collection(), runs: [first]).value.tasks
                == reader.tasks(collection: collection(), run: first).value)
        var only = reader
        only.queries = .ids(["3"])
        let error = #expect(throws: FormatError.self) { try only.pool(collection: self.collection(), runs: [first, second]) }
        #expect(error?.description.hasSuffix("it has no query \"3\"; choose one of its query ids") == true)
    }

    /// TREC topics describe the relevant documents, beside the text or in BEIR's metadata.
    @Test func queriesBringTheirNarratives() throws {
        let folder = try TemporaryFolder()
        try folder.write("c/corpus.jsonl", #"{"_id":"d","text":"x","description":"of no query"}"#)
        let queries = [
            #"{"_id":"1","text":"a","metadata":{"url":[1],"narrative":"what counts","description":"what is asked"}}"#,
            #"{"_id":"2","text":"b","narrative":"beside it","metadata":null}"#, #"{"_id":"3","text":"c","description":" "}"#,
            #"{"_id":"4","text":"d","narrative":{"text":7},"metadata":{"narrative":3}}"#,
        ]
        try folder.write("c/queries.jsonl", queries.joined(separator: "\n"))
        let run = try folder.write("run", (1...4).map { "\($0) Q0 d 1 1 x\n" }.joined())
        let tasks = try CandidateReader().tasks(collection: folder.path + "/c", run: run).value
        #expect(tasks.map(\.query.narrative) == ["what is asked\nwhat counts", "beside it", nil, nil])
    }

    @Test func runsKeepTheBestOfRepeatedDocumentsAndOrderTies() throws {
        let run = try folder.write("run.trec", "1 Q0 a 3 1.0 x\n1 Q0 b 1 1.0 x\n1 Q0 c 2 5 x\n1 Q0 a 4 7 x\n\nbroken line\n")
        let reading = try Run.read(run)
        #expect(reading.value.lists.map { $0.entries.map(\.documentID) } == [["a", "c", "b"]])
        #expect(reading.warnings.map(\.first.line) == [6, 1])
        #expect(
            reading.warnings[0].description.contains(
                "\(run):6: expected query Q0 document rank score tag; correct or remove the line"))
    }

    /// Measures do not use the rank: whatever it is, the line counts.
    @Test func theRankOfARunMayBeAnything() throws {
        let run = try folder.write(
            "run.trec",
            """
            1 Q0 a 99999999999999999999 9 x
            1 Q0 b 2.0 8 x
            1 Q0 c - 7 x
            1 Q0 d -9223372036854775808 6 x
            1 Q0 e 1e300 5 x
            1 Q0 f nan 4 x

            """)
        let reading = try Run.read(run)
        #expect(reading.warnings.isEmpty)
        #expect(reading.value.lists[0].entries.map(\.documentID) == ["a", "b", "c", "d", "e", "f"])
        #expect(reading.value.lists[0].entries.map(\.rank) == [1, 2, 3, 4, 5, 6])
    }

    /// A document whose score is not a number stays, and is ranked last.
    @Test func scoresThatAreNoNumbersRankLast() throws {
        let run = try folder.write("run.trec", "1 Q0 a 1 nan x\n1 Q0 b 2 3 x\n1 Q0 c 3 None x\n1 Q0 d 4 inf x\n1 Q0 e 5 high x\n")
        let reading = try Run.read(run)
        #expect(reading.value.lists[0].entries.map(\.documentID) == ["d", "b", "a", "c"])
        #expect(reading.value.lists[0].entries.map(\.score) == [.infinity, 3, -.infinity, -.infinity])
        #expect(
            reading.warnings.map(\.description) == [
                "2 of 5 lines ranked last: \(run):1: the score is not a number; correct or remove the line (the first of 2)",
                "1 of 5 lines left out: \(run):5: expected query Q0 document rank score tag; correct or remove the line",
            ])
    }

    /// A zero byte, or a byte that is not UTF-8, costs its line and no other.
    @Test func aStrayByteCostsItsLine() throws {
        let lines = (1...20).map { "the text of document number \($0)" }
        for (byte, problem) in [(UInt8(0), "binary data"), (0xFF, "not UTF-8")] {
            var bytes = Array(lines.joined(separator: "\n").utf8)
            bytes[bytes.count / 2] = byte
            let reading = try CandidateReader().tasks(from: LineReader(bytes, name: "f"))
            #expect(reading.value[0].candidates.count == 19)
            #expect(reading.warnings.map { $0.description.contains(problem) } == [true])
        }
        // In a short text too, and where a lost block of a disk stands at the end.
        for text in ["line one\nline \0 two\nline three\n", "line one\nline two\n\0\0\0\0\0\0\0\0"] {
            let reading = try CandidateReader().tasks(from: LineReader(Array(text.utf8), name: "f"))
            #expect(reading.value[0].candidates.count == 2 && reading.warnings.count == 1, "\(text)")
        }
    }

    /// What nobody can read is no text: controls, invisible formats and white space alone.
    @Test func invisibleTextIsNone() throws {
        let texts = ["\u{1}\u{2}", "\u{200B}\u{2060}", "\u{FEFF}", "\u{3164}\u{115F}", " \u{200F} "]
        for text in texts {
            #expect(throws: FormatError.self, "\(text.unicodeScalars)") {
                try CheckedDocument(Document(id: "1", text: text), limit: 100, file: "f", line: 1)
            }
        }
        for text in ["a", "\u{1}a", "漢", "٣", "\u{1F600}"] {
            #expect(throws: Never.self) { try CheckedDocument(Document(id: "1", text: text), limit: 100, file: "f", line: 1) }
        }
    }

    @Test func qrelsInBothForms() throws {
        let trec = try Qrels.read(folder.write("q.trec", "1 0 a 3\n1\t0\tb\t-1\n2 0 a 0\n1 0 a 3\n1 0 b 2\n"))
        #expect(trec.value.grades == ["1": ["a": 3, "b": -1], "2": ["a": 0]])
        #expect(trec.warnings.map(\.first.line) == [5])
        // A line without its document or its grade is damaged, and no row of another format.
        let short = try Qrels.read(folder.write("s.trec", "1 0 a 3\n1 0 2\n1 0 b 1\n"))
        #expect(short.value.grades == ["1": ["a": 3, "b": 1]] && short.warnings.count == 1)
        let beir = try Qrels.read(folder.write("q.tsv", "query-id\tcorpus-id\tscore\n1\ta\t3\n1\tb\t-1\n2\ta\t0\n"))
        #expect(beir.value == trec.value)
        #expect(beir.warnings.isEmpty)
        #expect(try trec.value.trecLines() == "1 0 a 3\n1 0 b -1\n2 0 a 0\n")
    }
}
