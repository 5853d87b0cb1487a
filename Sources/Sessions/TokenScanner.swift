/// A position in a token's line, and readers for the parts of such a line. Every access to the bytes is checked.
struct TokenScanner {
    private var index = 0

    func isAtEnd(_ bytes: Span<UInt8>) -> Bool { index == bytes.count }

    mutating func take(_ literal: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        return literal.withUTF8Buffer { literal in
            for offset in 0..<length where bytes[index + offset] != literal[offset] { return false }
            index += length
            return true
        }
    }

    mutating func comma(_ bytes: Span<UInt8>) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return false }
        index += 1
        return true
    }

    mutating func tokenID(_ bytes: Span<UInt8>) -> Int32? { integer(bytes).flatMap { Int32(exactly: $0) } }

    /// An integer of at most fifteen digits; nil for anything else.
    mutating func integer(_ bytes: Span<UInt8>) -> Int? {
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value = 0
        let digits = digits(bytes, into: &value)
        guard (1...15).contains(digits) else { return nil }
        return isNegative ? -value : value
    }

    /// A number in single precision. Up to fifteen digits and a power of ten up to 22 are computed exactly by one division.
    mutating func single(_ bytes: Span<UInt8>) -> Float? {
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var (mantissa, fraction, exponent) = (0, 0, 0)
        let whole = digits(bytes, into: &mantissa)
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            fraction = digits(bytes, into: &mantissa)
            guard fraction > 0 else { return nil }
        }
        guard whole > 0, whole + fraction <= 15 else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: "e") {
            index += 1
            guard let power = integer(bytes), power < 0 else { return nil }
            exponent = power
        }
        guard fraction - exponent < Self.powersOfTen.count else { return nil }
        let value = Float(Double(mantissa) / Self.powersOfTen[fraction - exponent])
        return isNegative ? -value : value
    }

    enum Text {
        case packed(PackedText)
        case long(String)
    }

    /// A string of valid UTF-8 without escapes; nil for anything else.
    mutating func text(_ bytes: Span<UInt8>) -> Text? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        guard index + 16 <= bytes.count else { return textByBytes(bytes) }
        // Sixteen bytes are searched at once; nearly every token's text ends within them.
        let (low, high) = (Self.load(bytes, index), Self.load(bytes, index + 8))
        let count = Self.place(of: UInt8(ascii: "\""), low, high)
        guard count <= PackedText.longest else { return textByBytes(bytes) }
        guard count < Self.place(of: UInt8(ascii: "\\"), low, high) else { return nil }
        let text = PackedText(low: low, high: high, count: count)
        // ASCII is always valid UTF-8.
        guard text.isASCII || Self.isValid(bytes.extracting(index..<index + count)) else { return nil }
        index += count + 1
        return .packed(text)
    }

    private mutating func textByBytes(_ bytes: Span<UInt8>) -> Text? {
        var end = index
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        let text = bytes.extracting(index..<end)
        guard end < bytes.count, Self.isValid(text) else { return nil }
        index = end + 1
        return PackedText(text).map(Text.packed) ?? .long(String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
    }

    private static func isValid(_ text: Span<UInt8>) -> Bool { (try? UTF8Span(validating: text)) != nil }

    private static func load(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The index of the first occurrence of `byte` among sixteen bytes; 16 if there is none.
    private static func place(of byte: UInt8, _ low: UInt64, _ high: UInt64) -> Int {
        let place = self.place(of: byte, low)
        return place < 8 ? place : 8 + self.place(of: byte, high)
    }

    private static func place(of byte: UInt8, _ word: UInt64) -> Int {
        // Equal bytes become 0. Subtracting 1 from each byte sets the top bit of the first 0 (and perhaps of later bytes).
        let ones: UInt64 = 0x0101_0101_0101_0101
        let difference = word ^ (ones &* UInt64(byte))
        return ((difference &- ones) & ~difference & (ones << 7)).trailingZeroBitCount / 8
    }

    /// Reads digits, appends them to `value` and returns their number. The caller rejects more than fifteen, where `value`
    /// may have overflowed (without a trap).
    private mutating func digits(_ bytes: Span<UInt8>, into value: inout Int) -> Int {
        let start = index
        while index + 8 <= bytes.count {
            let (digits, count) = Self.leadingDigits(Self.load(bytes, index))
            value = value &* Self.wholePowersOfTen[count] &+ digits
            index += count
            if count < 8 { return index - start }
        }
        while index < bytes.count, case let digit = bytes[index] &- 0x30, digit < 10 {
            value = value &* 10 &+ Int(digit)
            index += 1
        }
        return index - start
    }

    /// The value of the leading digits among eight bytes, and their number, computed for all bytes at once: in pairs, then
    /// fours, then eights.
    private static func leadingDigits(_ word: UInt64) -> (value: Int, count: Int) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Digits become 0 to 9. The top bit of every other byte is set, without a carry into the next byte.
        let values = word ^ (ones &* 0x30)
        let others = ((values & (ones &* 0x7F)) &+ (ones &* 0x76) | values) & (ones &* 0x80)
        let count = others.trailingZeroBitCount / 8
        // The digits are shifted to the end, so that leading zeros replace the bytes after them. A shift of 64 gives 0.
        var all = values << UInt64(64 - 8 * count)
        all = (all &* 10 &+ all >> 8) & 0x00FF_00FF_00FF_00FF
        all = (all &* 100 &+ all >> 16) & 0x0000_FFFF_0000_FFFF
        return (Int((all &* 10_000 &+ all >> 32) & 0xFFFF_FFFF), count)
    }

    private static let wholePowersOfTen: [Int] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
    private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }
}
