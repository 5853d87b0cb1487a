/// Where a tensor stands in its file, and how to read it. The parser has checked that all of it lies inside the file.
public struct GGUFTensor: Sendable, Hashable {
    public let name: String
    /// Lengths of the dimensions, the contiguous one first: a matrix of 10 rows of 64 numbers is [64, 10]. One to four, each at least 1.
    public let shape: [Int]
    public let type: TensorType
    /// The first byte, counted from the beginning of the file; a multiple of the file's alignment.
    public let offset: Int
    public let byteCount: Int

    /// The bytes in the file.
    public var range: Range<Int> { offset..<offset + byteCount }

    public var elementCount: Int { shape.reduce(1, *) }

    /// Numbers in a row.
    public var rowLength: Int { shape.first ?? 1 }

    public var rowCount: Int { shape.dropFirst().reduce(1, *) }

    /// Bytes of a row; rows follow each other without padding.
    public var rowByteCount: Int { byteCount / rowCount }
}
