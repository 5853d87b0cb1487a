import CKernels
import ModelFixtures

let allTypes: [ek_type] = [
    EK_F32, EK_F16, EK_BF16, EK_Q4_0, EK_Q4_1, EK_Q5_0, EK_Q5_1, EK_Q8_0, EK_Q4_K, EK_Q5_K, EK_Q6_K,
]

/// A matrix of random bits in a file's layout, with scales of ordinary size; and the same matrix packed.
final class RandomMatrix {
    let (type, rows, columns): (ek_type, Int, Int)
    let file: [UInt8]
    let values: [Float]
    private(set) var packed = ek_matrix()
    private let memory: UnsafeMutableRawPointer

    init(_ type: ek_type, rows: Int, columns: Int, pool: Pool, seed: UInt64) {
        (self.type, self.rows, self.columns) = (type, rows, columns)
        var random = SeededGenerator(seed: seed)
        let (block, blockBytes) = (ek_type_block(type), ek_type_block_bytes(type))
        var bytes: [UInt8] = []
        for _ in 0..<rows * columns / block {
            if block == 1 {
                let value = Float.random(in: -1...1, using: &random)
                switch type {
                case EK_F32: withUnsafeBytes(of: value) { bytes += $0 }
                case EK_F16: withUnsafeBytes(of: Self.half(value)) { bytes += $0 }
                default: withUnsafeBytes(of: UInt16(value.bitPattern >> 16)) { bytes += $0 }
                }
                continue
            }
            var body = (0..<blockBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
            let scales =
                switch type {
                case EK_Q6_K: [208]
                case EK_Q4_0, EK_Q5_0, EK_Q8_0: [0]
                default: [0, 2]
                }
            for at in scales {
                withUnsafeBytes(of: Self.half(Float.random(in: -0.05...0.05, using: &random))) {
                    (body[at], body[at + 1]) = ($0[0], $0[1])
                }
            }
            bytes += body
        }
        file = bytes
        values = [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            ek_dequantise(type, bytes, rows * columns, buffer.baseAddress)
            count = rows * columns
        }
        memory = .allocate(byteCount: ek_matrix_bytes(type, rows, columns), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: ek_matrix_bytes(type, rows, columns))
        packed = ek_matrix_pack(pool.pool, type, rows, columns, bytes, memory)
    }

    deinit { memory.deallocate() }

    /// The bits of an f16 near `value`, whose magnitude is 2^-14 to 2. Not rounded correctly, which does not matter here.
    static func half(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let exponent = Int(bits >> 23 & 255) - 112
        return UInt16(bits >> 16 & 0x8000) | (exponent < 1 ? 0 : UInt16(exponent << 10) | UInt16(bits >> 13 & 0x3FF))
    }
}

/// Activations, made by a level's kernels.
final class Inputs {
    let (tokens, columns): (Int, Int)
    var activations = ek_activations()
    private let memory: UnsafeMutableRawPointer

    /// Activations of zeros.
    init(tokens: Int, columns: Int) {
        (self.tokens, self.columns) = (tokens, columns)
        let part = (tokens * columns * 4 + 64) / 64 * 64
        memory = .allocate(byteCount: 7 * part, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 7 * part)
        activations = ek_activations(
            x: memory.assumingMemoryBound(to: Float.self), q: (memory + part).assumingMemoryBound(to: Int8.self),
            d: (memory + 2 * part).assumingMemoryBound(to: Float.self),
            s: (memory + 3 * part).assumingMemoryBound(to: Float.self),
            sums32: (memory + 4 * part).assumingMemoryBound(to: Int16.self),
            sums16: (memory + 5 * part).assumingMemoryBound(to: Int16.self),
            bias16: (memory + 6 * part).assumingMemoryBound(to: Int32.self))
    }

    convenience init(_ x: [Float], columns: Int, precision: ek_precision, pool: Pool) {
        self.init(tokens: x.count / columns, columns: columns)
        x.withUnsafeBufferPointer { x in
            var source = ek_source(x: x.baseAddress, rows: nil, norm: nil, epsilon: 0)
            ek_prepare(pool.pool, &source, columns, tokens, precision, &activations)
        }
    }

    deinit { memory.deallocate() }

    /// The values that a product uses: dequantised int8 codes, or the floats themselves.
    func value(_ token: Int, _ column: Int, _ precision: ek_precision) -> Double {
        let index = token * columns + column
        return precision == EK_FLOATS
            ? Double(activations.x[index]) : Double(activations.q[index]) * Double(activations.d[index / 32])
    }
}
