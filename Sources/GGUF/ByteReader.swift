/// Reads little-endian values in sequence, never past the end of its range.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    /// The offset of the next byte, from the beginning of the file.
    private(set) var offset: Int

    /// - Parameter range: the bytes to read, inside `bytes`; all of `bytes` by default.
    init(_ bytes: UnsafeRawBufferPointer, range: Range<Int>? = nil) {
        self.bytes = bytes
        offset = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    var remaining: Int { end - offset }

    /// - Parameter what: what is read, for the error: such as "the number of tensors".
    mutating func integer<T: FixedWidthInteger>(_ what: @autoclosure () -> String) throws(GGUFProblem) -> T {
        let size = MemoryLayout<T>.size
        guard size <= remaining else { throw .truncated(offset: offset, reading: what()) }
        defer { offset += size }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// The next `count` bytes, not copied.
    mutating func take(_ count: UInt64, _ what: @autoclosure () -> String) throws(GGUFProblem) -> UnsafeRawBufferPointer {
        guard let count = Int(exactly: count), count <= remaining else { throw .truncated(offset: offset, reading: what()) }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// The bytes of a text, which follow their 64-bit length.
    mutating func lengthAndBytes(_ what: @autoclosure () -> String) throws(GGUFProblem) -> UnsafeRawBufferPointer {
        let start = offset
        let length: UInt64 = try integer("the length of \(what())")
        guard length <= UInt64(remaining) else { throw .tooLong(offset: start, what: what(), length: length) }
        return try take(length, what())
    }

    /// A text that must be UTF-8: a key or a name.
    mutating func name(_ what: @autoclosure () -> String) throws(GGUFProblem) -> String {
        let start = offset
        let bytes = try lengthAndBytes(what())
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(offset: start, what: what()) }
        return text
    }

    /// A value of any type except an array.
    mutating func scalar(_ kind: GGUFValue.Kind, key: String) throws(GGUFProblem) -> GGUFValue {
        switch kind {
        case .uint8: return .uint8(try integer("the value of \(key)"))
        case .int8: return .int8(try integer("the value of \(key)"))
        case .uint16: return .uint16(try integer("the value of \(key)"))
        case .int16: return .int16(try integer("the value of \(key)"))
        case .uint32: return .uint32(try integer("the value of \(key)"))
        case .int32: return .int32(try integer("the value of \(key)"))
        case .uint64: return .uint64(try integer("the value of \(key)"))
        case .int64: return .int64(try integer("the value of \(key)"))
        case .float32: return .float32(Float(bitPattern: try integer("the value of \(key)")))
        case .float64: return .float64(Double(bitPattern: try integer("the value of \(key)")))
        case .bool:
            let start = offset
            let byte: UInt8 = try integer("the value of \(key)")
            guard byte <= 1 else { throw .notBool(offset: start, key: key, byte: byte) }
            return .bool(byte == 1)
        case .string: return .string(String(decoding: try lengthAndBytes("the value of \(key)"), as: UTF8.self))
        case .array: throw .nestedArray(offset: offset, key: key)
        }
    }
}
