import Relevance
import Reranking
import Sessions

/// A session of made-up runs, one after the other, up to a number of events.
struct MadeUpSession {
    let events: Int
    /// The number of alternatives of each token; nil for the distribution in the recorded sessions.
    let alternatives: Int?

    /// Tokens and events per document, as in the recorded sessions.
    private static let tokensEach = 70
    private static let eventsEach = tokensEach + 3
    private static let documents = 1_000

    /// Writes the session with the same code as a real one.
    func write(to path: String) throws {
        let file = try SessionFile.create(at: path, program: "erank \(Erank.version)")
        defer { file.close() }
        var left = events
        func append(_ event: SessionEvent) throws {
            guard left > 0 else { return }
            left -= 1
            try file.append(TimedEvent(milliseconds: (events - left) * 2, event: event))
        }
        var settings = RunSettings()
        settings.depth = Self.documents
        let run = MadeUpRun(
            documents: min(Self.documents, max(1, events / Self.eventsEach)), tokensEach: Self.tokensEach,
            alternatives: alternatives)
        try append(.query(MadeUpRun.query))
        try append(.candidates(run.candidates, source: "made up"))
        try append(.settings(settings))
        var number = 0
        var request = run.request(settings)
        while left > 0 {
            number += 1
            request.job = JobID(number)
            try append(.runStarted(RunID(number), request))
            try run.forEachEvent { try append(.run(RunID(number), $0)) }
        }
    }
}
