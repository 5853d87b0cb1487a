import CKernels
import GGUF
import ModelFixtures
import Testing

struct PackingTests {
    /// Compares dequantised blocks of random bits with gguf-py's results.
    @Test(arguments: allTypes.filter { $0 != EK_F32 })
    func blocksReadAsTheReferenceReadsThem(_ type: ek_type) throws {
        let file = try GGUFFile(path: Fixtures.path("quantised.gguf"))
        let name = try #require(TensorType(rawValue: type.rawValue)).name
        let (tensor, expected) = (try file.requiredTensor(name), try file.requiredTensor("\(name).expected"))
        let values = try Array(file.bytes(of: expected).bindMemory(to: Float.self))
        let (rows, columns) = (tensor.rowCount, tensor.rowLength)
        let pool = try Pool(level: ek_level_best())
        let memory = UnsafeMutableRawPointer.allocate(byteCount: ek_matrix_bytes(type, rows, columns), alignment: 64)
        defer { memory.deallocate() }
        var packed = try ek_matrix_pack(pool.pool, type, rows, columns, file.bytes(of: tensor).baseAddress, memory)
        var mapped = packed
        mapped.in_file_order = true
        mapped.data = try file.bytes(of: tensor).baseAddress?.assumingMemoryBound(to: UInt8.self)
        for row in 0..<rows {
            let reference = Array(values[row * columns..<(row + 1) * columns])
            for read in [self.row(row, of: &packed), self.row(row, of: &mapped)] {
                let worst = zip(read, reference).map { abs($0 - $1) / max(1e-3, abs($1)) }.max() ?? .infinity
                #expect(worst < 1e-5, "row \(row)")
            }
        }
        withExtendedLifetime(file) {}
    }

    /// A matrix that is packed in pieces, as in loading, has the same bytes as one packed at once.
    @Test(arguments: allTypes) func piecesMakeTheWhole(_ type: ek_type) throws {
        let pool = try Pool(level: EK_PORTABLE)
        let (rows, columns, step) = (83, 2 * ek_type_block(type), 2 * Int(EK_TILE))
        let matrix = RandomMatrix(type, rows: rows, columns: columns, pool: pool, seed: 6)
        let bytes = ek_matrix_bytes(type, rows, columns)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        matrix.file.withUnsafeBytes { file in
            for first in stride(from: 0, to: rows, by: step) {
                _ = ek_matrix_pack(
                    pool.pool, type, min(step, rows - first), columns,
                    file.baseAddress.map { $0 + first * (file.count / rows) }, memory + ek_matrix_bytes(type, first, columns))
            }
        }
        let whole = UnsafeRawBufferPointer(start: matrix.packed.data, count: bytes)
        #expect(whole.elementsEqual(UnsafeRawBufferPointer(start: memory, count: bytes)))
        withExtendedLifetime(matrix) {}
    }

    @Test(arguments: allTypes) func packedRowsAreTheFilesRows(_ type: ek_type) throws {
        let pool = try Pool(level: EK_PORTABLE)
        let columns = ek_type_block(type) == 1 ? 37 : 2 * ek_type_block(type)
        let matrix = RandomMatrix(type, rows: 83, columns: columns, pool: pool, seed: 5)
        var packed = matrix.packed
        for row in 0..<83 {
            #expect(self.row(row, of: &packed) == Array(matrix.values[row * columns..<(row + 1) * columns]))
        }
    }

    /// Decoding a single stream is bound by memory, so a packed matrix must be hardly larger than in the file.
    @Test(arguments: allTypes) func packedIsNoFatter(_ type: ek_type) {
        let packed = Double(ek_matrix_bytes(type, 1600, 1024))
        #expect(packed <= 1.03 * Double(1600 * 1024 / ek_type_block(type) * ek_type_block_bytes(type)))
    }

    private func row(_ row: Int, of matrix: inout ek_matrix) -> [Float] {
        let columns = matrix.columns
        return [Float](unsafeUninitializedCapacity: columns) { buffer, count in
            ek_matrix_row(&matrix, row, buffer.baseAddress)
            count = columns
        }
    }
}
