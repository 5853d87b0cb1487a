import CKernels

/// The minimum work of matrix products: every matrix is read once per pass, and every element is used once per token. A
/// multiply and an add count as two operations.
public struct ProductWork: Sendable, Hashable {
    /// int8 operations: products with matrices of quantised types.
    public var byteOperations = 0
    /// f32 operations: products with matrices of F32, F16 and BF16.
    public var floatOperations = 0
    /// Bytes of the packed matrices that are read.
    public var weightBytes = 0

    /// No work.
    public init() {}

    /// The work of one token with these matrices.
    init(_ matrices: [ek_matrix]) {
        for matrix in matrices {
            let operations = 2 * matrix.rows * matrix.columns
            if ek_type_precision(matrix.type) == EK_FLOATS { floatOperations += operations } else { byteOperations += operations }
            weightBytes += ek_matrix_bytes(matrix.type, matrix.rows, matrix.columns)
        }
    }

    /// The work of `tokens` tokens of one pass with the same matrices. Zero for no tokens.
    func times(_ tokens: Int) -> ProductWork {
        var work = ProductWork()
        guard tokens > 0 else { return work }
        work.byteOperations = byteOperations * tokens
        work.floatOperations = floatOperations * tokens
        work.weightBytes = weightBytes
        return work
    }

    /// Adds further work, member by member.
    public static func += (left: inout ProductWork, right: ProductWork) {
        left.byteOperations += right.byteOperations
        left.floatOperations += right.floatOperations
        left.weightBytes += right.weightBytes
    }
}

extension Model {
    /// The work of a pass over the batch. The durations of the result are zero.
    func workload(of batch: Batch) -> PassCost {
        let c = configuration
        var cost = PassCost()
        cost.work = layersWork.times(batch.tokenCount)
        cost.work += outputWork.times(batch.logitCount)
        for segment in batch.segments where !segment.tokens.isEmpty {
            // A token attends to itself and all tokens before it. Each of them costs a dot product with its key and a weighted
            // sum of its value, both of length headDim.
            let (first, last) = (segment.start + 1, segment.start + segment.tokens.count)
            let seen = (first + last) * segment.tokens.count / 2
            cost.attentionOperations += 4 * c.layers * c.heads * c.headDim * seen
            cost.cacheBytes += last * bytesPerToken
        }
        return cost
    }
}

extension Weights.Layer {
    var matrices: [ek_matrix] { [query, key, value, attentionOutput, gate, up, down] }
}
