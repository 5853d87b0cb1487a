import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// The rest of a run that was stopped, and its result after resuming.
@Suite struct ResumingTests {
    private let candidates = (1...6).map { Candidate(document: Document(id: "d\($0)", text: "t"), firstStageRank: $0) }

    private func state(_ events: [SessionEvent]) -> SessionState {
        SessionsTests.state(of: events.enumerated().map { TimedEvent(milliseconds: $0 * 10, event: $1) })
    }

    private func finished(_ document: Int, _ outcome: DocumentResult.Outcome) -> SessionEvent {
        .run(.finished(document: document, DocumentResult(outcome: outcome)))
    }

    @Test func outcomesAreKeptFailuresAreNot() {
        let settings = RunSettings(depth: 5)
        let events: [SessionEvent] = [
            .candidates(candidates, source: ""), .start(of: candidates, settings: settings), finished(0, .cutOff),
            finished(1, .failed("no memory")), finished(2, .cancelled), finished(3, .unreadable("?")),
            .run(.admitted(document: 4, promptTokens: 3, cachedTokens: 0)),
        ]
        var stopped = state(events)
        #expect(stopped.runs[0].isUnderWay)
        stopped.interruptRuns()
        #expect(stopped.runs[0].status == .interrupted)
        #expect(stopped.runs[0].unfinishedCount == 3 && !stopped.runs[0].isComplete)
        let planned = stopped.resumption(of: stopped.runs[0])
        #expect(planned.kept == [0, 3] && planned.id == RunID(1) && planned.candidates == candidates)

        let again = state(events + [.start(of: candidates, settings: settings)])
        let run = again.runs[0]
        #expect(run.isUnderWay && run.startedAt == 70)
        #expect(run.documents.map(\.isKept) == [true, false, false, true, false])
        #expect(run.documents.map(\.phase) == [.finished, .waiting, .waiting, .finished, .waiting])
        #expect(run.documents[1].result == nil)
    }

    /// A session whose runs were never interrupted equals one that was read while they were in progress, once both have
    /// ended.
    @Test func aResumedRunEndsAsAnUnbrokenOne() {
        func ended() -> SessionEvent {
            .run(.ended(RunStatistics(documents: 6, seconds: 1, promptTokens: 1, newTokens: 1)))
        }
        let outcomes: [SessionEvent] = (0..<6).map { finished($0, .scored(answer: $0, forced: false)) }
        let opening: [SessionEvent] = [.candidates(candidates, source: ""), .start(of: candidates)]
        let unbroken = state(opening + outcomes + [ended()])
        for cut in 0...6 {
            var broken = state(opening + outcomes.prefix(cut))
            broken.interruptRuns()
            let planned = broken.resumption(of: broken.runs[0])
            #expect(planned.kept == Set(0..<cut))
            let whole = state(
                opening + outcomes.prefix(cut) + [.runStarted(planned.id, planned.request)] + outcomes.dropFirst(cut) + [ended()])
            #expect(whole.runs[0].results == unbroken.runs[0].results)
            #expect(whole.runs[0].status == unbroken.runs[0].status && whole.faults.found.isEmpty)
        }
    }

    /// The id of a set depends on everything that a model is shown or that decides ranks, and on nothing that the journal
    /// does not keep.
    @Test func setsOfCandidatesAreNamedByTheirContent() {
        let base = CandidateSetID(candidates)
        #expect(base == CandidateSetID(candidates) && base.rawValue.count == 16)
        for change in [
            { $0.document.id += "x" }, { $0.document.title = "t" }, { $0.document.text = "text of more than eight bytes" },
            { $0.firstStageRank = 9 }, { $0.firstStageScore = 0.5 },
        ] as [(inout Candidate) -> Void] {
            var others = candidates
            change(&others[3])
            #expect(CandidateSetID(others) != base)
        }
        #expect(CandidateSetID(Array(candidates.dropLast())) != base)
        var (zero, negative) = (candidates, candidates)
        (zero[0].firstStageScore, negative[0].firstStageScore) = (0, -0.0)
        #expect(CandidateSetID(zero) == CandidateSetID(negative))
        // The boundary between two texts makes a difference.
        func pair(_ id: String, _ title: String) -> CandidateSetID {
            CandidateSetID([Candidate(document: Document(id: id, title: title, text: ""), firstStageRank: 1)])
        }
        #expect(pair("ab", "c") != pair("a", "bc"))
    }
}
