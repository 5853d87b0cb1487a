import Relevance
import Sessions
import TestSupport
import Testing

@Suite struct BookExportTests {
    /// Whatever was judged, a rule settles exactly the open conflicts, with a grade that some judge gave, and changes nothing
    /// else.
    @Test func rulesSettleOpenConflictsAlone() {
        for seed in 0..<60 {
            var session = RandomSession(seed: 1000 + UInt64(seed))
            var book = JudgmentBook()
            for _ in 0..<60 { book.apply(session.judgment(by: ["a", "b", "c"][Int.random(in: 0..<3, using: &session.random)])) }
            let plain = book.qrels()
            #expect(book.qrels(settling: .omit) == plain && book.qrels(settling: .refuse) == plain)
            let (lowest, highest) = (book.qrels(settling: .min), book.qrels(settling: .max))
            let contested = Dictionary(grouping: book.openConflicts, by: \.queryID)
            for query in book.queryIDs {
                #expect(book.contestedCount(query: query) == contested[query]?.count ?? 0, "\(query)")
            }
            for conflict in book.openConflicts {
                let (query, document) = (conflict.queryID, conflict.documentID)
                #expect(plain[query, document] == nil)
                #expect(lowest[query, document] == conflict.grades.values.min())
                #expect(highest[query, document] == conflict.grades.values.max())
            }
            #expect(lowest.count == plain.count + book.openConflicts.count && highest.count == lowest.count)
            #expect(lowest.queryIDs == lowest.queryIDs.sorted() && Set(lowest.queryIDs).count == lowest.queryIDs.count)
            for (query, documents) in plain.grades {
                #expect(documents.allSatisfy { lowest[query, $0.key] == $0.value && highest[query, $0.key] == $0.value })
            }
        }
    }

    @Test func entriesAreAllThatStands() {
        var session = RandomSession(seed: 9)
        var book = JudgmentBook()
        for moment in 0..<300 {
            book.apply(session.judgment(by: ["a", "b"][Int.random(in: 0..<2, using: &session.random)]), milliseconds: moment)
        }
        let entries = book.entries
        #expect(!entries.isEmpty)
        for entry in entries {
            let judgment = entry.judgment
            let all = book.judgments(query: judgment.queryID, document: judgment.documentID)
            #expect(all.contains(judgment))
            #expect(
                all.count
                    == entries.count { $0.judgment.queryID == judgment.queryID && $0.judgment.documentID == judgment.documentID })
            guard !judgment.isAdjudication else { continue }
            let moment = book.milliseconds(query: judgment.queryID, document: judgment.documentID, judge: judgment.judge)
            #expect(moment == entry.milliseconds)
        }
    }

    @Test func sentences() {
        #expect(
            SessionError.noJudge("x", known: [], path: "s").description
                == "s: the session has no judgments by \"x\"; judge something first")
        #expect(
            SessionError.openConflicts(3, path: "s").description == """
                s: judges disagree on 3 documents, and nobody has adjudicated them; use erank judgments adjudicate, export one \
                judge with --judge, or choose a rule with --conflicts min, max or omit
                """)
    }

    /// Events written together read back as the same events.
    @Test func eventsWrittenTogether() throws {
        let folder = try TemporaryFolder()
        var session = RandomSession(seed: 10)
        let events = session.events(200)
        let file = try SessionFile.create(at: folder.path + "/together.jsonl", program: "test")
        try file.append(contentsOf: events)
        try file.append(contentsOf: [])
        file.close()
        #expect(try events.map(\.milliseconds) == SessionsTests.events(at: file.path).map(\.milliseconds))
        #expect(try SessionReader(path: file.path).state() == state(of: events))
    }
}
