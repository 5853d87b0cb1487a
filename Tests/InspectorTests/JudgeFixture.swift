import Inference
import Relevance
import Reranking
import Sessions
import Terminal

@testable import Inspector

/// The goldfish session with a second query, judgments of two people, and a loop that gives back what is to be written.
extension Fixture {
    static let second = Query(
        id: "2", text: "how long do carp live?",
        narrative:
            "A relevant passage gives the age that carp or goldfish reach, in years. Passages about breeding alone are not relevant."
    )

    static let twoQueries: [SessionEvent] =
        [.query(second), .candidates(Array(candidates.prefix(4)), source: "carp.jsonl")] + setUp

    static func judgment(_ document: String, _ grade: Int, by judge: String = "ann", query: String = "1") -> SessionEvent {
        .judgment(
            Judgment(
                queryID: query, documentID: document, verdict: .grade(grade), judge: judge, scale: "0-3", seconds: 4,
                isBlind: true))
    }
}

/// The screens and a journal: what they append comes back at once, a hundred milliseconds later.
struct Sitting {
    var state: InspectorState
    var milliseconds: Int
    /// Everything appended.
    var written: [SessionEvent] = []
    var effects: [Effect] = []

    init(_ events: [SessionEvent], size: Size = Size(width: 80, height: 24)) {
        state = Fixture.state(events, size: size)
        milliseconds = 100 * events.count
    }

    /// As a judge sits down at a session where they left it: the ranking has not been in view.
    static func judging(
        _ events: [SessionEvent], size: Size = Size(width: 80, height: 24), screen: ScreenName = .judge
    ) -> Sitting {
        var sitting = Sitting([], size: size)
        sitting.milliseconds = 100 * events.count
        let session = events.enumerated().reduce(into: SessionState()) { session, event in
            session.apply(TimedEvent(milliseconds: 100 * event.offset, event: event.element))
        }
        sitting.reopen(session, on: screen)
        return sitting
    }

    /// The session is opened where it was left, as after a restart.
    mutating func reopen(_ session: SessionState, on screen: ScreenName = .judge, isWritable: Bool = true) {
        let place = Place(screen: screen, run: session.runs.indices.last)
        take(
            state.handle(
                .opened(
                    OpenedSession(
                        name: "goldfish", state: session, place: place,
                        whyReadOnly: isWritable ? nil : "another program writes it", milliseconds: milliseconds))))
    }

    mutating func press(_ keys: Key...) { for key in keys { take(state.handle(.terminal(.key(key)))) } }

    /// Characters as keys.
    mutating func press(_ keys: String) { for key in keys { take(state.handle(.terminal(.key(.character(key))))) } }

    mutating func take(_ effects: [Effect]) {
        self.effects += effects
        for effect in effects {
            guard case .append(let event) = effect else { continue }
            written.append(event)
            milliseconds += 100
            take(state.handle(.journal(TimedEvent(milliseconds: milliseconds, event: event))))
        }
    }

    /// Time passes without a key.
    mutating func wait(_ seconds: Double) {
        milliseconds += Int(seconds * 1000)
        _ = state.handle(.tick(frame: milliseconds, session: milliseconds))
    }

    var judgments: [Judgment] { written.compactMap { if case .judgment(let judgment) = $0 { judgment } else { nil } } }
    /// What was recorded as seen, by query.
    var seen: [String: [String]] {
        written.reduce(into: [:]) { if case .seen(_, let query, let documents) = $1 { $0[query, default: []] += documents } }
    }
    var inView: String { state.judge.candidate?.document.id ?? "" }
    func text(_ size: Size? = nil) -> String { state.render(size: size ?? state.size, theme: Theme()).text }
}
