/// An array in a file's metadata. Its elements are read from the file on demand, so an unused vocabulary of 150,000 texts costs
/// nothing.
///
/// The parser has checked all elements, so reading cannot fail.
public struct GGUFArray: Sendable {
    /// The type of the elements. Never `.array`: the parser rejects arrays of arrays, which no model uses.
    public let kind: GGUFValue.Kind
    /// The number of elements.
    public let count: Int
    let file: MappedFile
    /// The byte range of the elements in the file.
    let range: Range<Int>

    /// The elements as texts, or nil if they are of another type. Invalid UTF-8 becomes U+FFFD. O(bytes).
    public func strings() -> [String]? {
        var result: [String] = []
        result.reserveCapacity(count)
        return forEachString { result.append(String(decoding: $0, as: UTF8.self)) } ? result : nil
    }

    /// Calls `body` with the bytes of each text, in order and without copying. The pointers are valid only during the call.
    ///
    /// - Returns: false, without a call, if the elements are not texts.
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

    /// The elements as integers; nil if they are not of an integer type or do not fit `Int`. O(count).
    public func integers() -> [Int]? { map(\.integer) }

    /// The elements as numbers; nil if they are not of a numeric type. O(count).
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
