import CKernels
import Synchronization

/// The logits of one forward pass: one row of `vocabulary` floats for each wanted token, in the batch's order. Reuse one from
/// pass to pass; it grows as needed and never shrinks.
public final class Logits {
    public let vocabulary: Int
    public private(set) var rowCount = 0
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
        guard rows * vocabulary > storage.count else { return }
        storage.deallocate()
        storage = .allocate(capacity: rows * vocabulary)
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

    /// Summarises one row. O(count) in time, vectorised; rows with NaN give NaN.
    public init(_ row: UnsafeBufferPointer<Float>, top count: Int) {
        let most = max(0, min(count, row.count))
        var ids = [Int32](repeating: 0, count: most)
        var values = [Float](repeating: 0, count: most)
        var summary = ek_logit_summary()
        let found = ek_summarise(InstructionSet.best.level, row.baseAddress, row.count, most, &ids, &values, &summary)
        self.init(summary, ids: ids.prefix(found), values: values.prefix(found))
    }

    fileprivate init(_ summary: ek_logit_summary, ids: ArraySlice<Int32>, values: ArraySlice<Float>) {
        maximum = summary.maximum
        logSumExp = summary.log_sum_exp
        entropy = summary.entropy_bits
        top = zip(ids, values).map { Entry(id: $0, logit: $1) }
    }
}

extension Model {
    /// Summarises every row, spread over the model's threads.
    public func summarise(_ logits: Logits, top count: Int) -> [LogitSummary] {
        let (rows, most) = (logits.rowCount, max(0, min(count, logits.vocabulary)))
        var ids = [Int32](repeating: 0, count: rows * most)
        var values = [Float](repeating: 0, count: rows * most)
        var found = [Int](repeating: 0, count: rows)
        var summaries = [ek_logit_summary](repeating: .init(), count: rows)
        turn.withLock { _ in
            ek_summarise_rows(
                threadPool.pool, logits.storage.baseAddress, rows, logits.vocabulary, most, &ids, &values, &found, &summaries)
        }
        return (0..<rows).map { row in
            let range = row * most..<row * most + found[row]
            return LogitSummary(summaries[row], ids: ids[range], values: values[range])
        }
    }
}
