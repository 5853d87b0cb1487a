import CKernels

/// The logits of one forward pass: one row of `vocabulary` floats for each wanted token, in the batch's order. Reuse one object
/// for all passes: its memory grows as needed and never shrinks.
public final class Logits {
    /// Logits in one row.
    public let vocabulary: Int
    /// Rows of the last pass: one for each wanted token.
    public private(set) var rowCount = 0
    /// The summary of each row, if the pass was asked for summaries; otherwise empty.
    public private(set) var summaries: [LogitSummary] = []
    private(set) var storage: UnsafeMutableBufferPointer<Float> = .init(start: nil, count: 0)

    /// Logits for passes of `model`, without rows yet.
    public init(model: Model) { vocabulary = model.configuration.vocabulary }

    deinit { storage.deallocate() }

    /// The row of the batch's `index`-th wanted token, valid until the next pass; empty for an index outside 0 ..< rowCount.
    public subscript(index: Int) -> UnsafeBufferPointer<Float> {
        guard (0..<rowCount).contains(index) else { return .init(start: nil, count: 0) }
        return .init(rebasing: storage[index * vocabulary..<(index + 1) * vocabulary])
    }

    func reserve(rows: Int) {
        rowCount = rows
        summaries = []
        guard rows * vocabulary > storage.count else { return }
        storage.deallocate()
        storage = .allocate(capacity: rows * vocabulary)
    }

    /// Summarises every row on all threads, which the caller has borrowed. With nil, `summaries` becomes empty.
    func summarise(top count: Int?, on threads: ComputeThreads) {
        guard let count else { return summaries = [] }
        let capacity = max(0, min(count, vocabulary))
        var ids = [Int32](repeating: 0, count: rowCount * capacity)
        var values = [Float](repeating: 0, count: rowCount * capacity)
        var found = [Int](repeating: 0, count: rowCount)
        var results = [ek_logit_summary](repeating: .init(), count: rowCount)
        ek_summarise_rows(threads.pool, storage.baseAddress, rowCount, vocabulary, capacity, &ids, &values, &found, &results)
        summaries = (0..<rowCount).map { row in
            let range = row * capacity..<row * capacity + found[row]
            return LogitSummary(results[row], ids: ids[range], values: values[range])
        }
    }
}

/// A summary of one row of logits: normalisation, entropy and the most probable tokens.
public struct LogitSummary: Sendable, Hashable {
    /// The largest logit.
    public var maximum: Float
    /// ln of the sum of exp(logit). The log-probability of a token is its logit minus this.
    public var logSumExp: Double
    /// Shannon entropy of the distribution, in bits.
    public var entropy: Double
    /// The most probable tokens in descending order; of equal logits the smaller id first.
    public var top: [Entry]

    /// A token and its logit.
    public struct Entry: Sendable, Hashable {
        /// The token's id: its index in the row.
        public var id: Int32
        /// Its logit.
        public var logit: Float
    }

    /// Summarises one row on the calling thread. O(row.count), vectorised. If the row holds NaN, `logSumExp` and `entropy` are
    /// NaN.
    ///
    /// - Parameters:
    ///   - row: the logits of the whole vocabulary.
    ///   - count: how many tokens `top` lists at most.
    ///   - instructions: must be available. With those of a model's threads the result equals `Logits.summaries` bit for bit.
    public init(_ row: UnsafeBufferPointer<Float>, top count: Int, instructions: InstructionSet) {
        let capacity = max(0, min(count, row.count))
        var ids = [Int32](repeating: 0, count: capacity)
        var values = [Float](repeating: 0, count: capacity)
        var summary = ek_logit_summary()
        let found = ek_summarise(instructions.level, row.baseAddress, row.count, capacity, &ids, &values, &summary)
        self.init(summary, ids: ids.prefix(found), values: values.prefix(found))
    }

    fileprivate init(_ summary: ek_logit_summary, ids: ArraySlice<Int32>, values: ArraySlice<Float>) {
        maximum = summary.maximum
        logSumExp = summary.log_sum_exp
        entropy = summary.entropy_bits
        top = zip(ids, values).map { Entry(id: $0, logit: $1) }
    }
}
