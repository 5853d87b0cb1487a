import Foundation
@testable import Relevance
import TestSupport
import Testing

/// Every bad input gives one sentence with the place, what was expected and the remedy.
@Suite struct FormatErrorTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ path: String, as kind: CandidateKind? = nil, query: String? = nil) -> String {
        let reader = CandidateReader(query: query.map { Query(id: "1", text: $0) })
        let error = #expect(throws: FormatError.self) { try reader.tasks(at: path, as: kind) }
        return error?.description.replacing(folder.path + "/", with: "") ?? ""
    }

    @Test func whatIsNotThere() throws {
        #expect(sentence(folder.path + "/no.jsonl") == "no.jsonl: there is no such file or folder; check the path")
        let file = try folder.write("f.txt", "x")
        #expect(sentence(file + "/deeper") == "f.txt/deeper: there is no such file or folder; check the path")
        #expect(sentence(file, as: .textFolder) == "f.txt: it is a file where a folder is expected; name its folder")
        #expect(
            sentence(folder.path, as: .jsonLines).hasSuffix("it is a folder where a file is expected; name a file in it"))
    }

    @Test func foldersWithoutText() throws {
        try folder.write("empty/.keep", "")
        #expect(sentence(folder.path + "/empty") == "empty: it holds no text files; choose a file or folder with text files")
        try folder.write("binary/a.bin", [0, 1, 2])
        #expect(
            sentence(folder.path + "/binary")
                == "binary/a.bin: it is binary data, not text; extract (or decompress) its text first")
    }

    @Test func emptyAndBinaryFiles() throws {
        #expect(sentence(try folder.write("e", "")) == "e: it holds no text; choose a file or folder with text")
        #expect(sentence(try folder.write("blank", " \n\n")) == "blank: it holds no text; choose a file or folder with text")
        let binary = "it is binary data, not text; extract (or decompress) its text first"
        #expect(sentence(try folder.write("b", [0x7F, 0x45, 0, 1])) == "b: \(binary)")
        #expect(sentence(try folder.write("z.gz", [0x1F, 0x8B, 8])) == "z.gz: \(binary)")
        let notUTF8 = "the text is not UTF-8; convert it, for example with iconv -t UTF-8"
        #expect(sentence(try folder.write("utf16", [0xFF, 0xFE, 0x41, 0])) == "utf16: \(notUTF8)")
        #expect(sentence(try folder.write("latin1", [0x63, 0x61, 0x66, 0xE9])) == "latin1:1: \(notUTF8)")
        #expect(
            sentence(try folder.write("nul.jsonl", #"{"id":"1","text":"a\u0000b"}"#)) == "nul.jsonl:1: \(binary)")
    }

    @Test func filesOfAnotherKind() throws {
        #expect(
            sentence(try folder.write("r.trec", "1 Q0 d1 1 2.5 bm25\n"))
                == "r.trec: a TREC run lists document ids without their texts; use --collection BEIR_FOLDER --run "
                + "\(folder.path)/r.trec"
                .replacing(folder.path + "/", with: ""))
        try folder.write("beir/corpus.jsonl", "{}")
        #expect(
            sentence(folder.path + "/beir")
                == "beir: a collection (a folder with corpus.jsonl) needs a first-stage run that lists the candidates; "
                + "use --collection beir --run RUN.trec"
        )
    }

    @Test func queries() throws {
        let file = try folder.write("d.jsonl", #"{"id":"1","text":"t"}"#)
        #expect(sentence(file, query: " \n") == "the query is empty; say what you are looking for")
        let tsv = try folder.write("t.tsv", "1\ta\tq\tp\n2\tb\tr\tp\n")
        #expect(
            sentence(tsv, query: "s")
                == "t.tsv: it has 2 queries, and none is the given query; leave the query out, or choose by query id")
        var reader = CandidateReader()
        reader.queries = .ids(["2", "9"])
        let error = #expect(throws: FormatError.self) { try reader.tasks(at: tsv) }
        #expect(error?.description == "\(tsv): it has no query \"9\"; choose one of its query ids")
        #expect(
            sentence(try folder.write("q.tsv", "1\ta\t \tp\n")) == "q.tsv:1: the query is empty; write a query or remove "
                + "the line")
    }

    @Test func damagedLinesCostThemselves() throws {
        let lines = [
            #"{"id":"a","text":"x"}"#, #"{"id":"b" "text":"x"}"#, #"{"id":"a","text":"y"}"#, #"{"id":"c","text":" "}"#,
            #"{"id":"d","text":"#,
        ]
        let path = try folder.write("d.jsonl", lines.joined(separator: "\n"))
        let reading = try CandidateReader().tasks(at: path)
        #expect(reading.value[0].candidates.map(\.document.text) == ["x"])
        let warnings = reading.warnings.map { $0.description.replacing(folder.path + "/", with: "") }
        #expect(
            warnings == [
                "2 of 5 documents left out: d.jsonl:2: not valid JSON: expected ',' or '}' at byte 10; correct or remove "
                    + "it (the first of 2)",
                """
                1 of 5 documents left out: d.jsonl:3: the id "a" occurs again, and only its first entry is kept; \
                give every document a different id
                """,
                "1 of 5 documents left out: d.jsonl:4: the document has no text; add text or leave the document out",
            ])
    }

    @Test func giganticDocumentsAreCutAndSaidSo() throws {
        var reader = CandidateReader()
        reader.documentByteLimit = 1 << 10
        let text = String(repeating: "é", count: 4000)
        let expected = String(repeating: "é", count: 512)
        let files = [
            try folder.write("big.jsonl", "{\"id\":\"1\",\"text\":\"\(text)\"}"), try folder.write("big.txt", text),
            (try folder.write("texts/big.txt", text) as NSString).deletingLastPathComponent,
        ]
        for file in files {
            let reading = try reader.tasks(at: file)
            #expect(reading.value[0].candidates[0].document.text == expected)
            #expect(
                reading.warnings[0].description.hasSuffix(
                    "the text is over 1 KiB, and only its beginning is kept; split it into passages to score them all"))
        }
    }

    @Test func linesOverTheReadersLimit() throws {
        let long = Array("[\"".utf8) + [UInt8](repeating: 0x61, count: 5000)
        var lines = LineReader(long + [0x0A, 0x62], name: "n", lengthLimit: 100)
        let first = try #require(try lines.next())
        #expect(first.isTooLong && first.bytes.count == 100)
        #expect(try lines.next()?.bytes.elementsEqual("b".utf8) == true)
    }

    /// A file that disappears while a folder is read (here: a dangling link) is left out with a warning.
    @Test func vanishedFiles() throws {
        try folder.write("t/a.txt", "text")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/t/b.txt", withDestinationPath: folder.path + "/nothing")
        let reading = try CandidateReader().tasks(at: folder.path + "/t")
        #expect(reading.value[0].candidates.map(\.document.id) == ["a.txt"])
        #expect(
            reading.warnings[0].description.replacing(folder.path + "/", with: "")
                == "1 of 2 documents left out: t/b.txt: there is no file of this name: it was removed meanwhile, or its "
                + "name is not UTF-8; restore or rename it, and read the folder again")
    }

    @Test func collections() throws {
        try folder.write("c/queries.jsonl", #"{"_id":"1","text":"q"}"#)
        try folder.write("c/corpus.jsonl", #"{"_id":"d1","text":"t"}"#)
        func sentence(_ run: String, ids: [String]? = nil) throws -> String {
            var reader = CandidateReader()
            if let ids { reader.queries = .ids(ids) }
            let path = try folder.write("run", run)
            let error = #expect(throws: FormatError.self) { try reader.tasks(collection: folder.path + "/c", run: path) }
            return error?.description.replacing(folder.path + "/", with: "") ?? ""
        }
        #expect(
            try sentence("1 Q0 d9 1 1 x")
                == "c/corpus.jsonl: it lacks the document \"d9\" that run names; use the corpus the run was made on")
        #expect(
            try sentence("7 Q0 d1 1 1 x")
                == "c/queries.jsonl: it lacks the query \"7\" that run names; use the queries the run was made on")
        #expect(
            try sentence("1 Q0 d1 1 1 x", ids: ["3"]) == "c/queries.jsonl: it has no query \"3\"; choose one of its query ids")
        #expect(try sentence("") == "run: it holds no lines of a TREC run; choose a file or folder with lines of a TREC run")
        #expect(try sentence("1 Q0 d1 1 one x") == "run:1: expected query Q0 document rank score tag; correct or remove the line")
        let error = #expect(throws: FormatError.self) {
            try CandidateReader().tasks(collection: folder.path + "/none", run: folder.path + "/run")
        }
        #expect(error?.code == .notFound)
    }

    @Test func warningsOfOnePartAreSummed() {
        let blank = FormatWarning(part: .documents, count: 1, total: 9, first: .emptyDocument("a.jsonl", line: 3))
        let repeated = FormatWarning(part: .documents, count: 2, total: 9, first: .duplicateID("x", "a.jsonl", line: 7))
        let sentence = [blank, repeated].sentence ?? ""
        #expect(sentence.hasPrefix("3 of 9 documents left out: a.jsonl:3: "))
        #expect(sentence.contains("; and a.jsonl:7: ") && sentence.hasSuffix(" (the first of 2)"))
        #expect([blank].sentence == blank.description && [FormatWarning]().sentence == nil)
    }

    /// Comparing 100,000 combining marks in a row takes seconds: an id or query with them is left out, wherever it comes from.
    @Test func pilesOfMarksAreNotCompared() throws {
        let folder = try TemporaryFolder()
        let pile = "a" + String(repeating: "\u{323}\u{301}", count: 5_000)
        #expect(MarkPile.isIn(pile) && !MarkPile.isIn(String(pile.unicodeScalars.prefix(900))))
        #expect(!MarkPile.isIn(String(repeating: "e\u{301}", count: 5_000)))
        let documents = try folder.write(
            "c.jsonl", "{\"id\":\"\(pile)\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\",\"\(pile)\":1}\n")
        let candidates = try CandidateReader(query: Query(id: "1", text: "q")).tasks(at: documents)
        #expect(candidates.value.first?.candidates.map(\.document.id) == ["b"] && candidates.warnings.count == 1)
        let run = try Run.read(try folder.write("run", "1 Q0 \(pile) 1 2 t\n1 Q0 b 2 1 t\n\(pile) Q0 b 1 1 t\n"))
        #expect(run.value.lists.map { $0.entries.map(\.documentID) } == [["b"]] && run.warnings.first?.count == 2)
        let qrels = try Qrels.read(try folder.write("qrels", "1 0 \(pile) 1\n1 0 b 1\n"))
        #expect(qrels.value.count == 1)
        let sentence = try #require(candidates.warnings.first).first.description
        #expect(sentence.contains("an id or query is not UTF-8, or has more than 1,000 combining marks in a row; convert it"))
        let requests = try folder.write(
            "r.jsonl", "{\"query\":{\"text\":\"\(pile)\",\"qid\":\"1\"},\"candidates\":[{\"docid\":\"a\",\"doc\":\"x\"}]}\n")
        #expect(throws: FormatError.self) { try CandidateReader(query: nil).tasks(at: requests) }
    }
}
