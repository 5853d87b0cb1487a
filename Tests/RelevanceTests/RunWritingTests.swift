import Foundation
import Relevance
import TestSupport
import Testing

@Suite struct RunWritingTests {
    private func entries(_ scores: [Double]) -> [RankedList.Entry] {
        scores.enumerated().map { RankedList.Entry(documentID: "d\($0.offset)", rank: $0.offset + 1, score: $0.element) }
    }

    @Test func sixDecimalsAndSmallStepsUnderTies() throws {
        let run = Run(
            tag: "erank", lists: [RankedList(queryID: "q 1".replacing(" ", with: "-"), entries: entries([9.5, 9.5, 0, 0]))])
        #expect(
            try run.trecLines() == """
                q-1 Q0 d0 1 9.500000 erank
                q-1 Q0 d1 2 9.499999 erank
                q-1 Q0 d2 3 0.000000 erank
                q-1 Q0 d3 4 -0.000001 erank

                """)
    }

    /// Any scores are written so that they fall strictly as trec_eval reads them (in single precision), and the run reads
    /// back in the same order.
    @Test func scoresFallStrictlyInSinglePrecision() throws {
        var random = Mutator(seed: 11, words: [])
        let folder = try TemporaryFolder()
        for round in 0..<200 {
            let scale = pow(10, Double.random(in: -7...20, using: &random))
            let levels = Int.random(in: 1...40, using: &random)
            let scores = (0..<60).map { _ in Double(Int.random(in: -levels...levels, using: &random)) * scale / Double(levels) }
                .sorted(by: >)
            let run = Run(tag: "t", lists: [RankedList(queryID: "1", entries: entries(scores))])
            let text = try run.trecLines()
            let printed = text.split(separator: "\n").compactMap { Float($0.split(separator: " ")[4]) }
            #expect(printed.count == 60)
            #expect(zip(printed, printed.dropFirst()).allSatisfy { $0 > $1 }, "round \(round)")
            let read = try Run.read(folder.write("run", text)).value
            #expect(read.lists[0].entries.map(\.documentID) == run.lists[0].entries.map(\.documentID))
        }
    }

    @Test func unreadableScoresStandLast() throws {
        let text = try Run(tag: "", lists: [RankedList(queryID: "1", entries: entries([.infinity, 2, .nan, -.infinity]))])
            .trecLines()
        let printed = text.split(separator: "\n").compactMap { Float($0.split(separator: " ")[4]) }
        #expect(zip(printed, printed.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func idsStayByteForByte() throws {
        let id = "MARCO_D1/é\u{301}#7,\"x\""
        let run = Run(tag: "t", lists: [RankedList(queryID: id, entries: [.init(documentID: id, rank: 1, score: 1)])])
        let folder = try TemporaryFolder()
        let read = try Run.read(folder.write("run", run.trecLines())).value
        #expect(Array(read.lists[0].queryID.utf8) == Array(id.utf8))
        #expect(Array(read.lists[0].entries[0].documentID.utf8) == Array(id.utf8))
    }

    @Test func idsWithSpacesAreRefused() {
        let run = Run(tag: "t", lists: [RankedList(queryID: "1", entries: [.init(documentID: "a b.txt", rank: 1, score: 1)])])
        let error = #expect(throws: FormatError.self) { try run.trecLines() }
        #expect(
            error?.description == """
                the id "a b.txt" is empty or has white space, and a TREC file cannot contain it; add --ids escape, or \
                use JSON output
                """)
    }
}
