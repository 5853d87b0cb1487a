import CKernels
import GGUF

/// One memory region for all weights of a model.
// Unchecked Sendable because of the pointer: the memory is filled before the object is shared.
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

/// Reads tensors from a file by name, checks their shapes and packs them. It releases the mapped pages that it has read.
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
        memory = try WeightMemory(bytes: file.tensors.reduce(0) { $0 + Self.bytes(of: $1) })
    }

    /// The most bytes that a tensor takes in memory: vectors become f32, matrices are packed.
    static func bytes(of tensor: GGUFTensor) -> Int {
        let packed = ek_matrix_bytes(ek_type(tensor.type.rawValue), tensor.rowCount, tensor.rowLength)
        return aligned(max(packed, tensor.rowCount == 1 ? tensor.elementCount * 4 : 0))
    }

    /// Reads and packs a matrix [rows][columns] for products.
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

    /// Packs a matrix in pieces. The threads are borrowed for each piece anew, so that other models can compute in between.
    private func pack(
        _ type: ek_type, _ rows: Int, _ columns: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
    ) {
        let rowBytes = columns / ek_type_block(type) * ek_type_block_bytes(type)
        // A piece is a whole number of tiles.
        let step = max(1, Self.bytesPerPiece / max(1, rowBytes * Int(EK_TILE))) * Int(EK_TILE)
        for first in stride(from: 0, to: rows, by: step) {
            _ = threads.lend {
                ek_matrix_pack(
                    threads.pool, type, min(step, rows - first), columns, source + first * rowBytes,
                    target + ek_matrix_bytes(type, first, columns))
            }
        }
    }

    /// Bytes per piece: several milliseconds of work. With smaller pieces the threads would synchronise too often.
    private static let bytesPerPiece = 16 << 20

    /// A matrix from which only single rows are read. It stays in the file's mapped memory, in the file's layout.
    mutating func mappedMatrix(_ name: String, rows: Int, columns: Int) throws(ModelError) -> ek_matrix {
        let (tensor, bytes) = try read(name, shape: [columns, rows])
        if tensor.type != .f32 { areFloats = false }
        return ek_matrix(
            type: ek_type(tensor.type.rawValue), in_file_order: true, rows: rows, columns: columns,
            data: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    /// Reads a vector [count] and converts it to f32.
    mutating func vector(_ name: String, count: Int) throws(ModelError) -> UnsafePointer<Float> {
        let (tensor, bytes) = try read(name, shape: [count])
        let target = allocate(count * 4).assumingMemoryBound(to: Float.self)
        ek_dequantise(ek_type(tensor.type.rawValue), bytes.baseAddress, count, target)
        return UnsafePointer(target)
    }

    mutating func optionalVector(_ name: String, count: Int) throws(ModelError) -> UnsafePointer<Float>? {
        file.tensor(named: name) == nil ? nil : try vector(name, count: count)
    }

    /// - Throws: `ModelError.unsupported` if a tensor of the file has not been read: a part of the model would be ignored.
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
