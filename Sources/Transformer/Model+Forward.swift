import CKernels

/// The forward pass. Shapes in brackets are those of one row; every tensor has one row per token of the batch. The `ek_`
/// functions divide their work among the borrowed threads and return when it is done. The expensive parts are `timed` for the
/// benchmarks.
extension Model {
    /// - Returns: false if the pass was abandoned.
    func evaluate(
        _ batch: Batch, cache: KVCache, logits: Logits, isAbandoned: () -> Bool
    ) throws(ModelError) -> Bool {
        let tokens = batch.segments.flatMap(\.tokens)
        let wanted = batch.wantedRows
        logits.reserve(rows: wanted.count)
        guard !tokens.isEmpty else { return true }
        try workspace.reserve(tokens: tokens.count)
        let s = workspace
        rotate(batch)

        var isWhole = true
        withPieces(of: batch, tokens: tokens.count) { segments, pieces in
            // x [width] = the embedding of each token
            withUnsafePointer(to: weights.embedding) { ek_embed(pool, $0, tokens, tokens.count, s.x) }

            attendNext(0, cache, segments, pieces)
            for (index, layer) in weights.layers.enumerated() {
                if isAbandoned() {
                    isWhole = false
                    // Nothing of this batch is prefetched any more.
                    return ek_attend_next(pool, nil, nil, nil, 0)
                }
                // Attention. query [heads][headDim], key and value [kvHeads][headDim] = matrices . norm(x) (+ biases)
                multiply(
                    [
                        product(layer.query, into: s.query, bias: layer.queryBias),
                        product(layer.key, into: s.key, bias: layer.keyBias),
                        product(layer.value, into: s.value, bias: layer.valueBias),
                    ], rows(s.x, norm: layer.attentionNorm), tokens.count)

                // Rotate queries and keys by their position, and store keys and values in the cache.
                var attention = attention(layer, index, cache)
                ek_rotate_and_store(
                    pool, &attention, segments.baseAddress, segments.count, s.query, s.key, s.value, s.cosines, s.sines)

                // attended [heads][headDim] = softmax(query . keys / sqrt(headDim)) . values
                timed(\.attention) {
                    ek_attend(
                        pool, &attention, segments.baseAddress, pieces.baseAddress, pieces.count, s.query, s.attended,
                        s.scratch)
                }
                attendNext(index + 1, cache, segments, pieces)

                // x [width] += matrix . attended
                multiply([product(layer.attentionOutput, addingTo: s.x)], rows(s.attended), tokens.count)

                // Feed forward. x [width] += down . (silu(gate . norm(x)) * (up . norm(x))), ffWidth wide inside
                feedForward(layer, tokens.count)
            }

            // logits [vocabulary] = output . norm(x), only for the wanted tokens
            guard !wanted.isEmpty, let logits = logits.storage.baseAddress else { return }
            wanted.withUnsafeBufferPointer { wanted in
                let last = rows(s.x, wanted.baseAddress, norm: weights.outputNorm)
                multiply([product(weights.output, into: logits)], last, wanted.count, as: \.logits)
            }
        }
        return isWhole
    }

    private var pool: OpaquePointer { threads.pool }

    /// Computes the cosines and sines of each token's position.
    private func rotate(_ batch: Batch) {
        let half = rotary.frequencies.count
        var row = 0
        for segment in batch.segments {
            for position in segment.start..<segment.start + segment.tokens.count {
                rotary.write(position: position, cosines: workspace.cosines + row * half, sines: workspace.sines + row * half)
                row += 1
            }
        }
    }

    private func feedForward(_ layer: Weights.Layer, _ tokens: Int) {
        let s = workspace
        var (gate, up, normed, gated) = (layer.gate, layer.up, rows(s.x, norm: layer.ffNorm), s.gated)
        timed(\.products) {
            ek_multiply_gated(
                pool, &gate, &up, &normed, s.inputs, tokens, ek_type_precision(layer.down.type), &gated, s.scratch)
        }
        var down = product(layer.down, addingTo: s.x)
        timed(\.products) { ek_multiply(pool, &down, 1, nil, &gated, tokens) }
    }

    /// The input rows of a product: the first rows of `x`, or those that `rows` lists, after an RMS norm with the weights
    /// `norm`.
    private func rows(
        _ x: UnsafePointer<Float>, _ rows: UnsafePointer<Int32>? = nil, norm: UnsafePointer<Float>? = nil
    ) -> ek_source {
        ek_source(x: x, rows: rows, norm: norm, epsilon: configuration.normEpsilon)
    }

    private func product(
        _ matrix: ek_matrix, into out: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>? = nil
    ) -> ek_product {
        ek_product(matrix: matrix, out: out, stride: matrix.rows, bias: bias, add: false)
    }

    private func product(_ matrix: ek_matrix, addingTo out: UnsafeMutablePointer<Float>) -> ek_product {
        ek_product(matrix: matrix, out: out, stride: matrix.rows, bias: nil, add: true)
    }

    private func multiply(
        _ products: [ek_product], _ source: ek_source, _ tokens: Int, as part: WritableKeyPath<PassCost, Duration> = \.products
    ) {
        var source = source
        timed(part) { ek_multiply(pool, products, products.count, &source, workspace.inputs, tokens) }
    }

    /// Runs `work` and adds its duration to a part of the pass's cost.
    private func timed(_ part: WritableKeyPath<PassCost, Duration>, _ work: () -> Void) {
        let start = ContinuousClock.now
        work()
        workspace.cost[keyPath: part] += .now - start
    }

    /// Calls `body` with the segments and the attention pieces of the batch. They are the same in every layer.
    private func withPieces(
        of batch: Batch, tokens: Int, _ body: (UnsafeBufferPointer<ek_segment>, UnsafeBufferPointer<ek_piece>) -> Void
    ) {
        var shape = ek_attention()
        (shape.heads, shape.kv_heads) = (configuration.heads, configuration.kvHeads)
        batch.withSegments { segments in
            withUnsafeTemporaryAllocation(of: ek_piece.self, capacity: tokens) { pieces in
                let count = ek_attend_pieces(&shape, segments.baseAddress, segments.count, pieces.baseAddress)
                body(segments, UnsafeBufferPointer(rebasing: pieces[..<count]))
            }
        }
    }

    /// Makes the products before the attention of layer `index` prefetch the pages that it will read. After the last layer,
    /// `index` is out of range and nothing is prefetched.
    private func attendNext(
        _ index: Int, _ cache: KVCache, _ segments: UnsafeBufferPointer<ek_segment>, _ pieces: UnsafeBufferPointer<ek_piece>
    ) {
        guard weights.layers.indices.contains(index) else { return ek_attend_next(pool, nil, nil, nil, 0) }
        var next = attention(weights.layers[index], index, cache)
        ek_attend_next(pool, &next, segments.baseAddress, pieces.baseAddress, pieces.count)
    }

    private func attention(_ layer: Weights.Layer, _ index: Int, _ cache: KVCache) -> ek_attention {
        let c = configuration
        return ek_attention(
            heads: c.heads, kv_heads: c.kvHeads, head_dim: c.headDim, rotary: c.rotation.dimensions,
            interleaved: c.architecture == .llama, scale: 1 / Float(c.headDim).squareRoot(), epsilon: c.normEpsilon,
            q_norm: layer.queryNorm, k_norm: layer.keyNorm, floats: weights.areFloats,
            biased_keys: layer.keyBias != nil, pages: cache.base(ofLayer: index), page_stride: cache.bytesPerPage)
    }
}

extension Batch {
    /// The batch's rows whose logits are wanted.
    fileprivate var wantedRows: [Int32] {
        var rows: [Int32] = []
        var first = 0
        for segment in segments {
            rows += segment.logitOffsets.map { Int32(first + $0) }
            first += segment.tokens.count
        }
        return rows
    }

    /// Calls `body` with the segments in the kernels' form, without empty ones. The pointers are valid during the call.
    fileprivate func withSegments(_ body: (UnsafeBufferPointer<ek_segment>) -> Void) {
        let tables = segments.flatMap(\.pages)
        tables.withUnsafeBufferPointer { tables in
            var list: [ek_segment] = []
            var (first, table) = (0, 0)
            for segment in segments {
                if !segment.tokens.isEmpty, let base = tables.baseAddress {
                    list.append(
                        ek_segment(first: first, count: segment.tokens.count, start: segment.start, table: base + table))
                }
                first += segment.tokens.count
                table += segment.pages.count
            }
            list.withUnsafeBufferPointer(body)
        }
    }
}
