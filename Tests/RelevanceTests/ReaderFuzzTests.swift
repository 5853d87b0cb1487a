import Foundation
import Relevance
import TestSupport
import Testing

/// Ten thousand damaged inputs for every reader: an error or a result, never a crash; and every result can be shown.
@Suite struct ReaderFuzzTests {
    private static let words = [
        "\"", "{", "}", "[", "]", ":", ",", "\t", "\n", " Q0 ", "null", "1e999", "-", "\\u0000", "\\ud800", "candidates", "_id",
        "nan",
        "99999999999999999999",
    ]
    private static let count = 10_000

    @Test(arguments: [
        (
            CandidateKind.jsonLines,
            #"{"id":"a","title":"T","text":"x y","rank":1,"score":2.5}"# + "\n" + #"{"_id":7,"contents":"z"}"#
        ),
        (
            .rankLLM,
            #"[{"query":{"text":"q","qid":1},"candidates":[{"docid":"d","score":3,"doc":{"title":"t","contents":"x"}}]}]"#
        ),
        (.rankLLM, #"{"query":"q","hits":[{"content":"x","qid":3,"docid":"7","rank":1,"score":1.5}]}"# + "\n{}"),
        (.msMarco, "1\tp1\tquery one\tpassage\n2\tp2\tquery\té passage\n"),
        (.lines, "one line\r\nanother é\n\nthird"),
    ])
    func candidates(_ kind: CandidateKind, _ text: String) throws {
        var mutator = Mutator(seed: 21, words: Self.words)
        let original = Array(text.utf8)
        var reader = CandidateReader(depth: 3)
        for round in 0..<Self.count {
            let bytes = mutator.mutate(original)
            reader.documentByteLimit = round % 7 == 0 ? 3 : 1 << 20
            reader.queries = round % 5 == 0 ? .first(1) : .all
            // Half of the inputs are read as a given kind; for the others the kind is detected.
            let told = round % 2 == 0 ? kind : nil
            do throws(FormatError) {
                let reading = try reader.tasks(
                    from: LineReader(bytes, name: "f", lengthLimit: round % 11 == 0 ? 8 : 1 << 20), as: told)
                #expect(!reading.value.isEmpty)
                for task in reading.value {
                    #expect((1...3).contains(task.candidates.count))
                    #expect(task.candidates.allSatisfy { !$0.document.content.isEmpty })
                    #expect(Set(task.candidates.map(\.document.id)).count == task.candidates.count)
                }
            } catch {
                #expect(error.description.contains("; "))
            }
        }
    }

    @Test func runs() {
        var mutator = Mutator(seed: 22, words: Self.words)
        let original = Array("1 Q0 d1 1 9.5 bm25\n1 Q0 d2 2 9.25 bm25\n2\tQ0\td1\t1\t-3e2\tbm25\n".utf8)
        for _ in 0..<Self.count {
            guard let run = try? Run.read(LineReader(mutator.mutate(original), name: "f")).value else { continue }
            for list in run.lists {
                #expect(zip(list.entries, list.entries.dropFirst()).allSatisfy { $0.score >= $1.score })
            }
            // A run that was read can be written, and reads back in the same order.
            let again = try? Run.read(LineReader(Array(run.trecLines().utf8), name: "f")).value
            #expect(again?.lists.map { $0.entries.map(\.documentID) } == run.lists.map { $0.entries.map(\.documentID) })
        }
    }

    @Test(arguments: ["1 0 a 3\n1 0 b -1\n2 0 a 0\n", "query-id\tcorpus-id\tscore\n1\ta\t3\n2\tb\t1.0\n"]) func qrels(
        _ text: String
    ) throws {
        var mutator = Mutator(seed: 23, words: Self.words)
        for _ in 0..<Self.count {
            guard let qrels = try? Qrels.read(LineReader(mutator.mutate(Array(text.utf8)), name: "f")).value else { continue }
            // Between tabs, an id may be one that no format can write.
            guard let written = (try? qrels.trecLines()) ?? (try? qrels.beirLines()) else {
                let ids = qrels.queryIDs + qrels.grades.values.flatMap(\.keys)
                #expect(ids.contains { $0.utf8.first == UInt8(ascii: "\"") || $0.utf8.contains(13) })
                continue
            }
            let again = try Qrels.read(LineReader(Array(written.utf8), name: "f")).value
            #expect(again.grades == qrels.grades)
        }
    }

    @Test func collections() {
        var mutator = Mutator(seed: 24, words: Self.words)
        let files = [
            #"{"_id":"d1","title":"T","text":"one"}"# + "\n" + #"{"text":"two","_id":"d2"}"#,
            #"{"_id":"1","text":"q"}"# + "\n" + #"{"_id":"2","text":"r"}"#, "1 Q0 d1 1 2.5 x\n1 Q0 d2 2 2 x\n2 Q0 d2 1 1 x\n",
        ].map { Array($0.utf8) }
        for round in 0..<Self.count {
            var damaged = files
            damaged[round % 3] = mutator.mutate(files[round % 3])
            let reading = try? CandidateReader(depth: 2).tasks(
                corpus: LineReader(damaged[0], name: "corpus"), queries: LineReader(damaged[1], name: "queries"),
                run: LineReader(damaged[2], name: "run"))
            #expect(reading?.value.allSatisfy { (1...2).contains($0.candidates.count) } ?? true)
        }
    }

    @Test func textFolders() throws {
        var mutator = Mutator(seed: 25, words: Self.words + ["# ", "\n\n"])
        let folder = try TemporaryFolder()
        let original = Array("# A title\n\nThe text, é.\nMore of it.\n".utf8)
        for _ in 0..<Self.count {
            try Data(mutator.mutate(original)).write(to: URL(filePath: folder.path + "/a.txt"))
            let reading = try? CandidateReader().tasks(at: folder.path)
            #expect(reading?.value.first?.candidates.first?.document.content.isEmpty != true)
        }
    }
}
