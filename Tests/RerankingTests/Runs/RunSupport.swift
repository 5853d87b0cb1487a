import Relevance
import Reranking

extension [String] {
    /// One candidate for each text, in this order.
    var candidates: [Candidate] {
        enumerated().map { index, text in
            Candidate(document: Document(id: text, text: text), firstStageRank: index + 1, firstStageScore: Double(count - index))
        }
    }
}

extension RerankingRun {
    /// The events of the run up to its end.
    var all: [RunEvent] {
        get async {
            var all: [RunEvent] = []
            for await event in events { all.append(event) }
            return all
        }
    }
}

extension RunEvent {
    var document: Int? {
        switch self {
        case .admitted(let document, _, _), .promptProgress(let document, _, _), .token(let document, _),
            .stop(let document, _), .continuation(let document, _), .finished(let document, _):
            document
        case .ended: nil
        }
    }
}

extension [RunEvent] {
    /// Results by document; the last one if a document finished twice.
    var results: [Int: DocumentResult] {
        reduce(into: [:]) { results, event in
            if case .finished(let document, let result) = event { results[document] = result }
        }
    }

    var statistics: [RunStatistics] {
        compactMap { if case .ended(let statistics) = $0 { statistics } else { nil } }
    }
}
