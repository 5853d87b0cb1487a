import Foundation

/// A place at which a JSON text is not valid or not as expected.
public struct JSONFailure: Error, Sendable, Hashable {
    /// Bytes from the beginning of the text.
    public var offset: Int
    /// What was expected there, such as "a number".
    public var expected: String
    /// True if the bytes are not UTF-8. The JSON syntax itself is then not at fault.
    public var isEncoding: Bool

    /// A failure at this offset.
    public init(offset: Int, expected: String, isEncoding: Bool = false) {
        self.offset = offset
        self.expected = expected
        self.isEncoding = isEncoding
    }
}

/// A pull parser for JSON: the caller reads the values it expects and skips the others, so an id can be read from a line
/// without parsing the line's text. Numbers can also be read as text, so an id of twenty digits keeps all its digits.
///
///     try cursor.beginObject()
///     while let key = try cursor.nextKey() {
///         if key == "id" { id = try cursor.string() } else { try cursor.skip() }
///     }
///
/// Every index is checked and nesting is limited to 128 levels. Control characters inside strings and a comma after the last
/// element are accepted, as by Foundation's parser.
public struct JSONCursor {
    private let bytes: ArraySlice<UInt8>
    private var index: Int
    /// True directly after an opening bracket, where no comma may follow.
    private var isFirst = false
    private var depth = 0

    private static let depthLimit = 128
    private static let notFiniteWords = ["NaN", "Infinity", "-Infinity"]

    /// A cursor at the beginning of `bytes`.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// The number of bytes read so far.
    public var offset: Int { index - bytes.startIndex }

    /// The kinds of JSON values, and one that is none.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
        /// `NaN`, `Infinity` or `-Infinity`: not JSON, but Python writes them. They can be skipped, and read as nothing else.
        case notFinite
    }

    /// The kind of the next value; nil if no value begins here. Reads only white space.
    public mutating func kind() -> Kind? {
        guard let byte = next() else { return nil }
        return switch byte {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case UInt8(ascii: "-"): notFinite == nil ? .number : .notFinite
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: notFinite == nil ? nil : .notFinite
        }
    }

    /// The kind of a value, whose bytes these are.
    static func kind(of value: ArraySlice<UInt8>) -> Kind? {
        var cursor = JSONCursor(value)
        return cursor.kind()
    }

    // MARK: Structure

    /// Reads the opening brace of an object.
    ///
    /// - Throws: if the next value is not an object.
    public mutating func beginObject() throws(JSONFailure) { try open(UInt8(ascii: "{"), "an object") }

    /// Reads the opening bracket of an array.
    ///
    /// - Throws: if the next value is not an array.
    public mutating func beginArray() throws(JSONFailure) { try open(UInt8(ascii: "["), "an array") }

    /// The key of the next member; nil at the end of the object, whose closing brace is read.
    public mutating func nextKey() throws(JSONFailure) -> String? {
        guard try hasNext(before: UInt8(ascii: "}")) else { return nil }
        let key = try string()
        guard next() == UInt8(ascii: ":") else { throw failure("':'") }
        index += 1
        // No format has such a name, and comparing it could take long.
        return MarkPile.isIn(key) ? "\u{FFFD}" : key
    }

    /// True if an element follows; false at the end of the array, whose closing bracket is read.
    public mutating func nextElement() throws(JSONFailure) -> Bool {
        try hasNext(before: UInt8(ascii: "]"))
    }

    /// Skips the next value of any kind, however deep it is.
    ///
    /// - Complexity: O(n) for a value of n bytes, and a byte of memory for each level.
    public mutating func skip() throws(JSONFailure) {
        // The brackets that are open, outermost first.
        var closing: [UInt8] = []
        let outer = depth
        repeat {
            if let bracket = closing.last {
                guard try hasNext(before: bracket) else {
                    closing.removeLast()
                    continue
                }
                if bracket == UInt8(ascii: "}") {
                    _ = try stringBounds()
                    guard next() == UInt8(ascii: ":") else { throw failure("':'") }
                    index += 1
                }
            }
            switch kind() {
            case .object, .array:
                closing.append(bytes[index] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                index += 1
                isFirst = true
            case .string: _ = try stringBounds()
            case .number: _ = try numberText()
            case .bool, .null: _ = try word()
            case .notFinite: index += notFinite?.utf8.count ?? 0
            case nil: throw failure("a value")
            }
        } while !closing.isEmpty
        depth = outer
    }

    /// Skips the next value and returns its bytes.
    public mutating func raw() throws(JSONFailure) -> ArraySlice<UInt8> {
        guard next() != nil else { throw failure("a value") }
        let start = index
        try skip()
        return bytes[start..<index]
    }

    /// Skips `null` if it comes next, and returns whether it did.
    public mutating func skipNull() throws(JSONFailure) -> Bool {
        guard kind() == .null else { return false }
        _ = try word()
        return true
    }

    /// - Throws: unless only white space is left.
    public mutating func finish() throws(JSONFailure) {
        guard next() == nil else { throw failure("nothing more") }
    }

    // MARK: Scalars

    /// Reads a string.
    ///
    /// - Throws: if the next value is not a string; with `isEncoding` if its bytes are not UTF-8.
    public mutating func string() throws(JSONFailure) -> String {
        let (bounds, isEscaped) = try stringBounds()
        let text = isEscaped ? unescaped(bounds) : String(validating: bytes[bounds], as: UTF8.self)
        guard let text else {
            throw JSONFailure(offset: bounds.lowerBound - bytes.startIndex, expected: "UTF-8", isEncoding: true)
        }
        return text
    }

    /// Reads a number.
    ///
    /// - Throws: if the next value is not a number.
    public mutating func double() throws(JSONFailure) -> Double {
        guard kind() == .number else { throw failure("a number") }
        return try number().value
    }

    /// Reads an integer. Plain digits are exact up to the range of `Int`; 1e3 and 1.0 are integers too.
    ///
    /// - Throws: if the next value is not an integer.
    public mutating func integer() throws(JSONFailure) -> Int {
        guard kind() == .number else { throw failure("an integer") }
        let before = index
        let (value, bounds) = try number()
        let digits = bytes[bounds].drop { $0 == UInt8(ascii: "-") }
        let isPlain = digits.allSatisfy { $0 &- 0x30 < 10 }
        // Up to 15 digits are exact as a double as well, and most numbers are that short.
        guard
            let integer = isPlain && digits.count > 15
                ? Int(String(decoding: bytes[bounds], as: UTF8.self)) : Int(exactly: value)
        else {
            index = before
            throw failure("an integer")
        }
        return integer
    }

    /// Reads a number and returns its text.
    public mutating func numberText() throws(JSONFailure) -> String {
        guard kind() == .number else { throw failure("a number") }
        return String(decoding: bytes[try number().bounds], as: UTF8.self)
    }

    /// Reads a string, or the text of a number, because files write ids both ways. nil for null.
    public mutating func scalarText() throws(JSONFailure) -> String? {
        switch kind() {
        case .string: return try string()
        case .number: return try numberText()
        case .null:
            _ = try word()
            return nil
        default: throw failure("a string or a number")
        }
    }

    /// Reads an id: a text that is compared with others.
    ///
    /// - Throws: as `scalarText`, and for more combining marks in a row than can be compared in linear time.
    public mutating func identifier() throws(JSONFailure) -> String? {
        let text = try scalarText()
        if let text, MarkPile.isIn(text) { throw failure(MarkPile.expectation) }
        return text
    }

    /// Reads a string that is compared with others.
    ///
    /// - Throws: as `identifier`; for a number too.
    public mutating func name() throws(JSONFailure) -> String {
        let text = try string()
        if MarkPile.isIn(text) { throw failure(MarkPile.expectation) }
        return text
    }

    /// Reads `true` or `false`.
    public mutating func bool() throws(JSONFailure) -> Bool {
        guard kind() == .bool else { throw failure("true or false") }
        return try word() == "true"
    }

    // MARK: Bytes

    private func failure(_ expected: String) -> JSONFailure { JSONFailure(offset: offset, expected: expected) }

    /// The next byte that is not white space. It is not consumed.
    private mutating func next() -> UInt8? {
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            index += 1
        }
        return nil
    }

    private mutating func open(_ bracket: UInt8, _ name: String) throws(JSONFailure) {
        guard next() == bracket else { throw failure(name) }
        guard depth < Self.depthLimit else { throw failure("at most \(Self.depthLimit) levels") }
        depth += 1
        index += 1
        isFirst = true
    }

    private mutating func hasNext(before bracket: UInt8) throws(JSONFailure) -> Bool {
        if !isFirst, next() == UInt8(ascii: ",") {
            index += 1
        } else if !isFirst, next() != bracket {
            throw failure("',' or '\(Character(UnicodeScalar(bracket)))'")
        }
        isFirst = false
        guard next() == bracket else {
            guard kind() != nil else { throw failure("a value") }
            return true
        }
        index += 1
        depth -= 1
        return false
    }

    /// The word at the cursor that stands for a number that is not finite. Most values that are none are told by one byte.
    private var notFinite: String? {
        let start = bytes[index] == UInt8(ascii: "-") ? index + 1 : index
        guard start < bytes.endIndex, bytes[start] == UInt8(ascii: "I") || bytes[start] == UInt8(ascii: "N") else { return nil }
        return Self.notFiniteWords.first { bytes[index...].starts(with: $0.utf8) }
    }

    private mutating func word() throws(JSONFailure) -> String {
        for word in ["true", "false", "null"] where bytes[index...].starts(with: word.utf8) {
            index += word.utf8.count
            return word
        }
        throw failure("true, false or null")
    }

    /// The bytes between the quotes, and whether they contain escapes.
    private mutating func stringBounds() throws(JSONFailure) -> (Range<Int>, isEscaped: Bool) {
        guard next() == UInt8(ascii: "\"") else { throw failure("a string") }
        let start = index + 1
        var (at, isEscaped) = (start, false)
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                index = at + 1
                return (start..<at, isEscaped)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                at += 1
            }
            at += 1
        }
        throw JSONFailure(offset: bytes.count, expected: "the string's closing quote")
    }

    /// A number by JSON's grammar; leading zeros are accepted. A number of up to 15 digits without an exponent is computed
    /// exactly by one division; others are converted by `Double`.
    private mutating func number() throws(JSONFailure) -> (value: Double, bounds: Range<Int>) {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        var at = isNegative ? index + 1 : index
        var (mantissa, digits, fraction) = (0, 0, 0)
        func digit(_ at: Int) -> Int? {
            guard at < bytes.endIndex, bytes[at] &- 0x30 < 10 else { return nil }
            return Int(bytes[at] &- 0x30)
        }
        while let next = digit(at) {
            if digits < 18 { mantissa = mantissa * 10 + next }
            (digits, at) = (digits + 1, at + 1)
        }
        guard digits > 0 else { throw failure("a number") }
        if at < bytes.endIndex, bytes[at] == UInt8(ascii: ".") {
            at += 1
            while let next = digit(at) {
                if digits < 18 { mantissa = mantissa * 10 + next }
                (digits, fraction, at) = (digits + 1, fraction + 1, at + 1)
            }
            guard fraction > 0 else { throw failure("a number") }
        }
        var hasExponent = false
        if at < bytes.endIndex, bytes[at] | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            at += 1
            if at < bytes.endIndex, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
            guard digit(at) != nil else { throw failure("a number") }
            while digit(at) != nil { at += 1 }
        }
        index = at
        if !hasExponent, digits <= 15, fraction < Self.powersOfTen.count {
            let value = Double(mantissa) / Self.powersOfTen[fraction]
            return (isNegative ? -value : value, start..<at)
        }
        guard let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)) else { throw failure("a number") }
        return (value, start..<at)
    }

    private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }

    /// nil if the bytes are not UTF-8. An unknown escape yields its character; half a surrogate pair yields U+FFFD.
    private func unescaped(_ bounds: Range<Int>) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity(bounds.count)
        var at = bounds.lowerBound
        while at < bounds.upperBound {
            let byte = bytes[at]
            at += 1
            guard byte == UInt8(ascii: "\\"), at < bounds.upperBound else {
                text.append(byte)
                continue
            }
            let escape = bytes[at]
            at += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"):
                var unit = hex(at, before: bounds.upperBound)
                at = min(at + 4, bounds.upperBound)
                if let high = unit, (0xD800..<0xDC00).contains(high), at + 6 <= bounds.upperBound,
                    bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u"),
                    let low = hex(at + 2, before: bounds.upperBound), (0xDC00..<0xE000).contains(low)
                {
                    unit = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
                    at += 6
                }
                let scalar = unit.flatMap(UnicodeScalar.init) ?? "\u{FFFD}"
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: text.append(escape)
            }
        }
        return String(validating: text, as: UTF8.self)
    }

    private func hex(_ at: Int, before limit: Int) -> UInt32? {
        guard at + 4 <= limit else { return nil }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            value = value << 4 + UInt32(digit)
        }
        return value
    }
}
