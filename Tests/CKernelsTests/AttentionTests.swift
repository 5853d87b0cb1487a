import CKernels
import Foundation
import ModelFixtures
import Testing

/// Compares attention over pages with a plain softmax in f64.
struct AttentionTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        var (heads, kvHeads, headDim, floats) = (0, 0, 0, false)
        var hasKeyBias = false
        var testDescription: String {
            "\(heads)/\(kvHeads) heads of \(headDim), \(floats ? "f32" : "f16")\(hasKeyBias ? ", biased keys" : "")"
        }
    }
    static let shapes = [
        Shape(heads: 9, kvHeads: 3, headDim: 64, floats: false), Shape(heads: 12, kvHeads: 2, headDim: 128, floats: false),
        Shape(heads: 12, kvHeads: 2, headDim: 128, floats: false, hasKeyBias: true),
        Shape(heads: 4, kvHeads: 2, headDim: 16, floats: true), Shape(heads: 3, kvHeads: 3, headDim: 80, floats: false),
    ]

    @Test(arguments: availableLevels, shapes) func outputsAreSoftmaxAverages(_ level: ek_level, _ shape: Shape) throws {
        let pool = try Pool(threads: 3, level: level)
        let (dim, tokens, page) = (shape.headDim, 71, Int(EK_PAGE))
        var random = SeededGenerator(seed: 11)
        func rows(_ heads: Int) -> [Float] { (0..<tokens * heads * dim).map { _ in Float.random(in: -2...2, using: &random) } }
        var (q, k, v) = (rows(shape.heads), rows(shape.kvHeads), rows(shape.kvHeads))
        let (plainQ, plainK, plainV) = (q, k, v)
        let (cosines, sines) = ([Float](repeating: 1, count: tokens * dim / 2), [Float](repeating: 0, count: tokens * dim / 2))

        let pageBytes = shape.kvHeads * 2 * dim * page * (shape.floats ? 4 : 2)
        let pages = UnsafeMutablePointer<UInt8>.allocate(capacity: 4 * pageBytes)
        defer { pages.deallocate() }
        pages.initialize(repeating: 0xFF, count: 4 * pageBytes)  // NaN, so that reading unwritten positions is noticed
        let scale = 1 / Float(dim).squareRoot()
        var attention = ek_attention(
            heads: shape.heads, kv_heads: shape.kvHeads, head_dim: dim, rotary: dim, interleaved: false, scale: scale,
            epsilon: 1e-6, q_norm: nil, k_norm: nil, floats: shape.floats,
            biased_keys: shape.hasKeyBias, pages: pages, page_stride: pageBytes)
        let table: [Int32] = [2, 0, 3]
        var out = [Float](repeating: 0, count: q.count)
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 3 * ek_attend_scratch(shape.heads, shape.kvHeads, dim))
        defer { scratch.deallocate() }
        func attend(_ segments: [ek_segment], _ q: [Float], _ out: inout [Float]) {
            var pieces = [ek_piece](repeating: ek_piece(), count: tokens)
            let count = ek_attend_pieces(&attention, segments, segments.count, &pieces)
            ek_attend(pool.pool, &attention, segments, pieces, count, q, &out, scratch)
        }
        table.withUnsafeBufferPointer { table in
            var segment = ek_segment(first: 0, count: tokens, start: 0, table: table.baseAddress)
            ek_rotate_and_store(pool.pool, &attention, &segment, 1, &q, &k, v, cosines, sines)
            attend([segment], q, &out)
            // The last token alone over the same pages: equal bit for bit.
            var last = [Float](repeating: 0, count: shape.heads * dim)
            let alone = ek_segment(first: 0, count: 1, start: tokens - 1, table: table.baseAddress)
            attend([alone], Array(q.suffix(last.count)), &last)
            #expect(last == out.suffix(last.count))
            // Three copies of the last token, as forks are, and the token before it. Shared pages are read once; results are
            // equal.
            let forks = (0..<4).map {
                ek_segment(first: $0, count: 1, start: tokens - ($0 == 3 ? 2 : 1), table: table.baseAddress)
            }
            let row = last.count
            let before = Array(q.suffix(2 * row).prefix(row))
            var together = [Float](repeating: 0, count: 4 * row)
            attend(forks, Array(q.suffix(row)) + Array(q.suffix(row)) + Array(q.suffix(row)) + before, &together)
            #expect(together == last + last + last + out.suffix(2 * row).prefix(row))
        }
        v.removeAll()

        var worst = 0.0
        for token in stride(from: 0, to: tokens, by: 7) {
            for head in 0..<shape.heads {
                let kv = head / (shape.heads / shape.kvHeads)
                let query = plainQ[(token * shape.heads + head) * dim..<(token * shape.heads + head + 1) * dim].map(Double.init)
                func row(_ x: [Float], _ at: Int) -> [Double] {
                    x[(at * shape.kvHeads + kv) * dim..<(at * shape.kvHeads + kv + 1) * dim].map(Double.init)
                }
                let scores = (0...token).map { at in zip(query, row(plainK, at)).map(*).reduce(0, +) * Double(scale) }
                let sum = scores.map { exp($0) }.reduce(0, +)
                var expected = [Double](repeating: 0, count: dim)
                for at in 0...token {
                    for (i, value) in row(plainV, at).enumerated() { expected[i] += exp(scores[at]) / sum * value }
                }
                for i in 0..<dim { worst = max(worst, abs(expected[i] - Double(out[(token * shape.heads + head) * dim + i]))) }
            }
        }
        #expect(worst < (shape.floats ? 1e-5 : level == EK_AVX512_BF16 ? 2e-2 : 5e-3))
    }
}
