import Comparing
import Foundation
import Inspector
import Relevance
import Sessions

/// The rankings of several files as one session without a file, for the screen that shows them side by side.
struct SideSession: Sendable {
    /// What the screens show.
    let state: SessionState
    /// A and B: the first two.
    let sides: ComparedSides
    /// For people: "a.trec, b.trec".
    let name: String

    /// - Parameters:
    ///   - sources: at least two, as read.
    ///   - judged: the judgments; nil compares the rankings alone.
    init(_ sources: [ComparedSource], _ judged: ComparedSource.Judgments?) {
        var state = SessionState()
        var systems: [Int: ComparedSystem] = [:]
        let names = Self.names(of: sources.map(\.side.source))
        // The sessions first: they know the words of the queries.
        for (place, source) in sources.enumerated() {
            guard case .session(let session, let selection) = source.origin else { continue }
            let runs = session.reportedRuns(of: selection)
            if let job = state.addJob(runs, of: session, source: names[place]) { systems[place] = .job(job) }
        }
        for (place, source) in sources.enumerated() {
            guard case .run(let run) = source.origin else { continue }
            let isFirstStage = systems.isEmpty
            state.add(run, tag: names[place], isFirstStage: isFirstStage)
            systems[place] = isFirstStage ? .firstStage : .recorded(names[place])
        }
        var events: [SessionEvent] = []
        if let session = judged?.session {
            events = state.judgments(of: session)
        } else if let judged {
            events = state.judgments(judged.qrels, judge: judged.judge)
        }
        var plan = state.plan
        plan.isBlind = false
        events.append(.judging(plan))
        // The first query is the current one.
        events += state.topics.prefix(1).flatMap { [.query($0.query), .candidates($0.candidates, source: $0.source)] }
        for event in events { state.apply(TimedEvent(milliseconds: state.milliseconds, event: event)) }
        self.state = state
        sides = ComparedSides(a: systems[0] ?? .firstStage, b: systems[1] ?? .firstStage)
        name = names.joined(separator: ", ")
    }

    /// The session as the screens take it.
    ///
    /// - Parameter number: of the request.
    func opened(number: Int) -> OpenedSession {
        var opened = OpenedSession(
            name: name, state: state, place: Place(screen: .compare),
            whyReadOnly: "what is compared is put together from files: nothing is recorded here",
            milliseconds: state.milliseconds, number: number)
        opened.isPutTogether = true
        return opened
    }

    /// The names of files without their folders, as far as these tell them apart.
    private static func names(of sources: [String]) -> [String] {
        let short = sources.map { ($0 as NSString).lastPathComponent }
        return short.enumerated().map { place, name in
            guard short.count(where: { $0 == name }) > 1 else { return name }
            let isFirst = !sources.prefix(place).contains(sources[place])
            return sources.count { $0 == sources[place] } > 1 && !isFirst ? "\(sources[place]) (\(place + 1))" : sources[place]
        }
    }
}

extension ComparedSource.Judgments {
    /// Who judged, for people: the judge, or where the judgments are.
    var judge: String { judges.count == 1 ? judges[0] : (source as NSString).lastPathComponent }
}
