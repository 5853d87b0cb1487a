import Foundation
import Reranking
import Sessions

/// How far a job of several queries is, and how long it will still take.
struct RankProgress {
    /// Documents of all queries.
    let total: Int
    /// Documents of the queries done so far that have an answer.
    private(set) var scored = 0
    private var done = 0
    private var newTokens = 0
    /// As shown last: documents done, and the sum of all documents' shares.
    private var current = (done: 0, share: 0.0)
    private let start = ProcessInfo.processInfo.systemUptime

    init(total: Int) { self.total = total }

    /// Takes in a query that is done.
    mutating func add(_ run: RunState) {
        done += run.documents.count
        scored += run.documents.count { $0.result?.answer != nil }
        newTokens += run.documents.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        current = (done, Double(done))
    }

    /// The fraction of the work that is done, with the query under way.
    mutating func fraction(with run: RunState) -> Double {
        let finished = run.documents.filter { $0.phase == .finished }
        let tokens = newTokens + finished.reduce(0) { $0 + ($1.result?.newTokens ?? 0) }
        let count = done + finished.count
        // Until a document is done, nobody knows how much this model writes.
        let expected = count > 0 ? Double(tokens) / Double(count) : 200
        let share = run.documents.reduce(0.0) { sum, document in sum + Self.share(of: document, expectedTokens: expected) }
        current = (count, Double(done) + share)
        return total > 0 ? current.share / Double(total) : 1
    }

    /// A third for the prompt, the rest for the answer; all of it only when it is done.
    private static func share(of document: DocumentProgress, expectedTokens: Double) -> Double {
        switch document.phase {
        case .waiting: 0
        case .reading(let done, let total): total > 0 ? Double(done) / Double(total) / 3 : 0
        case .thinking: 1.0 / 3 + min(0.6, Double(document.tokens.count) / max(1, expectedTokens) * 0.6)
        case .finished: 1
        }
    }

    /// "7/12 documents  0.22 doc/s  ETA 23 s"
    var detail: String {
        var words = "\(current.done)/\(total) documents"
        let seconds = ProcessInfo.processInfo.systemUptime - start
        guard seconds > 0, current.share > 0 else { return words }
        if current.done > 0 { words += "  \(((Double(current.done) / seconds) * 100).rounded() / 100) doc/s" }
        return words + "  ETA \(ProgressLine.duration((Double(total) - current.share) * seconds / current.share))"
    }
}
