import Foundation
import Reranking
import Sessions

/// How far a job of several queries is, and how long it will still take.
struct RankProgress {
    /// Documents of all queries.
    let total: Int
    /// Of those, the ones that were scored before a job was resumed: they say nothing of its pace.
    let kept: Int
    /// Documents of runs that have ended, and of those still to come that are kept.
    private var done: Int
    private var newTokens = 0
    /// As shown last: documents done, and the sum of all documents' shares.
    private var current: (done: Int, share: Double)
    private let start = ProcessInfo.processInfo.systemUptime

    init(total: Int, kept: Int = 0) {
        (self.total, self.kept, done) = (total, kept, kept)
        current = (kept, Double(kept))
    }

    /// Takes in a run that has ended.
    mutating func add(_ run: RunState) {
        done += run.scoredNow.count
        newTokens += run.scoredNow.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        current = (done, Double(done))
    }

    /// The fraction of the work that is done, with the runs under way.
    mutating func fraction(with runs: [RunState]) -> Double {
        let documents = runs.flatMap(\.scoredNow)
        let finished = documents.filter { $0.phase == .finished }
        let tokens = newTokens + finished.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        let count = done - kept + finished.count
        let expected = count > 0 ? Double(tokens) / Double(count) : DocumentProgress.usualTokens
        let share = documents.reduce(0.0) { $0 + $1.share(expectedTokens: expected) }
        current = (done + finished.count, Double(done) + share)
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
        return words + "  ETA \(ProgressLine.duration((Double(total) - current.share) * seconds / share))"
    }
}
