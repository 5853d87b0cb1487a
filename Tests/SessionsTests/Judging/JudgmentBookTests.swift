import Foundation
import Relevance
import Sessions
import TestSupport
import Testing

/// A simple book without regard to speed: it keeps every judge's steps and folds them again for each question.
private struct NaiveBook {
    private struct Key: Hashable {
        var judge: String
        var query: String
        var document: String
        var isAdjudication: Bool
    }

    private var done: [String: [[(Int, Judgment)]]] = [:]
    private var undone: [String: [[(Int, Judgment)]]] = [:]
    private var number = 0
    var judges: [String] = []

    private func key(_ judgment: Judgment) -> Key {
        Key(
            judge: judgment.judge, query: judgment.queryID, document: judgment.documentID,
            isAdjudication: judgment.isAdjudication)
    }

    private var standing: [Key: (Int, Judgment)] {
        var standing: [Key: (Int, Judgment)] = [:]
        for (number, judgment) in done.values.joined().joined() {
            let isLater = standing[key(judgment)].map { $0.0 < number } ?? true
            if isLater { standing[key(judgment)] = (number, judgment) }
        }
        return standing.filter { !$0.value.1.isEmpty }
    }

    mutating func apply(_ event: SessionEvent) {
        switch event {
        case .judgment(let judgment):
            if judgment.isEmpty, standing[key(judgment)] == nil { return }
            number += 1
            let last = done[judgment.judge]?.last?.last?.1
            if let batch = judgment.batch, last?.batch == batch, (undone[judgment.judge] ?? []).isEmpty,
                var step = done[judgment.judge]?.popLast()
            {
                step.append((number, judgment))
                done[judgment.judge]?.append(step)
            } else {
                done[judgment.judge, default: []].append([(number, judgment)])
            }
            undone[judgment.judge] = []
            if !judgment.isAdjudication, !judges.contains(judgment.judge) { judges.append(judgment.judge) }
        case .undo(let judge): if let step = done[judge]?.popLast() { undone[judge, default: []].append(step) }
        case .redo(let judge): if let step = undone[judge]?.popLast() { done[judge, default: []].append(step) }
        default: break
        }
    }

    /// All current judgments as text, by judge.
    var said: Set<Judgment> { Set(standing.values.map(\.1)) }

    func final(query: String) -> [String: Int] {
        let here = standing.filter { $0.key.query == query }
        return Dictionary(grouping: here, by: \.key.document).compactMapValues { entries in
            let adjudications = entries.filter(\.key.isAdjudication).map(\.value).sorted { $0.0 < $1.0 }
            if let last = adjudications.last { return last.1.grade }
            let grades = Set(entries.compactMap { $0.value.1.grade })
            return grades.count == 1 ? grades.first : nil
        }
    }

    var conflicts: Set<String> {
        let grades = Dictionary(
            grouping: standing.filter { !$0.key.isAdjudication && $0.value.1.grade != nil },
            by: { "\($0.key.query)/\($0.key.document)" })
        return Set(grades.filter { Set($0.value.map(\.value.1.grade)).count > 1 }.keys)
    }

    func counts(_ judge: String) -> [Int] { [done[judge]?.count ?? 0, undone[judge]?.count ?? 0] }
}

@Suite struct JudgmentBookTests {
    private let queries = ["1", "2", "\""]
    private let documents = ["d0", "d1", "d\\"]

    /// All current judgments of the book, looked up document by document.
    private func said(_ book: JudgmentBook) -> Set<Judgment> {
        Set(queries.flatMap { query in documents.flatMap { book.judgments(query: query, document: $0) } })
    }

    /// A random sequence of judgments, undos and redos, with some batches.
    private func steps(_ count: Int, seed: UInt64) -> [SessionEvent] {
        var session = RandomSession(seed: seed)
        return (0..<count).map { _ in
            let judge = ["a", "b", "c"].randomElement(using: &session.random) ?? "a"
            switch Int.random(in: 0..<10, using: &session.random) {
            case 0...1: return .undo(judge: judge)
            case 2: return .redo(judge: judge)
            default: return .judgment(session.judgment(by: judge))
            }
        }
    }

    @Test func asTheNaiveModelHasIt() {
        for seed in 1...30 as ClosedRange<UInt64> {
            var naive = NaiveBook()
            var state = SessionState()
            for (number, event) in steps(150, seed: seed).enumerated() {
                naive.apply(event)
                state.apply(TimedEvent(milliseconds: number, event: event))
                let book = state.book
                #expect(said(book) == naive.said)
                #expect(book.judges == naive.judges)
                for query in queries { #expect(book.final(query: query) == naive.final(query: query)) }
                #expect(Set(book.conflicts.map { "\($0.queryID)/\($0.documentID)" }) == naive.conflicts)
                for judge in ["a", "b", "c"] {
                    #expect([book.canUndo(judge: judge), book.canRedo(judge: judge)] == naive.counts(judge).map { $0 > 0 })
                    #expect(Set(book.judgments(by: judge)) == naive.said.filter { $0.judge == judge && !$0.isAdjudication })
                }
            }
        }
    }

    /// Undoing n steps and redoing them gives the same book, even for all steps.
    @Test func backAndForthIsIdentity() {
        for seed in 1...30 as ClosedRange<UInt64> {
            var state = SessionState()
            for event in steps(120, seed: seed) { state.apply(TimedEvent(milliseconds: 0, event: event)) }
            for judge in ["a", "b", "c"] {
                var books = [state.book]
                while let book = books.last, book.canUndo(judge: judge) {
                    var before = book
                    let changes = book.nextUndo(judge: judge)
                    before.undo(judge: judge)
                    #expect(!changes.isEmpty)
                    let now = changes.last.map { change in
                        before.judgments(query: change.queryID, document: change.documentID)
                    }
                    if let after = changes.last?.after { #expect(now?.contains(after) == true) }
                    #expect(before.nextRedo(judge: judge).map(\.after) == changes.reversed().map(\.before))
                    books.append(before)
                }
                #expect(said(books.last ?? JudgmentBook()).allSatisfy { $0.judge != judge })
                for (earlier, later) in zip(books.dropFirst().reversed(), books.dropLast().reversed()) {
                    var again = earlier
                    again.redo(judge: judge)
                    #expect(again == later)
                }
            }
        }
    }

    @Test func writtenAndReadAgainTheBookIsTheSame() throws {
        let folder = try TemporaryFolder()
        for seed in 1...15 as ClosedRange<UInt64> {
            var live = SessionState()
            let path = folder.path + "/\(seed).jsonl"
            var file = try SessionFile.create(at: path, program: "t")
            for (number, event) in steps(200, seed: seed).enumerated() {
                let timed = file.stamp(event)
                live.apply(timed)
                try file.append(timed)
                guard number % 67 == 66 else { continue }
                file.close()
                let reopened = try SessionFile.open(at: path)
                #expect(reopened.state == live && reopened.warnings.isEmpty)
                file = reopened.file
            }
        }
    }

    @Test func anImportIsOneStep() {
        var book = JudgmentBook()
        book.apply(Judgment(queryID: "1", documentID: "d1", verdict: .grade(3), judge: "a"))
        let mine = book
        for number in 0..<500 {
            book.apply(
                Judgment(
                    queryID: "1", documentID: "d\(number % 400)", verdict: .grade(number % 4), judge: "a", source: "qrels",
                    batch: "i1"))
            // Another judge's judgment in between does not split the batch.
            book.apply(Judgment(queryID: "1", documentID: "d\(number)", verdict: .grade(0), judge: "b"))
        }
        #expect(book.nextUndo(judge: "a").count == 500)
        let imported = book.judgments(by: "a")
        #expect(imported.count == 400)
        book.undo(judge: "a")
        #expect(book.judgments(by: "a") == mine.judgments(by: "a"))
        book.redo(judge: "a")
        #expect(book.judgments(by: "a") == imported)
        #expect(book.judgments(by: "b").count == 500)
    }

    @Test func adjudicationKeepsBothOriginals() {
        var book = JudgmentBook()
        func judge(_ grade: Int, _ judge: String, adjudicates: Bool = false) {
            book.apply(
                Judgment(queryID: "q", documentID: "d", verdict: .grade(grade), judge: judge, isAdjudication: adjudicates))
        }
        judge(3, "ann")
        judge(1, "bob")
        #expect(book.final(query: "q").isEmpty)
        #expect(book.conflicts.map(\.grades) == [["ann": 3, "bob": 1]])
        judge(2, "bob", adjudicates: true)
        #expect(book.final(query: "q") == ["d": 2])
        #expect(book.judgments(query: "q", document: "d").map(\.grade) == [3, 1, 2])
        #expect(book.conflicts.map(\.adjudication?.grade) == [2])
        judge(0, "eve", adjudicates: true)
        #expect(book.adjudication(query: "q", document: "d")?.grade == 0)
        #expect(book.judges == ["ann", "bob"])
        // After one undo the previous adjudication counts again; after two the judges disagree again.
        book.undo(judge: "eve")
        #expect(book.final(query: "q") == ["d": 2])
        book.undo(judge: "bob")
        #expect(book.final(query: "q").isEmpty)
        #expect(book.qrels(judge: "bob").grades == ["q": ["d": 1]])
        #expect(book.qrels().count == 0)
    }

    @Test func skipsAndDoubtsAreNoGrades() {
        var book = JudgmentBook()
        book.apply(Judgment(queryID: "q", documentID: "a", verdict: .skipped, judge: "x"))
        book.apply(Judgment(queryID: "q", documentID: "b", verdict: .cannotTell, judge: "x"))
        book.apply(Judgment(queryID: "q", documentID: "c", verdict: nil, judge: "x", note: "look again"))
        book.apply(Judgment(queryID: "q", documentID: "a", verdict: .grade(2), judge: "y"))
        #expect(book.qrels(judge: "x").count == 0)
        #expect(book.final(query: "q") == ["a": 2])
        #expect(book.conflicts.isEmpty)
        #expect(book.judgment(query: "q", document: "c", judge: "x")?.note == "look again")
        // Editing a note is a step of its own.
        book.apply(Judgment(queryID: "q", documentID: "c", verdict: .grade(1), judge: "x", note: "looked"))
        book.undo(judge: "x")
        #expect(book.judgment(query: "q", document: "c", judge: "x")?.note == "look again")
        // A document that was graded once was seen, whatever was undone. A skip, a doubt or a note is not a grade.
        #expect(
            ["a", "b", "c", "d"].map { book.hasJudged(query: "q", document: $0, judge: "x") } == [false, false, true, false])
        book.see(["b"], query: "q", judge: "x")
        book.see(["b"], query: "p", judge: "x")
        book.undo(judge: "x")
        #expect(["a", "b", "c", "d"].map { book.hasSeen(query: "q", document: $0, judge: "x") } == [false, true, true, false])
        #expect(!book.hasSeen(query: "q", document: "b", judge: "y"))
        // Someone who has only looked is not a judge and has nothing to undo.
        book.see(["a"], query: "q", judge: "z")
        #expect(book.judges == ["x", "y"])
        #expect(!book.canUndo(judge: "z") && book.hasSeen(query: "q", document: "a", judge: "z"))
    }

    /// Lines of the version that had only grades.
    @Test func earlierSessionsRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "old.jsonl",
            """
            {"erank_session":1,"created":"2026-11-23T14:42:03Z","program":"erank 0.1.0"}
            {"t":1,"judgment":{"documentID":"g12","grade":1,"judge":"ann","queryID":"goldfish"}}
            {"t":2,"judgment":{"documentID":"g12","grade":2,"judge":"ann","queryID":"goldfish"}}
            {"t":3,"judgment":{"documentID":"g09","grade":3,"judge":"ann","queryID":"goldfish"}}
            {"t":4,"judgment":{"documentID":"g09","judge":"ann","queryID":"goldfish"}}
            {"t":5,"judgment":{"documentID":"g01","grade":1}}
            {"t":6,"judgment":{"documentID":"g01","queryID":"goldfish","judge":"ann","verdict":"maybe"}}

            """)
        let reader = try SessionReader(path: path)
        let state = try reader.state()
        #expect(state.book.qrels().grades == ["goldfish": ["g12": 2]])
        #expect(state.book.milliseconds(query: "goldfish", document: "g12", judge: "ann") == 2)
        // No judge is named, so it is the one who judged last.
        #expect(state.judge == "ann")
        #expect(reader.warnings.map(\.line) == [6])
        let book = state.book
        #expect(book.nextUndo(judge: "ann").map(\.after?.grade) == [3])
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("maybe"))
    }

    @Test func onlyWhatIsSetIsWritten() throws {
        let folder = try TemporaryFolder()
        let file = try SessionFile.create(at: folder.path + "/s.jsonl", program: "t")
        let judgments = [
            Judgment(queryID: "q", documentID: "d", verdict: .grade(3), judge: "you"),
            Judgment(queryID: "q", documentID: "d", verdict: nil, judge: "you"),
            Judgment(
                queryID: "q", documentID: "d", verdict: .cannotTell, judge: "you", scale: "0-3", seconds: 2.5, isBlind: true,
                note: "n", isAdjudication: true, source: "s", batch: "b"),
        ]
        let events =
            judgments.map(SessionEvent.judgment) + [
                .undo(judge: "you"), .redo(judge: "you"), .judge("ann"),
                .seen(judge: "ann", queryID: "q", documentIDs: ["d", "e"]),
            ]
        for event in events { try file.append(TimedEvent(milliseconds: 1, event: event)) }
        file.close()
        let lines = try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(
            lines.joined(separator: "\n") == """
                {"t":1,"judgment":{"queryID":"q","documentID":"d","grade":3,"judge":"you"}}
                {"t":1,"judgment":{"queryID":"q","documentID":"d","judge":"you"}}
                {"t":1,"judgment":{"queryID":"q","documentID":"d","verdict":"cannot-tell","judge":"you","scale":"0-3",\
                "seconds":2.5,"blind":true,"note":"n","adjudication":true,"source":"s","batch":"b"}}
                {"t":1,"undo":"you"}
                {"t":1,"redo":"you"}
                {"t":1,"judge":"ann"}
                {"t":1,"seen":{"documentIDs":["d","e"],"judge":"ann","queryID":"q"}}
                """)
    }
}
