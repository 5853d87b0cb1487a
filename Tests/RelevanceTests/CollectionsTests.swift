import Foundation
import Relevance
import TestSupport
import Testing

/// The three public collections, if `ERANK_TEST_COLLECTIONS` names the folder that holds them.
@Suite struct CollectionsTests {
    static let folder = ProcessInfo.processInfo.environment["ERANK_TEST_COLLECTIONS"]

    @Test(
        .enabled(if: folder != nil, "ERANK_TEST_COLLECTIONS does not name the folder of the collections"),
        arguments: ["cranfield", "cisi", "npl"])
    func wholeCollectionsRead(_ name: String) throws {
        let base = try #require(Self.folder) + "/" + name
        let reading = try CandidateReader(depth: 20).tasks(collection: base, run: base + "/bm25.trec")
        #expect(reading.warnings.isEmpty)
        #expect(reading.value.count > 30)
        #expect(reading.value.allSatisfy { $0.candidates.map(\.firstStageRank) == Array(1...$0.candidates.count) })
        let trec = try Qrels.read(base + "/qrels.trec").value
        let beir = try Qrels.read(base + "/qrels/test.tsv").value
        #expect(trec.grades == beir.grades)
        try judgmentsGoThroughEveryForm(trec, queries: reading.value.map(\.query), path: base + "/qrels.trec")
        let run = try Run.read(base + "/bm25.trec").value
        let again = try Run.read(LineReader(Array(run.trecLines().utf8), name: "run")).value
        #expect(again.lists.map { $0.entries.map(\.documentID) } == run.lists.map { $0.entries.map(\.documentID) })
    }

    private func judgmentsGoThroughEveryForm(_ trec: Qrels, queries: [Query], path: String) throws {
        let file = try JudgmentFile.read(path).value
        #expect(file.format == .trec && file.entries.count == trec.count)
        #expect(zip(file.entries, file.entries.dropFirst()).allSatisfy { $0.line < $1.line })
        let beir = try JudgmentFile.read(LineReader(Array(trec.beirLines().utf8), name: "f")).value
        #expect(beir.format == .beir && Qrels(beir).grades == trec.grades)
        let csv = try JudgmentFile.read(LineReader(Array(trec.quepidLines(queries: queries).utf8), name: "f")).value
        let named = csv.named(by: queries)
        #expect(named.unknown.isEmpty && Qrels(named.file).grades == trec.grades)
    }
}

extension Qrels {
    fileprivate init(_ file: JudgmentFile) {
        self.init()
        for entry in file.entries { set(entry.grade, query: entry.query, document: entry.documentID) }
    }
}
