import Foundation
import Reranking
import Sessions

/// The progress of a job of several queries, and its remaining time.
struct RankProgress {
    /// Documents of all queries.
    let total: Int
    /// Documents that were scored before the job was resumed. They tell nothing about its speed.
    let kept: Int
    /// Documents of runs that have ended, and kept documents of the others.
    private var done: Int
    private var newTokens = 0
    /// The values shown last: finished documents, and the sum of the shares of all documents.
    private var current: (done: Int, share: Double)
    /// Seconds that the runs in progress still take; nil while that would be a guess.
    private var runsLeft: Double?
    /// Documents of runs that have not begun, or tell too little of their pace.
    private var unbegun = 0.0
    /// Documents that must be done before the pace of the job is more than a guess.
    private static let neededDocuments = 3
    private let start = ProcessInfo.processInfo.systemUptime

    init(total: Int, kept: Int = 0) {
        (self.total, self.kept, done) = (total, kept, kept)
        current = (kept, Double(kept))
    }

    /// Adds a run that has ended.
    mutating func add(_ run: RunState) {
        done += run.scoredNow.count
        newTokens += run.scoredNow.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        current = (done, Double(done))
        runsLeft = 0
    }

    /// The finished fraction of the work, including runs in progress.
    ///
    /// - Parameters:
    ///   - runs: those in progress.
    ///   - milliseconds: the time now, in the session's time.
    mutating func fraction(with runs: [RunState], at milliseconds: Int) -> Double {
        let documents = runs.flatMap(\.scoredNow)
        let finished = documents.filter { $0.phase == .finished }
        let tokens = newTokens + finished.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        let count = done - kept + finished.count
        let expected = count > 0 ? Double(tokens) / Double(count) : DocumentProgress.usualTokens
        let share = documents.reduce(0.0) { $0 + $1.share(expectedTokens: expected) }
        current = (done + finished.count, Double(done) + share)
        // Runs in progress share the engine: they end together rather than one after the other.
        let begun = runs.filter { run in
            run.waitingCount < run.documents.count && run.documents.contains { $0.phase != .finished }
        }
        let lefts = begun.compactMap { $0.secondsLeft(at: milliseconds) }
        unbegun = Double(total - done - documents.count)
        if lefts.count == begun.count || count >= Self.neededDocuments {
            runsLeft = lefts.max() ?? 0
            // The documents of a run that tells too little yet go by the pace of the job.
            for run in begun where run.secondsLeft(at: milliseconds) == nil {
                unbegun += Double(run.scoredNow.count) - run.scoredShare
            }
        } else {
            runsLeft = nil
        }
        return total > 0 ? current.share / Double(total) : 1
    }

    /// "7/12 documents  0.22 doc/s  ETA 23 s"
    var detail: String {
        var words = "\(current.done)/\(total) documents"
        let seconds = ProcessInfo.processInfo.systemUptime - start
        let share = current.share - Double(kept)
        guard seconds > 0, share > 0 else { return words }
        let rate = Double(current.done - kept) / seconds
        if current.done > kept { words += "  \((rate * 100).rounded() / 100) doc/s" }
        guard let runsLeft else { return words + "  ETA \u{2026}" }
        return words + "  ETA \(ProgressLine.duration(runsLeft + max(0, unbegun) * seconds / share))"
    }
}
