import Reranking

/// The progress of a run. Documents finished before the last resumption tell nothing about its speed and are left out.
extension RunState {
    /// The documents that the run scores since it began or was resumed.
    public var scoredNow: [DocumentProgress] { keptCount == 0 ? documents : documents.filter { !$0.isKept } }

    /// The sum of the shares of `scoredNow`, each in 0...1. The length of unfinished texts is estimated from the finished
    /// documents. O(documents).
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
    /// The assumed number of tokens per document before any document is finished.
    public static let usualTokens = 200.0

    /// The finished share of the document, in 0...1: a third for its prompt, the rest for the text it writes; 1 only if it is
    /// finished. Of a text that is longer than expected, a good part is always left.
    ///
    /// - Parameter expectedTokens: the expected length of its text, in tokens.
    public func share(expectedTokens: Double) -> Double {
        switch phase {
        case .waiting: 0
        case .reading(let done, let total): total > 0 ? min(1, max(0, Double(done) / Double(total))) / 3 : 0
        case .thinking:
            {
                let written = Double(tokens.count)
                let left = max(expectedTokens - written, 0.3 * max(expectedTokens, written), 1)
                return 1.0 / 3 + 2.0 / 3 * written / (written + left)
            }()
        case .finished: 1
        }
    }
}
