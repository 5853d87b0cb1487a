import Inference
import Relevance
import Reranking
import Sessions
import TestSupport

@testable import Inspector

/// The goldfish session with a second job by another model, which thinks otherwise of some documents.
extension Fixture {
    static let larger: ModelDescription = {
        var larger = model
        (larger.name, larger.sha256) = ("large-7b", String(repeating: "9", count: 64))
        return larger
    }()

    static let otherThought =
        "<think>The document says that goldfish stay small in a bowl. The query asks whether they grow.</think><answer>4</answer>"

    /// A run of job 2; `finished` as in `run(finished:)`.
    static func otherRun(finished: Int? = nil) -> [SessionEvent] {
        let answers = [2, 9, 0, 8, 10, 1, 3, 5, 7, 4, 6, 0]
        var events: [SessionEvent] = [.start(2, query: query, of: candidates, by: larger, settings: settings)]
        let tokens = tokens(of: otherThought)
        for document in 0..<(finished ?? answers.count) {
            events.append(.run(RunID(2), .admitted(document: document, promptTokens: 231, cachedTokens: 160)))
            events += tokens.map { .run(RunID(2), .token(document: document, $0)) }
            // One document comes out as it did before.
            let result = document == 3 ? results[3] : scored(answers[document], 0.8, token: tokens.count - 2)
            events.append(.run(RunID(2), .finished(document: document, result)))
        }
        guard let finished else {
            let statistics = RunStatistics(documents: 12, seconds: 95.5, promptTokens: 2772, newTokens: 300)
            return events + [.run(RunID(2), .ended(statistics))]
        }
        return events + tokens.prefix(9).map { .run(RunID(2), .token(document: finished, $0)) }
    }

    static let grades: [SessionEvent] = [
        judgment("d01", 3), judgment("d02", 2), judgment("d03", 0), judgment("d05", 1), judgment("d07", 0),
    ]

    /// The run of job 1 with an outcome for each document.
    static func settledRun() -> [SessionEvent] {
        run().map { event in
            guard case .run(let id, .finished(document: 11, _)) = event else { return event }
            return .run(id, .finished(document: 11, scored(1, 0.5)))
        }
    }

    static let bothRuns = setUp + settledRun() + otherRun()
}
