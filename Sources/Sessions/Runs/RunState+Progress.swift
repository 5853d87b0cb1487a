import Reranking

/// How far a run is. Documents that had their result before it was resumed say nothing of its pace and are left out.
extension RunState {
    /// Documents that have been scored, or are to be, since the run began or was resumed.
    public var scoredNow: [DocumentProgress] { keptCount == 0 ? documents : documents.filter { !$0.isKept } }

    /// The sum of the shares of `scoredNow`, each in 0...1: what they write is guessed from those that are done. O(documents).
    public var scoredShare: Double {
        let documents = scoredNow
        var (finished, written) = (0, 0)
        for document in documents {
            guard let result = document.result else { continue }
            finished += 1
            written += result.newTokens
        }
        let expected = finished > 0 ? Double(written) / Double(finished) : DocumentProgress.usualTokens
        return documents.reduce(0) { $0 + $1.share(expectedTokens: expected) }
    }
}

extension DocumentProgress {
    /// Tokens that a document writes, until one of them is done and says more.
    public static let usualTokens = 200.0

    /// How much of the document is done, in 0...1: a third for its prompt, the rest for what it writes; all of it only when it is
    /// done.
    ///
    /// - Parameter expectedTokens: what it will have written at its end.
    public func share(expectedTokens: Double) -> Double {
        switch phase {
        case .waiting: 0
        case .reading(let done, let total): total > 0 ? min(1, max(0, Double(done) / Double(total))) / 3 : 0
        case .thinking: 1.0 / 3 + min(0.6, Double(tokens.count) / max(1, expectedTokens) * 0.6)
        case .finished: 1
        }
    }
}
