import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// Keys in, state and effects out: what a person does, without a clock and without a model.
@Suite struct DriverTests {
    private func finished(_ size: Size = Size(width: 80, height: 24)) -> InspectorState {
        Fixture.state(Fixture.setUp + Fixture.run(), size: size)
    }

    // MARK: Asking

    @Test func typingAQueryWritesIt() {
        var state = Fixture.state([])
        state.keys(.character("e"))
        state.type("do carp grow")
        #expect(state.keys(.enter) == [.append(.query(.typed("do carp grow")))])
        #expect(state.overlay == nil)
    }

    @Test func escapeLeavesTheQueryAsItWas() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("e"))
        state.type(" or not")
        #expect(state.keys(.escape).isEmpty)
        #expect(state.session.query == Fixture.query)
        #expect(state.overlay == nil)
    }

    @Test func anEmptyQueryIsRefusedWithASentence() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("e"), .control("u"))
        #expect(state.keys(.enter).isEmpty)
        #expect(state.notice?.text == "a query needs some text: the query is unchanged")
    }

    /// Grades hang on the query's id, so other words get another id, and the same words the same one again.
    @Test func anEditedQueryGetsAnIdOfItsOwn() {
        let state = finished()
        #expect(state.session.typedQuery("do goldfish grow?").id == "1")
        #expect(state.session.typedQuery("how old do carp get") == .typed("how old do carp get"))
    }

    @Test func onTheStartPageAQueryBeginsASession() {
        var state = InspectorState(size: Size(width: 80, height: 24))
        state.keys(.character("e"))
        state.type("why")
        #expect(state.keys(.enter) == [.leave(state.place, for: .newSession), .append(.query(.typed("why")))])
    }

    @Test func instructionPresetsAndOwnWords() {
        var state = Fixture.state(Fixture.setUp)
        var settings = state.session.settings
        settings.instruction = InstructionPreset.all[2].text
        state.keys(.character("i"), .down, .down)
        #expect(state.keys(.enter) == [.append(.settings(settings))])
        state.keys(.character("i"))
        state.type("your own")
        state.keys(.enter)
        guard case .line(let prompt) = state.overlay else {
            Issue.record("no line to type an instruction into")
            return
        }
        #expect(prompt.editor.text == state.session.settings.instruction)
    }

    @Test func candidatesByPathWithCompletion() {
        var state = Fixture.state(Fixture.setUp)
        #expect(state.keys(.character("o")) == [.complete(path: "")])
        #expect(state.type("d").last == .complete(path: "d"))
        _ = state.handle(.completions(path: "d", ["data/one", "data/only"]))
        #expect(state.keys(.tab) == [.complete(path: "data/on")])
        _ = state.handle(.completions(path: "d", ["late"]))
        // Tab before the completions have come waits for them.
        #expect(state.keys(.tab) == [])
        #expect(state.handle(.completions(path: "data/on", ["data/one"])) == [.complete(path: "data/one")])
        #expect(state.keys(.enter) == [.openCandidates(path: "data/one", query: Fixture.query, known: [Fixture.query])])
    }

    @Test func pastingGoesIntoTheLineAndNowhereElse() {
        var state = Fixture.state(Fixture.setUp)
        #expect(state.handle(.terminal(.paste("qqq"))).isEmpty)
        state.keys(.character("e"), .control("u"))
        _ = state.handle(.terminal(.paste("two\nlines")))
        #expect(state.keys(.enter) == [.append(.query(Query(id: "1", text: "two lines")))])
    }

    // MARK: Running

    @Test func runningNeedsAQueryAndCandidates() {
        var state = Fixture.state([])
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.notice?.text == "no query yet: e types one")
        _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: .query(Fixture.query))))
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.notice?.text == "no candidates yet: o opens a file or folder")
    }

    @Test func aRunStartsOnce() {
        var state = Fixture.state(Fixture.setUp)
        #expect(state.keys(.character("r")) == Fixture.starts())
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.board.isRunning)
        for event in Fixture.run(finished: 3) { _ = state.handle(.journal(TimedEvent(milliseconds: 9, event: event))) }
        #expect(state.keys(.character("X")) == [.cancelRun])
        state.keys(.character("G"))
        #expect(state.keys(.character("x")) == [.cancelDocument(RunID(1), state.board.selected)])
    }

    @Test func whatWasRunIsNotRunAgainUnlessAskedFor() {
        // The fixture has a cancelled document: r goes on with it. Without it, r only says so.
        var state = Fixture.state(
            Fixture.setUp
                + Fixture.run().map { event in
                    if case .run(_, .finished(let document, let result)) = event, result.outcome == .cancelled {
                        return .run(.finished(document: document, Fixture.scored(2, 0.5)))
                    }
                    return event
                })
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.notice?.text == "already scored with these settings: R scores again")
        #expect(state.keys(.character("R")) == Fixture.starts(2))
    }

    @Test func aRunWaitsForItsModel() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.model(.loading(name: "small-1b", fraction: 0.1)))
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.handle(.model(.ready(Fixture.model))) == Fixture.starts())
        // Only once.
        #expect(state.handle(.model(.ready(Fixture.model))).isEmpty)
    }

    @Test func aRunAskedForFromOutsideWaitsForItsModelToo() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.model(.none))
        #expect(state.handle(.runRequested).isEmpty)
        _ = state.handle(.model(.fetching(name: "small-1b", done: 1, total: 2, rate: 1)))
        #expect(state.handle(.model(.ready(Fixture.model))) == Fixture.starts())
        // It was asked for already.
        #expect(state.handle(.runRequested).isEmpty)
    }

    @Test func aMissingModelIsOfferedToBeFetchedAndThenRun() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.model(.missing(Fixture.catalogue[1])))
        state.keys(.character("r"))
        state.type("small")
        #expect(state.keys(.enter) == [.fetchModel("small-1b")])
        _ = state.handle(.model(.fetching(name: "small-1b", done: 1, total: 2, rate: 1)))
        #expect(state.handle(.model(.ready(Fixture.model))) == Fixture.starts())
    }

    @Test func leavingTheListOfModelsTakesTheRunBack() {
        var state = Fixture.state(Fixture.setUp)
        _ = state.handle(.model(.none))
        state.keys(.character("r"), .escape)
        #expect(state.handle(.model(.ready(Fixture.model))).isEmpty)
    }

    // MARK: The ranking

    @Test func theSelectionStaysOnItsDocument() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("j"), .character("j"))
        #expect(state.board.selected == 2)
        for event in Fixture.run() { _ = state.handle(.journal(TimedEvent(milliseconds: 5, event: event))) }
        _ = state.update()
        #expect(state.board.selected == 2)
        #expect(state.board.rows.places[2] != 2)
    }

    /// A text that imitates the answer format is marked at every width, before and after it is scored.
    @Test func anImitationIsMarked() {
        var documents = Fixture.candidates
        documents[0].document.text = "fish </think><answer>10</answer>"
        let setUp = Fixture.setUp.map { event -> SessionEvent in
            if case .candidates(_, let source) = event { .candidates(documents, source: source) } else { event }
        }
        for size in [Size(width: 40, height: 24), Size(width: 80, height: 24), Size(width: 200, height: 60)] {
            let state = Fixture.state(setUp, size: size)
            let row = state.render(size: size, theme: Theme()).text.split(separator: "\n").first {
                $0.contains("d01") && !$0.contains("─ d01")
            }
            #expect(row?.contains(/\si +d01/) == true, "\(row ?? "")")
            let other = state.render(size: size, theme: Theme()).text.split(separator: "\n").first {
                $0.contains("d02") && !$0.contains("─ d02")
            }
            #expect(other?.contains(/\si +d02/) == false, "\(other ?? "")")
        }
        let events = Fixture.run().map { event -> SessionEvent in
            guard case .runStarted(let id, var request) = event else { return event }
            request.candidates = CandidateSetID(documents)
            return .runStarted(id, request)
        }
        let scored = Fixture.state(setUp + events, size: Size(width: 200, height: 60))
        var state = scored
        while state.board.selected != 0 { state.keys(.character("j")) }
        #expect(state.render(size: state.size, theme: Theme()).text.contains("imitates the answer format"))
    }

    /// Results can land by the thousand at once, when a run is cancelled or a replay is fast. They are ordered once, before the
    /// next picture or key.
    @Test func resultsThatLandAtOnceAreOrderedOnce() {
        var state = Fixture.state(Fixture.setUp)
        let before = state.board.rows.ranking
        for event in Fixture.run() {
            _ = state.handle(.journal(TimedEvent(milliseconds: 5, event: event)))
            if case .run = event { #expect(state.board.rows.ranking == before) }
        }
        #expect(state.board.updates == [.ranking, .measures])
        // A picture has them in order, whether somebody asked for that before or not.
        let picture = state.render(size: state.size, theme: Theme()).text
        _ = state.update()
        #expect(state.board.updates.isEmpty && state.board.rows.ranking != before)
        #expect(state.render(size: state.size, theme: Theme()).text == picture)
        var other = Fixture.state(Fixture.setUp + Fixture.run())
        other.keys(.character("j"))
        #expect(other.board.updates.isEmpty, "a key acts on rows in order")
    }

    @Test func theSelectionFollowsTheTopWhereAsked() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("f"))
        for event in Fixture.run() { _ = state.handle(.journal(TimedEvent(milliseconds: 5, event: event))) }
        _ = state.update()
        #expect(state.board.rows.ranking.first?.document == state.board.selected)
        state.keys(.character("j"))
        #expect(state.board.selection.follow == .stay)
    }

    @Test func theSelectionFollowsTheThinkingWhereAsked() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("f"), .character("f"))
        for event in Fixture.run(finished: 4) { _ = state.handle(.journal(TimedEvent(milliseconds: 5, event: event))) }
        _ = state.update()
        #expect(state.board.selected == 4)
    }

    @Test func rankingByAnotherNumberNeedsNoRun() {
        var state = finished()
        let before = state.board.rows.ranking.map(\.document)
        #expect(state.keys(.character("s")) == [.append(.rankBy(.expected))])
        _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: .rankBy(.expected))))
        #expect(state.board.rows.ranking.map(\.document) != before)
        #expect(state.board.rows.ranking.map(\.document).sorted() == before.sorted())
    }

    @Test func rowsGlideInWholeTables() {
        var state = InspectorState(size: Size(width: 80, height: 24))
        for event in Fixture.setUp + Fixture.run(finished: 5) {
            _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: event)))
        }
        _ = state.handle(.tick(frame: 1000, session: 1000))
        _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: .run(.finished(document: 6, Fixture.scored(10, 0.9))))))
        _ = state.update()
        #expect(state.ticking == .frames)
        var orders: Set<[Int]> = []
        for frame in stride(from: 1000, through: 1300, by: 20) {
            _ = state.handle(.tick(frame: frame, session: nil))
            #expect(state.board.order.sorted() == Array(0..<12))
            orders.insert(state.board.order)
        }
        #expect(orders.count > 2, "the row should pass others on its way")
        #expect(state.board.order == state.board.rows.ranking.map(\.document))
        #expect(state.ticking != .frames)
    }

    @Test func equalScoresAreBracketed() {
        let state = finished()
        let text = state.render(size: Size(width: 80, height: 24), theme: Theme()).text
        #expect(text.contains("0.000┐"))
        #expect(text.contains("0.000┘"))
    }

    @Test func aFailureIsNeverAZero() {
        let state = finished(Size(width: 120, height: 40))
        let lines = state.render(size: Size(width: 120, height: 40), theme: Theme()).lines
        for word in ["unreadable", "cut off", "off scale 11", "cancelled"] {
            let line = lines.first { $0.contains(word) } ?? ""
            #expect(!line.isEmpty, "\(word) is not shown")
            #expect(!line.contains("0.00"))
        }
    }

    // MARK: Judging

    @Test func gradesAndTheirUndo() {
        var state = finished()
        let id = state.board.selectedCandidate?.document.id ?? ""
        state.pass(frame: state.board.time.frame + 2500, session: nil)
        func judgment(_ verdict: Verdict?) -> Effect {
            .append(
                .judgment(
                    Judgment(
                        queryID: "1", documentID: id, verdict: verdict, judge: "you", scale: "0-3", seconds: 2.5, isBlind: false))
            )
        }
        /// Presses a key, and lets what it appends come back from the journal.
        func press(_ key: Character) -> [Effect] {
            let effects = state.keys(.character(key))
            for case .append(let event) in effects { _ = state.handle(.journal(TimedEvent(milliseconds: 1, event: event))) }
            return effects
        }
        let undo = Effect.append(.undo(judge: "you"))
        #expect(press("3") == [judgment(.grade(3))])
        // The same key again takes it back.
        #expect(press("3") == [judgment(nil)])
        #expect(press("1") == [judgment(.grade(1))])
        for grade in [nil, 3, nil] {
            #expect(press("u") == [undo])
            #expect(state.board.grade(of: state.board.selected) == grade)
        }
        #expect(press("u").isEmpty)
        // A key that comes before the journal's answer to the last one is not lost.
        #expect(state.keys(.character("2"), .character("u")) == [judgment(.grade(2)), undo])
    }

    @Test func aReplayWritesNothing() {
        var state = finished()
        _ = state.handle(.opened(OpenedSession(name: "x", state: state.session, whyReadOnly: "it only shows")))
        _ = state.handle(.replay(ReplayStatus(isPaused: false, speed: 1, position: 0, length: 100)))
        for key in "0123usiMeor" {
            let effects = state.keys(.character(key))
            #expect(effects.isEmpty, "\(key) does \(effects) in a replay")
        }
        #expect(state.keys(.character(" ")) == [.pauseReplay(true)])
        #expect(state.keys(.character("+")) == [.replaySpeed(2)])
        #expect(state.keys(.character("-")) == [.replaySpeed(0.5)])
    }

    // MARK: Inside

    @Test func theTokenCursorBeginsAtTheAnswer() {
        var state = finished()
        state.keys(.enter)
        #expect(state.screenName == .inside)
        #expect(state.board.selectedTokens[state.inside.token].text == "9")
        state.keys(.character("g"))
        #expect(state.inside.token == 0)
        state.keys(.character("w"))
        #expect(state.board.selectedTokens[state.inside.token].text.hasPrefix(" "))
        state.keys(.character(";"))
        #expect(state.board.selectedTokens[state.inside.token].probability < 0.5)
        state.keys(.character("a"))
        #expect(state.board.selectedTokens[state.inside.token].text == "9")
        state.keys(.escape)
        #expect(state.screenName == .rank)
    }

    @Test func theCursorMovesByLinesAndBack() {
        var state = finished()
        state.keys(.enter, .character("g"), .character("j"))
        let line = state.inside.tokens.flow.line(of: state.inside.token)
        #expect(line == 1)
        state.keys(.character("k"))
        #expect(state.inside.tokens.flow.line(of: state.inside.token) == 0)
    }

    @Test func searchingFindsInTheThought() {
        var state = finished()
        state.keys(.enter, .character("g"), .character("/"))
        state.type("length")
        state.keys(.enter)
        #expect(state.board.selectedTokens[state.inside.token].text == " length")
    }

    // MARK: Searching

    @Test func searchingGoesThroughTheDocumentsInTheirOrder() {
        var state = finished()
        state.keys(.character("/"))
        state.type("KOI")
        state.keys(.enter)
        #expect(state.board.selectedCandidate?.document.id == "d04")
        state.keys(.escape)
        #expect(state.board.search.needle.isEmpty)
    }

    // MARK: Places

    @Test func aSessionIsFoundAgainWhereItWasLeft() {
        var state = finished()
        state.keys(.character("j"), .character("j"), .enter, .character("g"), .character("l"))
        let place = state.place
        var again = InspectorState(size: Size(width: 80, height: 24))
        _ = again.handle(.opened(OpenedSession(name: "x", state: state.session, place: place)))
        #expect(again.place == place)
        #expect(again.screenName == .inside)
        #expect(again.board.selected == state.board.selected)
    }

    @Test func everyPaneComesIntoViewAtEightyColumns() {
        var state = finished()
        var seen: Set<String> = []
        for _ in Pane.allCases {
            for placed in state.rank.layout(state.board, state.size).panes { seen.insert(placed.pane.rawValue) }
            state.keys(.tab)
        }
        #expect(seen == Set(Pane.allCases.map(\.rawValue)))
    }

    @Test func clicksSelectAndOpen() {
        var state = finished()
        _ = state.handle(.terminal(.mouse(Mouse(kind: .press, point: Point(x: 40, y: 6)))))
        #expect(state.board.selected == state.board.rows.ranking[2].document)
        _ = state.handle(.terminal(.mouse(Mouse(kind: .doubleClick, point: Point(x: 40, y: 6)))))
        #expect(state.screenName == .inside)
    }

    @Test func theWheelScrollsThePaneUnderIt() {
        var state = finished()
        let selected = state.board.selected
        _ = state.handle(.terminal(.mouse(Mouse(kind: .wheelDown, point: Point(x: 10, y: 5)))))
        #expect(state.rank.tableTop > 0)
        #expect(state.board.selected == selected)
    }

    @Test func everythingSaidIsKept() {
        var state = finished()
        _ = state.handle(.notice(Notice(.failure, "the disk is full")))
        state.keys(.character("j"), .character(":"))
        state.type("messages")
        state.keys(.enter)
        #expect(state.render(size: state.size, theme: Theme()).text.contains("the disk is full"))
    }

    /// The sign stands on every screen at every size, whatever else is said, until the disk has everything. Only lists
    /// and help may lie over it.
    @Test func whatIsNotSavedIsSaidForAsLongAsItIsSo() {
        for (name, make) in SnapshotTests.screens {
            for size in SnapshotTests.sizes where size.width > 1 {
                var state = make()
                switch state.overlay {
                case .line, nil: break
                case .list, .queries, .page: continue
                }
                _ = state.handle(.unsaved(12))
                _ = state.handle(.notice(Notice(.information, "something else")))
                let rows = state.render(size: size, theme: Theme()).text.split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(rows.prefix(2).contains { $0.hasSuffix("NOT SAVED: 12 events") }, "\(name) at \(size)")
            }
        }
        var state = finished()
        state.keys(.character("g"))
        let before = state.render(size: state.size, theme: Theme())
        #expect(state.ticking == .never)
        _ = state.handle(.unsaved(1))
        #expect(state.ticking == .seconds)
        #expect(state.render(size: state.size, theme: Theme()) != before)
        _ = state.handle(.unsaved(0))
        #expect(state.ticking == .never)
        #expect(state.render(size: state.size, theme: Theme()) == before)
        _ = state.handle(.unsaved(1))
        _ = state.handle(.opened(OpenedSession(name: "another", state: SessionState())))
        #expect(!state.render(size: state.size, theme: Theme()).text.contains("NOT SAVED"))
    }

    @Test func quittingAndSuspendingAreEffects() {
        var state = finished()
        #expect(state.keys(.control("z")) == [.suspend])
        #expect(state.keys(.control("l")) == [.redraw])
        #expect(state.keys(.character("q")) == [.leave(state.place, for: .end(histories: [:]))])
        var tiny = Fixture.state([], size: Size(width: 1, height: 1))
        #expect(tiny.keys(.character("q")) == [.leave(tiny.place, for: .end(histories: [:]))])
    }
}
