/// An entry of a file's tensor directory: name, shape, type and position. The parser has checked that the tensor lies inside
/// the file.
public struct GGUFTensor: Sendable, Hashable {
    /// The name, such as "blk.0.attn_q.weight". It is unique in the file.
    public let name: String
    /// The lengths of the dimensions, the contiguous one first: a matrix of 10 rows of 64 elements has the shape [64, 10]. One
    /// to four dimensions, each at least 1.
    public let shape: [Int]
    /// How the elements are stored.
    public let type: TensorType
    /// The offset of the first byte from the beginning of the file: a multiple of the file's alignment.
    public let offset: Int
    /// The number of bytes in the file.
    public let byteCount: Int

    /// The byte range in the file.
    public var range: Range<Int> { offset..<offset + byteCount }

    /// The number of elements: the product of the shape.
    public var elementCount: Int { shape.reduce(1, *) }

    /// The number of elements in a row: the length of the contiguous dimension.
    public var rowLength: Int { shape.first ?? 1 }

    /// The number of rows: the product of all other dimensions.
    public var rowCount: Int { shape.dropFirst().reduce(1, *) }

    /// The number of bytes in a row. Rows follow each other without padding.
    public var rowByteCount: Int { byteCount / rowCount }
}
