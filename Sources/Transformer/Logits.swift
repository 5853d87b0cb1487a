import CKernels

/// The logits of one forward pass: one row of `vocabulary` floats for each wanted token, in the batch's order. Reuse one from
/// pass to pass; it grows as needed and never shrinks.
public final class Logits {
    public let vocabulary: Int
    public private(set) var rowCount = 0
    /// Of each row, if the pass was asked for them.
    public private(set) var summaries: [LogitSummary] = []
    private(set) var storage: UnsafeMutableBufferPointer<Float> = .init(start: nil, count: 0)

    public init(model: Model) { vocabulary = model.configuration.vocabulary }

    deinit { storage.deallocate() }

    /// The row of the batch's `index`-th wanted token, valid until the next pass.
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

    /// Summarises every row on all threads, which are lent to the caller; with nil, there are no summaries.
    func summarise(top count: Int?, on threads: ComputeThreads) {
        guard let count else { return summaries = [] }
        let most = max(0, min(count, vocabulary))
        var ids = [Int32](repeating: 0, count: rowCount * most)
        var values = [Float](repeating: 0, count: rowCount * most)
        var found = [Int](repeating: 0, count: rowCount)
        var results = [ek_logit_summary](repeating: .init(), count: rowCount)
        ek_summarise_rows(threads.pool, storage.baseAddress, rowCount, vocabulary, most, &ids, &values, &found, &results)
        summaries = (0..<rowCount).map { row in
            let range = row * most..<row * most + found[row]
            return LogitSummary(results[row], ids: ids[range], values: values[range])
        }
    }
}

/// What a row of logits says of the next token. All of it in one or two passes over the row.
public struct LogitSummary: Sendable, Hashable {
    /// The largest logit.
    public var maximum: Float
    /// ln of the sum of exp(logit): a token's log-probability is its logit less this.
    public var logSumExp: Double
    /// Shannon entropy of the distribution, in bits.
    public var entropy: Double
    /// The likeliest tokens, likeliest first; of equals the smaller id first.
    public var top: [Entry]

    public struct Entry: Sendable, Hashable {
        public var id: Int32
        public var logit: Float
    }

    /// Summarises one row on the calling thread. O(count) in time, vectorised; rows with NaN give NaN.
    ///
    /// - Parameter instructions: available ones. Those of a model's threads give the same to the last bit as `Logits.summaries`.
    public init(_ row: UnsafeBufferPointer<Float>, top count: Int, instructions: InstructionSet) {
        let most = max(0, min(count, row.count))
        var ids = [Int32](repeating: 0, count: most)
        var values = [Float](repeating: 0, count: most)
        var summary = ek_logit_summary()
        let found = ek_summarise(instructions.level, row.baseAddress, row.count, most, &ids, &values, &summary)
        self.init(summary, ids: ids.prefix(found), values: values.prefix(found))
    }

    fileprivate init(_ summary: ek_logit_summary, ids: ArraySlice<Int32>, values: ArraySlice<Float>) {
        maximum = summary.maximum
        logSumExp = summary.log_sum_exp
        entropy = summary.entropy_bits
        top = zip(ids, values).map { Entry(id: $0, logit: $1) }
    }
}
