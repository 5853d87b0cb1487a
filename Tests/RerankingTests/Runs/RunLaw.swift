import Reranking

/// The rules that the events of every run obey.
enum RunLaw {
    /// Every way in which these events break the rules; empty if they obey them.
    ///
    /// The events of a document come in the order admitted, progress, tokens and stops, finished; all but the last are
    /// optional, and nothing follows. `.ended` comes once, last, with the sums of the results.
    static func violations(of events: [RunEvent], documents: some Sequence<Int>) -> [String] {
        let documents = Set(documents)
        var violations: [String] = []
        var stages: [Int: Int] = [:]
        var tokens: [Int: Int] = [:]
        for (place, event) in events.enumerated() {
            let stage =
                switch event {
                case .admitted: 1
                case .promptProgress: 2
                case .token, .stop, .continuation: 3
                case .finished: 4
                case .ended: 5
                }
            guard let document = event.document else {
                if place != events.count - 1 { violations.append("the end comes at \(place), not last") }
                continue
            }
            let before = stages[document, default: 0]
            let isRepeatable = stage == 2 || stage == 3
            if !documents.contains(document) { violations.append("document \(document) was not asked for") }
            if stage < before || stage == before && !isRepeatable { violations.append("\(event) behind stage \(before)") }
            if isRepeatable && before == 0 { violations.append("\(event) before it was admitted") }
            stages[document] = stage
            if case .token = event { tokens[document, default: 0] += 1 }
            if case .finished(_, let result) = event, result.newTokens != tokens[document, default: 0] {
                violations.append("document \(document) has \(result.newTokens) tokens, \(tokens[document, default: 0]) reported")
            }
        }
        if Set(stages.filter { $0.value == 4 }.keys) != documents { violations.append("finished: \(stages)") }
        let results = events.results.values
        guard events.statistics.count == 1, let statistics = events.statistics.first else {
            return violations + ["\(events.statistics.count) ends"]
        }
        if statistics.documents != documents.count { violations.append("\(statistics.documents) documents counted") }
        if statistics.promptTokens != results.reduce(0, { $0 + $1.promptTokens }) { violations.append("prompt tokens") }
        if statistics.newTokens != results.reduce(0, { $0 + $1.newTokens }) { violations.append("new tokens") }
        if !(statistics.seconds >= 0) { violations.append("\(statistics.seconds) seconds") }
        return violations
    }
}
