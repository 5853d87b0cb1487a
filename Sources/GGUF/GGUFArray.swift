/// An array of a file's metadata, read out of the file when asked: a vocabulary of 150,000 texts costs nothing until then.
///
/// The parser has walked all of it, so that reading cannot fail.
public struct GGUFArray: Sendable {
    /// Never `.array`: the parser refuses arrays of arrays, which no model uses.
    public let kind: GGUFValue.Kind
    public let count: Int
    let file: MappedFile
    /// The elements' bytes in the file.
    let range: Range<Int>

    /// The elements, or nil if they are no texts. Bytes that are no UTF-8 become U+FFFD.
    public func strings() -> [String]? {
        var result: [String] = []
        result.reserveCapacity(count)
        return forEachString { result.append(String(decoding: $0, as: UTF8.self)) } ? result : nil
    }

    /// Hands over the bytes of each text in turn, without copying; they are valid during the call only.
    ///
    /// - Returns: false, having called nothing, if the elements are no texts.
    @discardableResult
    public func forEachString(_ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        guard kind == .string else { return false }
        var reader = ByteReader(file.bytes, range: range)
        for _ in 0..<count {
            guard let bytes = try? reader.lengthAndBytes("a text") else { break }
            body(bytes)
        }
        return true
    }

    /// The elements of any integer type, or nil for other types and numbers that no `Int` holds.
    public func integers() -> [Int]? { map(\.integer) }

    /// The elements of any numeric type, or nil for the others.
    public func numbers() -> [Double]? { map(\.number) }

    private func map<T>(_ element: (GGUFValue) -> T?) -> [T]? {
        guard kind.byteCount != nil else { return nil }
        var reader = ByteReader(file.bytes, range: range)
        var result: [T] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            guard let value = try? reader.scalar(kind, key: ""), let element = element(value) else { return nil }
            result.append(element)
        }
        return result
    }
}
