import Reranking

/// How the documents of a run came out, in numbers that sum to all of them.
public struct OutcomeCounts: Sendable, Hashable {
    /// Documents with a score.
    public var scored = 0
    /// Documents whose answer is no score: unreadable, off the scale, or cut off. They rank last.
    public var unreadable = 0
    /// Documents that the engine failed on.
    public var failed = 0
    /// Documents that were cancelled.
    public var cancelled = 0
    /// Documents that wait or are under way.
    public var left = 0

    /// Documents without an outcome: resuming the run scores them.
    public var unscored: Int { failed + cancelled + left }

    /// All documents of the run.
    public var all: Int { scored + unreadable + failed + cancelled + left }

    /// Counts one more document.
    mutating func add(_ document: DocumentProgress) {
        switch document.result?.outcome {
        case .scored: scored += 1
        case .unreadable, .outOfRange, .cutOff: unreadable += 1
        case .failed: failed += 1
        case .cancelled: cancelled += 1
        case nil: left += 1
        }
    }

    /// "12 of 12 scored", "0 of 100 scored, 100 cancelled", "9 of 12 scored, 1 failed, 2 without a score".
    public var words: String { phrases.joined(separator: ", ") }

    /// The parts of `words`, the most important first. Documents that are left are not named: the first phrase tells them.
    public var phrases: [String] {
        let others = [(cancelled, "cancelled"), (failed, "failed"), (unreadable, "without a score")].filter { $0.0 > 0 }
        return ["\(scored) of \(all) scored"] + others.map { "\($0.0) \($0.1)" }
    }
}

extension RunState {
    /// How the documents came out so far. O(documents).
    public var counts: OutcomeCounts { documents.reduce(into: OutcomeCounts()) { $0.add($1) } }

    /// Documents with a settled outcome per second, since the start or the last resumption; nil if the run has not ended, or
    /// nothing was settled. O(documents).
    public var settledPerSecond: Double? {
        guard let statistics, statistics.seconds > 0 else { return nil }
        let settled = settledNowCount
        return settled > 0 ? Double(settled) / statistics.seconds : nil
    }

    /// Documents settled since the start or the last resumption. O(documents).
    public var settledNowCount: Int { documents.count { $0.isSettled && !$0.isKept } }
}
