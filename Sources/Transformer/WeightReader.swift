import CKernels
import GGUF

/// One stretch of memory for all weights of a model.
// Sendable unchecked because of the pointer: whoever fills it does so before sharing it.
final class WeightMemory: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    private let bytes: Int

    init(bytes: Int) throws(ModelError) {
        guard let base = ek_reserve(max(1, bytes)) else { throw .memory(bytes: bytes, purpose: "the weights") }
        self.base = base
        self.bytes = max(1, bytes)
    }

    deinit { ek_release(base, bytes) }
}

/// Takes tensors out of a file by name, checks their shapes, and packs them, giving back the map's pages behind it.
struct WeightReader {
    let memory: WeightMemory
    private(set) var areFloats = true

    private let file: GGUFFile
    private let threads: ComputeThreads
    private var used = 0
    private var unread: Set<String>

    init(file: GGUFFile, threads: ComputeThreads) throws(ModelError) {
        self.file = file
        self.threads = threads
        unread = Set(file.tensors.map(\.name))
        // Vectors become f32, matrices are packed; both are bounded by this.
        let bytes = file.tensors.reduce(0) { sum, tensor in
            let packed = ek_matrix_bytes(ek_type(tensor.type.rawValue), tensor.rowCount, tensor.rowLength)
            return sum + Self.aligned(max(packed, tensor.rowCount == 1 ? tensor.elementCount * 4 : 0))
        }
        memory = try WeightMemory(bytes: bytes)
    }

    /// A matrix for products.
    mutating func matrix(_ name: String, rows: Int, columns: Int) throws(ModelError) -> ek_matrix {
        let (tensor, bytes) = try read(name, shape: [columns, rows])
        let type = ek_type(tensor.type.rawValue)
        if tensor.type != .f32 { areFloats = false }
        let target = allocate(ek_matrix_bytes(type, rows, columns))
        if let source = bytes.baseAddress { pack(type, rows, columns, source, target) }
        file.releasePages(of: tensor)
        return ek_matrix(
            type: type, in_file_order: false, rows: rows, columns: columns, data: target.assumingMemoryBound(to: UInt8.self))
    }

    /// Packs a matrix piece by piece, each a loan of the threads: other models go on between two pieces.
    private func pack(
        _ type: ek_type, _ rows: Int, _ columns: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
    ) {
        let rowBytes = columns / ek_type_block(type) * ek_type_block_bytes(type)
        // Tiles are packed whole.
        let step = max(1, Self.bytesOfLoan / max(1, rowBytes * Int(EK_TILE))) * Int(EK_TILE)
        for first in stride(from: 0, to: rows, by: step) {
            _ = threads.lend {
                ek_matrix_pack(
                    threads.pool, type, min(step, rows - first), columns, source + first * rowBytes,
                    target + ek_matrix_bytes(type, first, columns))
            }
        }
    }

    /// Several milliseconds' worth. In smaller pieces, threads would wait for each other too often at their ends.
    private static let bytesOfLoan = 16 << 20

    /// A matrix of which single rows are read: it stays where it is.
    mutating func mappedMatrix(_ name: String, rows: Int, columns: Int) throws(ModelError) -> ek_matrix {
        let (tensor, bytes) = try read(name, shape: [columns, rows])
        if tensor.type != .f32 { areFloats = false }
        return ek_matrix(
            type: ek_type(tensor.type.rawValue), in_file_order: true, rows: rows, columns: columns,
            data: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    /// A vector, as f32 whatever its type.
    mutating func vector(_ name: String, count: Int) throws(ModelError) -> UnsafePointer<Float> {
        let (tensor, bytes) = try read(name, shape: [count])
        let target = allocate(count * 4).assumingMemoryBound(to: Float.self)
        ek_dequantise(ek_type(tensor.type.rawValue), bytes.baseAddress, count, target)
        return UnsafePointer(target)
    }

    mutating func optionalVector(_ name: String, count: Int) throws(ModelError) -> UnsafePointer<Float>? {
        file.tensor(named: name) == nil ? nil : try vector(name, count: count)
    }

    /// - Throws: an error for a tensor that was not asked for: the model has parts that would be left out.
    func checkAllRead(architecture: Configuration.Architecture) throws(ModelError) {
        guard let name = unread.min() else { return }
        throw .unsupported(
            file: file.path, feature: "the tensor \(name), which the \(architecture.rawValue) architecture is not known to have")
    }

    private mutating func read(_ name: String, shape: [Int]) throws(ModelError) -> (GGUFTensor, UnsafeRawBufferPointer) {
        do throws(GGUFError) {
            let tensor = try file.requiredTensor(name, shape: shape)
            unread.remove(name)
            return (tensor, try file.bytes(of: tensor))
        } catch {
            throw .file(error)
        }
    }

    private mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        defer { used += Self.aligned(bytes) }
        return memory.base + used
    }

    private static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}
