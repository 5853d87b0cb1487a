import CKernels

/// How much products have to do at the least: every matrix read once a pass, every element used once a token. A multiply and an add
/// are two operations.
public struct ProductWork: Sendable, Hashable {
    /// With matrices of quantised types, whose inputs are bytes.
    public var byteOperations = 0
    /// With matrices of floats.
    public var floatOperations = 0
    /// Of the matrices, as they are packed.
    public var weightBytes = 0

    public init() {}

    /// One token through some matrices.
    init(_ matrices: [ek_matrix]) {
        for matrix in matrices {
            let operations = 2 * matrix.rows * matrix.columns
            if ek_type_precision(matrix.type) == EK_FLOATS { floatOperations += operations } else { byteOperations += operations }
            weightBytes += ek_matrix_bytes(matrix.type, matrix.rows, matrix.columns)
        }
    }

    /// So many tokens of one pass through the same matrices.
    func times(_ tokens: Int) -> ProductWork {
        var work = ProductWork()
        guard tokens > 0 else { return work }
        work.byteOperations = byteOperations * tokens
        work.floatOperations = floatOperations * tokens
        work.weightBytes = weightBytes
        return work
    }

    public static func += (left: inout ProductWork, right: ProductWork) {
        left.byteOperations += right.byteOperations
        left.floatOperations += right.floatOperations
        left.weightBytes += right.weightBytes
    }
}

extension Model {
    /// What a pass over the batch has to do; its times are still zero.
    func workload(of batch: Batch) -> PassCost {
        let c = configuration
        var cost = PassCost()
        cost.work = layersWork.times(batch.tokenCount)
        cost.work += outputWork.times(batch.logitCount)
        for segment in batch.segments where !segment.tokens.isEmpty {
            // A token attends to itself and all before it: a product with its key and one with its value, headDim long each.
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
