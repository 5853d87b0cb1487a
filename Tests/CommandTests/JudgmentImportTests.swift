import ModelFixtures
import Relevance
import Sessions
import Testing

@testable import erank

/// The effect of an import on a session, for random sessions and files.
@Suite struct JudgmentImportTests {
    private static let ids = ["1", "2", "07"]

    private func state(_ random: inout SeededGenerator) -> SessionState {
        var state = SessionState()
        var events: [SessionEvent] = [.query(Query(id: "1", text: "one")), .query(Query(id: "2", text: "two"))]
        for _ in 0..<20 {
            let verdicts: [Verdict] = [.grade(Int.random(in: 0..<4, using: &random)), .grade(1), .skipped, .cannotTell]
            events.append(
                .judgment(
                    Judgment(
                        queryID: Self.ids[Int.random(in: 0..<2, using: &random)],
                        documentID: "d\(Int.random(in: 0..<5, using: &random))",
                        verdict: verdicts[Int.random(in: 0..<4, using: &random)],
                        judge: ["ann", "bob"][Int.random(in: 0..<2, using: &random)],
                        note: Int.random(in: 0..<2, using: &random) == 0 ? "n" : nil)))
        }
        for event in events { state.apply(TimedEvent(milliseconds: 0, event: event)) }
        return state
    }

    private func file(_ random: inout SeededGenerator) throws -> JudgmentFile {
        var rows = "query,docid,ann,bob\n1,d0,1,1\n"
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            let grades = (0..<2).map { _ in
                Int.random(in: 0..<3, using: &random) == 0 ? "" : "\(Int.random(in: 0..<5, using: &random))"
            }
            let names = [["one", "two", "seven"], Self.ids][Int.random(in: 0..<2, using: &random)]
            let name = names[Int.random(in: 0..<3, using: &random)]
            rows += "\(name),d\(Int.random(in: 0..<6, using: &random)),\(grades[0]),\(grades[1])\n"
        }
        return try JudgmentFile.read(LineReader(Array(rows.utf8), name: "f")).value
    }

    @Test(arguments: JudgmentImport.Rule.allCases)
    func mineKeepsAndTheirsTakes(rule: JudgmentImport.Rule) throws {
        var random = SeededGenerator(seed: 51)
        for _ in 0..<200 {
            let before = state(&random)
            let file = try file(&random)
            let plan = try JudgmentImport(file, source: "f", judge: nil, rule: rule, into: before, batch: "x")
            var after = before
            for judgment in plan.judgments { after.apply(TimedEvent(milliseconds: 1, event: .judgment(judgment))) }

            let conflicts = Set(plan.conflicts.map { [$0.queryID, $0.documentID, $0.judge] })
            var seen: Set<[String]> = []
            for entry in file.named(by: before.topics.map(\.query)).file.entries where entry.query != "07" {
                let judge = try #require(entry.judge)
                // A query named once by its text and once by its id is the same query.
                #expect(seen.insert([entry.query, entry.documentID, judge]).inserted)
                let here = before.book.judgment(query: entry.query, document: entry.documentID, judge: judge)
                let there = after.book.judgment(query: entry.query, document: entry.documentID, judge: judge)
                let differs = here?.grade.map { $0 != entry.grade } ?? (here?.verdict == .cannotTell)
                #expect(conflicts.contains([entry.query, entry.documentID, judge]) == differs)
                #expect(there?.grade == (differs && rule == .mine ? here?.grade : entry.grade))
                #expect(there?.note == here?.note)
            }
            // Undoing one step per judge restores everything.
            for judge in ["ann", "bob"] where plan.judgments.contains(where: { $0.judge == judge }) {
                after.apply(TimedEvent(milliseconds: 2, event: .undo(judge: judge)))
            }
            #expect(after.book.entries == before.book.entries)
        }
    }
}
