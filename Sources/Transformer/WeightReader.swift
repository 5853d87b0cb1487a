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
    private let pool: ThreadPool
    private var used = 0
    private var unread: Set<String>

    init(file: GGUFFile, pool: ThreadPool) throws(ModelError) {
        self.file = file
        self.pool = pool
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
        let matrix = ek_matrix_pack(pool.pool, type, rows, columns, bytes.baseAddress, target)
        file.releasePages(of: tensor)
        return matrix
    }

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
