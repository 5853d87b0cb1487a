import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// Judging, key by key.
@Suite struct JudgeTests {
    private func judging(_ events: [SessionEvent] = Fixture.setUp + Fixture.run()) -> Sitting {
        Sitting.judging(events)
    }

    @Test func oneKeyGradesAndMovesOnInThePlansOrder() throws {
        var sitting = judging()
        let order = try #require(sitting.state.judge.queue).documentIDs
        #expect(order != Fixture.documents.map(\.id), "shuffled by default")
        sitting.wait(6)
        sitting.press("2")
        sitting.wait(3)
        sitting.press("sc0")
        #expect(sitting.judgments.map(\.documentID) == Array(order.prefix(4)))
        #expect(sitting.judgments.map(\.verdict) == [.grade(2), .skipped, .cannotTell, .grade(0)])
        #expect(
            sitting.judgments.allSatisfy { $0.isBlind == true && $0.scale == "0-3" && $0.judge == "you" && !$0.isAdjudication })
        #expect(sitting.judgments[0].seconds == 6)
        #expect((sitting.judgments[1].seconds ?? 0) >= 3)
        #expect(sitting.inView == order[4])
    }

    /// Keys pressed faster than the disk writes still go one document each.
    @Test func aSlowDiskHoldsNothingUp() throws {
        var state = judging().state
        let order = try #require(state.judge.queue).documentIDs
        var judged: [String] = []
        for _ in 0..<12 {
            for case .append(.judgment(let judgment)) in state.keys(.character("1")) { judged.append(judgment.documentID) }
        }
        #expect(judged == order)
    }

    @Test func whatWasSkippedComesAgainAtTheEnd() throws {
        var sitting = judging()
        let order = try #require(sitting.state.judge.queue).documentIDs
        sitting.press("s" + String(repeating: "1", count: 11))
        #expect(sitting.inView == order[0])
        sitting.press("3")
        #expect(sitting.text().contains("Every document of this query is judged."))
        #expect(sitting.state.session.book.qrels().count == 12)
    }

    @Test func undoBringsTheDocumentBackAndRedoGivesItAgain() throws {
        var sitting = judging()
        let order = try #require(sitting.state.judge.queue).documentIDs
        sitting.press("12")
        sitting.press("u")
        #expect(sitting.inView == order[1])
        #expect(sitting.state.session.book.judgment(query: "1", document: order[1], judge: "you") == nil)
        #expect(sitting.state.notice?.text == "\(order[1]): the judgment is taken back")
        sitting.press("u")
        #expect(sitting.inView == order[0])
        sitting.press(.control("r"))
        #expect(sitting.state.session.book.judgment(query: "1", document: order[0], judge: "you")?.grade == 1)
        sitting.press("U")
        #expect(sitting.state.session.book.judgment(query: "1", document: order[1], judge: "you")?.grade == 2)
        #expect(sitting.state.whyNot(.redo) != nil)
        // The figures were in view once the first grade was given: the grade that takes its place is not blind.
        sitting.press("uu3")
        #expect(sitting.judgments.last?.isBlind == false)
    }

    /// A query too long for the header stands under it, and what is cut is one key away.
    @Test func theWholeNeedIsInViewOrOneKeyAway() {
        let long = (1...60).map { "word\($0)" }.joined(separator: " ")
        let short = "what similarity laws must be obeyed when constructing aeroelastic models of heated high speed aircraft"
        var sitting = judging([.query(Query(id: "1", text: short)), Fixture.setUp[1]])
        var lines = sitting.text().split(separator: "\n")
        #expect(!lines[0].contains("what"))
        #expect("\(lines[2])\(lines[3])".split(separator: " ").joined(separator: " ") == short)
        sitting = judging([.query(Query(id: "1", text: long, narrative: "It says so.")), Fixture.setUp[1]])
        lines = sitting.text().split(separator: "\n")
        #expect(lines[4].hasSuffix("\u{2026} i"))
        #expect(lines[5].contains("Given a query"))
        #expect(!sitting.text().contains("word60"))
        sitting.press("i")
        #expect(sitting.text().contains("word60"))
        #expect(sitting.text().contains("It says so."))
        sitting.press(.escape)
        #expect(sitting.state.overlay == nil)
        sitting.state.size = Size(width: 40, height: 10)
        sitting.press("iG")
        #expect(sitting.text().contains("It says so."))
    }

    /// What was passed over says nothing of the time a grade takes.
    @Test func theTimeLeftIsThatOfGrades() {
        var sitting = judging()
        sitting.press("sc")
        for _ in 0..<2 {
            sitting.wait(10)
            sitting.press("1")
        }
        #expect(sitting.state.judge.pace == nil)
        #expect(!sitting.text().contains("ETA"))
        sitting.wait(10)
        sitting.press("1")
        #expect((sitting.state.judge.pace ?? 0) >= 10)
        #expect(sitting.text().contains("7 left  ETA 1 min 1"))
    }

    @Test func unblindedTheFiguresFollowTheGrades() {
        let wide = Size(width: 200, height: 60)
        var sitting = Sitting(Fixture.setUp + Fixture.run(), size: wide)
        sitting.press("A1")
        #expect(!sitting.text().contains("Measures from your grades"))
        sitting.press("b")
        #expect(sitting.text().contains("Measures from your grades"))
        for grade in ["2", "3"] {
            sitting.press(grade)
            let grades = sitting.state.session.book.final(query: "1")
            let first = QueryEvaluation(
                ranking: Fixture.candidates.map { (id: $0.document.id, score: $0.firstStageScore ?? 0) }, grades: grades)
            let words = "ndcg_cut_10  first \(Figures.fixed(first.value(.ndcg(at: 10)), 3))  ranked "
            #expect(sitting.text().contains(words), "\(words)")
        }
    }

    @Test func aLastDocumentWithoutAnOwnVerdictStandsApart() {
        var sitting = judging()
        let first = sitting.inView
        sitting.press("1b")
        sitting.press("u")
        sitting.state.judge.last = DocumentName(queryID: "1", documentID: first)
        sitting.press("l")
        #expect(sitting.text().contains("last \(first)  model "))
    }

    @Test func undoGoesToAnotherQueryWhereThatWasJudged() throws {
        var sitting = judging(Fixture.twoQueries)
        sitting.press(.tab)
        #expect(sitting.state.board.query.id == "2")
        let document = sitting.inView
        sitting.press("3")
        sitting.press(.tab)
        #expect(sitting.state.board.query.id == "1")
        sitting.press("u")
        #expect(sitting.state.board.query.id == "2")
        #expect(sitting.inView == document)
    }

    @Test func notesAreOnTheDocumentInViewOrTheLast() {
        var sitting = judging()
        let first = sitting.inView
        sitting.press("2p")
        sitting.press("a table only")
        sitting.press(.enter)
        #expect(sitting.state.session.book.judgment(query: "1", document: first, judge: "you")?.note == "a table only")
        #expect(sitting.state.session.book.judgment(query: "1", document: first, judge: "you")?.grade == 2)
        let second = sitting.inView
        sitting.press("a")
        sitting.press("ask ann")
        sitting.press(.enter)
        sitting.press("3")
        #expect(sitting.judgments.last?.documentID == second)
        #expect(sitting.judgments.last?.note == "ask ann")
    }

    @Test func unblindingIsSeenAndRecorded() {
        var sitting = judging()
        #expect(sitting.text().contains(" blind"))
        sitting.press("b")
        #expect(sitting.state.session.plan.isBlind == false)
        #expect(sitting.text().contains("UNBLINDED"))
        #expect(sitting.text().contains("first stage"))
        sitting.press("2")
        #expect(sitting.judgments.last?.isBlind == false)
        // Once seen, it is not blind any more, whatever the switch says.
        let seen = sitting.inView
        sitting.press("b1")
        #expect(sitting.judgments.last?.documentID == seen)
        #expect(sitting.judgments.last?.isBlind == false)
        sitting.press("1")
        #expect(sitting.judgments.last?.isBlind == true)
    }

    /// From a query that is done one goes to the next that is not, at its first document without a verdict; a document that has
    /// one is not asked for again.
    @Test func aQueryThatIsDoneLeadsToOneThatIsNot() throws {
        var events = Fixture.twoQueries + [.query(Query(id: "3", text: "which carp?"))]
        events.append(.candidates(Array(Fixture.candidates.prefix(3)), source: "x"))
        // Of the query shown all is judged, of the second one document, of the first nothing is left.
        for document in ["d01", "d02", "d03"] { events.append(Fixture.judgment(document, 1, by: "you", query: "3")) }
        for document in Fixture.candidates { events.append(Fixture.judgment(document.document.id, 1, by: "you")) }
        events.append(Fixture.judgment("d01", 2, by: "you", query: "2"))
        var sitting = Sitting.judging(events)
        #expect(sitting.state.board.query.id == "3" && sitting.text().contains("1 more with documents to judge"))
        sitting.press(.tab)
        #expect(sitting.state.board.query.id == "2")
        #expect(sitting.inView != "d01")
        // The other way round too.
        sitting.press("K")
        sitting.press("J")
        #expect(sitting.state.board.query.id == "2" && sitting.inView != "d01")
        let before = sitting.judgments.count
        sitting.press("1")
        #expect(sitting.judgments.count == before + 1 && sitting.judgments.last?.documentID != "d01")
    }

    /// A disagreement comes back with its own query, whatever another screen showed meanwhile.
    @Test func anotherScreenDoesNotMoveADisagreement() throws {
        let events =
            Fixture.twoQueries + [
                Fixture.judgment("d01", 3), Fixture.judgment("d01", 0, by: "bob"), Fixture.judgment("d02", 3),
                Fixture.judgment("d02", 1, by: "bob"),
            ]
        var sitting = Sitting(events)
        sitting.press("D")
        sitting.press(.enter)
        #expect(sitting.text().contains("disagreement 1 of 2"))
        let (query, document) = (sitting.state.board.query.id, sitting.inView)
        sitting.press("#")
        sitting.press("J")
        #expect(sitting.state.board.query.id != query)
        sitting.press(.escape)
        #expect(sitting.state.board.query.id == query && sitting.inView == document)
        sitting.press("2")
        #expect(sitting.judgments.last?.queryID == query && sitting.judgments.last?.documentID == document)
        #expect(sitting.judgments.last?.isAdjudication == true)
    }

    @Test func orderJudgeAndScaleAreChosenFromListsAndRecorded() {
        var sitting = judging()
        sitting.press("O")
        sitting.press(.down, .enter)
        #expect(sitting.state.session.plan.order == .poolDepth)
        sitting.press("1w")
        sitting.press(.down, .enter)
        sitting.press("bob")
        sitting.press(.enter)
        #expect(sitting.state.session.judge == "bob")
        #expect(sitting.state.judge.progress?.graded == 0)
        #expect(sitting.inView == sitting.state.judge.queue?.documentIDs.first, "judges meet the same documents first")
        sitting.press("L")
        sitting.press(.up, .enter)
        #expect(sitting.state.session.scale == .binary)
        sitting.press("3")
        #expect(sitting.judgments.count == 1, "3 is no grade of this scale")
        sitting.press("1")
        #expect(sitting.judgments.last?.judge == "bob")
        #expect(sitting.judgments.last?.scale == "0-1")
        sitting.press("L")
        sitting.press(.down, .down, .down, .enter)
        guard case .line(let prompt) = sitting.state.overlay else {
            Issue.record("no line for a scale's file")
            return
        }
        #expect(prompt.kind == .scalePath)
        sitting.press("own.txt")
        sitting.press(.enter)
        #expect(sitting.effects.last == .openScale(path: "own.txt"))
    }

    /// A grade keeps the scale it was given on, and that scale's words.
    @Test func aGradeOfAnotherScaleIsShownWithIt() {
        var sitting = judging()
        sitting.press("1L")
        sitting.press(.up, .enter)
        #expect(sitting.state.session.scale == .binary)
        sitting.press("h")
        #expect(sitting.text().contains("1 related on the scale 0-3"))
    }

    @Test func queriesDocumentsAndTheNextUnjudged() throws {
        var sitting = judging(Fixture.twoQueries)
        let order = try #require(sitting.state.judge.queue).documentIDs
        sitting.press("1")
        sitting.press(.left)
        #expect(sitting.inView == order[0])
        sitting.press("llll")
        #expect(sitting.inView == order[4])
        sitting.press(.character("h"), .character("h"), .character("h"), .character("h"))
        sitting.press(".")
        #expect(sitting.inView == order[1])
        sitting.press("J")
        #expect(sitting.state.board.query == Fixture.second)
        #expect(sitting.text().contains("A relevant passage gives the age"))
        sitting.press(.backTab)
        #expect(sitting.state.board.query == Fixture.query)
    }

    @Test func escapeGoesBackToTheDocumentOnTheRanking() {
        var sitting = judging()
        sitting.press("ll")
        let id = sitting.inView
        sitting.press(.escape)
        #expect(sitting.state.screenName == .rank)
        #expect(sitting.state.board.selectedCandidate?.document.id == id)
        sitting.press(.enter)
        sitting.press("A")
        sitting.press(.escape)
        #expect(sitting.state.screenName == .inside)
    }

    @Test func aJudgesPlaceIsFoundAgain() {
        var sitting = judging(Fixture.twoQueries)
        sitting.press("J1")
        let place = sitting.state.place
        var again = InspectorState(size: Size(width: 80, height: 24))
        _ = again.handle(.opened(OpenedSession(name: "x", state: sitting.state.session, place: place)))
        #expect(again.screenName == .judge)
        #expect(again.board.query.id == "2")
        #expect(again.judge.candidate?.document.id == sitting.inView)
        #expect(again.place == place)
    }

    /// Running a query that was gone to makes it the one that stands first.
    @Test func aQueryGoneToCanBeRun() {
        var sitting = Sitting(Fixture.twoQueries)
        sitting.press("J")
        #expect(sitting.state.board.query.id == "2")
        #expect(sitting.state.board.candidates.count == 4)
        sitting.press("r")
        guard case .run(let planned)? = sitting.effects.last else {
            Issue.record("nothing runs")
            return
        }
        #expect(planned.request.query.id == "2" && planned.candidates.count == 4)
        #expect(sitting.state.session.query.id == "2")
        #expect(sitting.state.session.candidates.count == 4)
    }

    @Test func findingInTheDocument() throws {
        let long = (0..<80).map { "line \($0) of many" }.joined(separator: "\n") + "\nthe needle is here"
        var sitting = judging([
            .query(Fixture.query),
            .candidates([Candidate(document: Document(id: "long", text: long), firstStageRank: 1)], source: "x"),
        ])
        sitting.press("/")
        sitting.press("needle")
        sitting.press(.enter)
        #expect(sitting.text().contains("the needle is here"))
        sitting.press(.escape)
        #expect(sitting.state.board.search.needle.isEmpty)
        #expect(sitting.state.screenName == .judge)
    }

    @Test func aClickOnTheLegendGrades() throws {
        for size in [Size(width: 80, height: 24), Size(width: 200, height: 60)] {
            var sitting = Sitting(Fixture.setUp, size: size)
            sitting.press("A")
            let lines = sitting.state.render(size: size, theme: Theme()).lines
            let row = try #require(lines.firstIndex { $0.contains("2 highly relevant") })
            let column = try #require(lines[row].firstRange(of: "2 highly relevant"))
            let x = lines[row].distance(from: lines[row].startIndex, to: column.lowerBound)
            sitting.take(sitting.state.handle(.terminal(.mouse(Mouse(kind: .press, point: Point(x: x, y: row))))))
            #expect(sitting.judgments.map(\.grade) == [2])
        }
    }

    // MARK: Blind

    /// Two sessions that differ only in scores, ranks, thoughts, first stage and others' grades look the same until the grade is
    /// given.
    @Test(arguments: 0..<24) func aBlindPictureTellsNothing(seed: Int) throws {
        var random = Mutator(seed: UInt64(seed) &* 65_537 &+ 5, words: [])
        let orders = JudgingOrder.allCases
        let plan = JudgingPlan(order: orders[seed % orders.count], seed: 9)
        let shown = Fixture.documents[Int.random(in: 0..<12, using: &random)].id
        let own = [Fixture.judgment("d02", 1, by: "you"), Fixture.judgment("d09", 3, by: "you")].filter { event in
            if case .judgment(let judgment) = event { judgment.documentID != shown } else { true }
        }
        let sessions = (0..<2).map { _ -> [SessionEvent] in
            var events: [SessionEvent] = [.query(Fixture.query)]
            let candidates = Fixture.candidates.shuffled(using: &random).enumerated().map { index, candidate in
                Candidate(
                    document: candidate.document, firstStageRank: index + 1,
                    firstStageScore: .random(in: 0...20, using: &random))
            }
            events += [.candidates(candidates, source: "x"), .judge("you"), .judging(plan)]
            let others = ["ann", "bob", "cy"].prefix(Int.random(in: 0...3, using: &random))
            for judge in others {
                for document in Fixture.documents where Bool.random(using: &random) {
                    events.append(Fixture.judgment(document.id, Int.random(in: 0...3, using: &random), by: judge))
                }
            }
            events += own
            if Bool.random(using: &random) {
                events.append(.ranking(RecordedRanking(tag: "bm25", queryID: "1", documentIDs: ["d04", "d01"])))
            }
            if Bool.random(using: &random) {
                events.append(.start(query: Fixture.query, of: candidates))
                for document in 0..<12 {
                    events.append(.run(.token(document: document, Fixture.tokens(of: "thought \(seed)")[0])))
                    let result = Fixture.results.randomElement(using: &random) ?? Fixture.results[0]
                    events.append(.run(.finished(document: document, result)))
                }
            }
            return events
        }
        for size in [
            Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60), Size(width: 40, height: 12),
        ] {
            let pictures = try sessions.map { events in
                var sitting = Sitting.judging(events, size: size)
                sitting.state.judge.show(documentID: shown, sitting.state.board)
                sitting.press(.resize)
                #expect(sitting.inView == shown)
                let grid = sitting.state.render(size: size, theme: Theme())
                // Skip and can't tell are no grades: they say nothing either, here or of the document judged last.
                var skipped = sitting
                skipped.press(seed % 2 == 0 ? "s" : "c")
                skipped.state.judge.show(documentID: shown == "d05" ? "d06" : "d05", sitting.state.board)
                skipped.press(.resize)
                let last = skipped.state.render(size: size, theme: Theme())
                try #require(
                    size.height < 20 || last.text.contains("last \(shown)  you \(seed % 2 == 0 ? "skipped" : "can't tell")"))
                skipped.state.judge.show(documentID: shown, sitting.state.board)
                skipped.press(.resize)
                let again = skipped.state.render(size: size, theme: Theme())
                skipped.press("2")
                #expect(skipped.judgments.last?.documentID == shown && skipped.judgments.last?.isBlind == true)
                // What the picture must not say is said once the grade is given.
                var judged = sitting
                judged.press("2")
                judged.state.judge.show(documentID: shown, sitting.state.board)
                let after = judged.text()
                try #require(size.height < 20 || after.contains("first stage"))
                return [grid, last, again]
            }
            #expect(pictures[0] == pictures[1])
        }
    }

    @Test func theVerdictRevealsTheOneJustJudged() throws {
        var sitting = judging(Fixture.setUp + Fixture.run() + [.judge("you"), Fixture.judgment("d07", 3)])
        sitting.state.judge.show(documentID: "d07", sitting.state.board)
        sitting.press("2")
        let line = try #require(sitting.text().split(separator: "\n").first { $0.contains("last d07") })
        #expect(line.contains("you 2 highly relevant"))
        #expect(line.contains("model 7.560 (rank 1)"))
        #expect(line.contains("first stage 7"))
        #expect(line.contains("ann 3"))
    }

    @Test func whileBlindTheClipboardHasNoThought() throws {
        var sitting = judging()
        sitting.press("y")
        guard case .copy(let text) = try #require(sitting.effects.last) else {
            Issue.record("nothing copied")
            return
        }
        #expect(!text.contains("<think>"))
    }

    @Test func emptyScreensHelp() {
        var empty = Sitting([])
        empty.press("A")
        #expect(empty.state.notice?.text == "no candidates yet: o opens a file or folder")
        #expect(empty.state.screenName == .rank)
        // A query without documents beside one with some.
        var one = Sitting(Fixture.twoQueries + [.query(Query(id: "9", text: "empty")), .candidates([], source: "")])
        one.press("A")
        #expect(one.text().contains("o opens candidates"))
        let count = one.written.count
        one.press("2s")
        #expect(one.written.count == count)
        one.press(.escape)
        #expect(one.state.screenName == .rank)
        var nowhere = InspectorState(size: Size(width: 80, height: 24))
        nowhere.keys(.character("A"))
        #expect(nowhere.screenName == .start)
        #expect(nowhere.notice?.text == "no session is open")
    }
}

extension Key {
    /// A key without a command, that only lets the state settle.
    fileprivate static let resize = Key.function(12)
}
