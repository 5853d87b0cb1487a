import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// `r` on a run that was not finished goes on with it, `R` begins another.
@Suite struct ResumeTests {
    /// A session as it is opened again after the program that ran it was killed.
    static func reopened(_ events: [SessionEvent], place: Place? = nil) -> InspectorState {
        var session = SessionState()
        for (index, event) in events.enumerated() { session.apply(TimedEvent(milliseconds: 100 * index, event: event)) }
        var state = Fixture.state([])
        _ = state.handle(.opened(OpenedSession(name: "goldfish", state: session, place: place, milliseconds: 60_000)))
        return state
    }

    private static let broken = Fixture.setUp + Fixture.run(finished: 5)

    private func resumed(_ effects: [Effect]) -> PlannedRun? {
        guard effects.count == 1, case .run(let planned)? = effects.first else { return nil }
        return planned
    }

    @Test func aKilledRunIsInterruptedAndGoesOn() throws {
        var state = Self.reopened(Self.broken)
        #expect(!state.board.isRunning && state.board.run?.status == .interrupted)
        #expect(state.render(size: state.size, theme: Theme()).text.contains("interrupted: r resumes"))
        let planned = try #require(resumed(state.keys(.character("r"))))
        #expect(planned.id == RunID(1) && planned.kept == Set(0..<5) && planned.candidates == Fixture.candidates)
        #expect(planned.request.settings == Fixture.settings)
        // Asked for once.
        #expect(state.board.isRunning && state.keys(.character("r")).isEmpty)
        _ = state.handle(.journal(TimedEvent(milliseconds: 60_001, event: .runStarted(planned.id, planned.request))))
        #expect(
            state.board.isShowingLiveRun && state.board.run?.documents.count { $0.phase == .finished } == 5
                && state.session.runs.count == 1)
        for document in 5..<12 {
            _ = state.handle(
                .journal(TimedEvent(milliseconds: 60_100, event: .run(.finished(document: document, Fixture.scored(2, 0.5))))))
        }
        let end = RunStatistics(documents: 7, seconds: 3, promptTokens: 9, newTokens: 9)
        _ = state.handle(.journal(TimedEvent(milliseconds: 63_000, event: .run(.ended(end)))))
        #expect(!state.board.isRunning && state.board.run?.isComplete == true)
        #expect(
            state.render(size: Size(width: 120, height: 40), theme: Theme()).text.contains("12 of 12 scored, the last 7 in 3.0 s")
        )
        #expect(state.keys(.character("r")).isEmpty)
        #expect(state.notice?.text == "already scored with these settings: R scores again")
    }

    /// What is cancelled after a resumption was not scored now.
    @Test func whatIsCancelledIsNotScoredNow() throws {
        var state = Self.reopened(Self.broken)
        let planned = try #require(resumed(state.keys(.character("r"))))
        var events: [SessionEvent] = [.runStarted(planned.id, planned.request)]
        events += (5..<7).map { .run(.finished(document: $0, Fixture.scored(2, 0.5))) }
        events += (7..<12).map { .run(.finished(document: $0, DocumentResult(outcome: .cancelled))) }
        events.append(.run(.ended(RunStatistics(documents: 7, seconds: 3, promptTokens: 9, newTokens: 9))))
        for event in events { _ = state.handle(.journal(TimedEvent(milliseconds: 60_001, event: event))) }
        let text = state.render(size: Size(width: 120, height: 40), theme: Theme()).text
        #expect(text.contains("7 of 12 scored, 5 cancelled, the last 2 in 3.0 s"))
    }

    @Test func aNewRunIsBegunWhereOneIsAskedFor() {
        var state = Self.reopened(Self.broken)
        #expect(state.keys(.character("R")) == Fixture.starts(2))
        // What was changed since is what R runs; r goes on as the run was begun.
        var changed = Self.reopened(Self.broken)
        var settings = Fixture.settings
        settings.mode = .direct
        _ = changed.handle(.journal(TimedEvent(milliseconds: 60_001, event: .settings(settings))))
        #expect(changed.render(size: changed.size, theme: Theme()).text.contains("changed: R runs  interrupted: r resumes"))
        #expect(changed.keys(.character("R")) == Fixture.starts(2, settings: settings))
        var resumed = Self.reopened(Self.broken)
        _ = resumed.handle(.journal(TimedEvent(milliseconds: 60_001, event: .settings(settings))))
        #expect(self.resumed(resumed.keys(.character("r")))?.request.settings == Fixture.settings)
    }

    @Test func cancelledAndFailedDocumentsAreLeft() throws {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        let planned = try #require(resumed(state.keys(.character("r"))))
        #expect(planned.kept == Set(0..<11))
    }

    @Test func itWaitsForItsModelAndTakesNoOther() throws {
        var state = Self.reopened(Self.broken)
        _ = state.handle(.model(.loading(name: "small-1b", fraction: 0.1)))
        #expect(state.keys(.character("r")).isEmpty)
        #expect(resumed(state.handle(.model(.ready(Fixture.model))))?.kept == Set(0..<5))

        // Another model is loaded than the one it was begun with: none is taken for it, and no new run begins in its place.
        var other = Fixture.model
        (other.name, other.sha256) = ("large-7b", "cd")
        var waits = Self.reopened(Self.broken)
        _ = waits.handle(.model(.loading(name: "large-7b", fraction: 0.1)))
        waits.keys(.character("r"))
        #expect(waits.handle(.model(.ready(other))).isEmpty && !waits.board.isRunning)
        #expect(waits.keys(.character("r")).isEmpty)
        #expect(
            waits.notice?.text == "this run was begun with small-1b: m loads it, R begins a new run with large-7b")
        let header = waits.render(size: waits.size, theme: Theme()).text
        #expect(header.contains("changed: R runs") && header.contains("interrupted") && !header.contains("r resumes"))
        var chatml = Fixture.model
        chatml.template = "chatml"
        var another = Self.reopened(
            Fixture.setUp + [.start(query: Fixture.query, of: Fixture.candidates, by: chatml, settings: Fixture.settings)])
        #expect(another.keys(.character("r")).isEmpty)
        #expect(
            another.notice?.text
                == "this run was begun with the chat template chatml: erank rank --resume resumes it")
        let again = SessionEvent.start(2, query: Fixture.query, of: Fixture.candidates, by: other, settings: Fixture.settings)
        var older = Self.reopened(Self.broken + [again], place: Place(run: 0))
        _ = older.handle(.model(.ready(other)))
        #expect(older.keys(.character("r")).isEmpty)
        #expect(
            older.notice?.text
                == "this run was begun with small-1b: m loads it, R begins a new run with large-7b")
    }

    @Test func aRunThatCannotBeginIsSaid() {
        var state = Fixture.state(Fixture.setUp)
        state.keys(.character("r"))
        #expect(state.board.isRunning)
        _ = state.handle(.runRefused(RunID(1), "no model"))
        #expect(!state.board.isRunning && state.notice?.text == "no model")
        // It can be asked for again.
        #expect(state.keys(.character("r")) == Fixture.starts())
    }

    /// A job of several queries that was killed shows the run that was under way, and the others as not run yet.
    @Test func queriesThatHadNotBegunAreKnown() throws {
        let second = Query(id: "2", text: "why do bridges hum?")
        let plan = SessionState().plan(
            [
                RerankingTask(query: Fixture.query, candidates: Fixture.candidates),
                RerankingTask(query: second, candidates: Fixture.candidates),
            ], model: Fixture.model, settings: Fixture.settings)
        let opening: [SessionEvent] = [
            .model(Fixture.model), .settings(Fixture.settings), .query(Fixture.query),
            .candidates(Fixture.candidates, source: "s"), .query(second), .candidates(Fixture.candidates, source: "s"),
            .job(plan.job),
        ]
        var state = Self.reopened(opening + Fixture.run(finished: 5))
        #expect(state.board.query == Fixture.query && state.board.run?.status == .interrupted)
        state.keys(.character("J"))
        #expect(state.board.query == second && state.board.run?.status == .announced)
        #expect(state.render(size: state.size, theme: Theme()).text.contains("not run yet: r"))
        let planned = try #require(resumed(state.keys(.character("r"))))
        #expect(planned.id == RunID(2) && planned.kept.isEmpty)
    }

    /// What happens in a run that is not shown moves nothing of the one that is.
    @Test func anotherRunsEventsLeaveTheShownRunAlone() {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        let other = SessionEvent.start(2, query: Fixture.query, of: Fixture.candidates, by: Fixture.model)
        _ = state.handle(.journal(TimedEvent(milliseconds: 9000, event: other)))
        state.keys(.character("["))
        #expect(state.board.run?.id == RunID(1))
        let before = state.render(size: state.size, theme: Theme()).text
        _ = state.handle(
            .journal(TimedEvent(milliseconds: 9001, event: .run(RunID(2), .finished(document: 0, Fixture.scored(9, 0.9))))))
        #expect(state.board.run?.id == RunID(1) && state.board.run?.results.first == Fixture.results.first)
        #expect(state.render(size: state.size, theme: Theme()).text == before)
    }
}
