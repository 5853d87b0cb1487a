import Inference
import Reranking

extension SessionLine {
    /// Reads a token's line in the one layout that `encode` writes, several times faster than the general way: nearly every line of a
    /// session is one. nil for anything else (spaces, escapes, other kinds, damage), which is then read the general way.
    static func decodeToken(_ line: ArraySlice<UInt8>) -> TimedEvent? {
        var scanner = TokenScanner(line: line)
        let bytes = line.span
        guard scanner.take("{\"t\":", bytes), let milliseconds = scanner.integer(bytes), milliseconds >= 0,
            scanner.take(",\"token\":[", bytes), let document = scanner.integer(bytes), scanner.comma(bytes),
            let id = scanner.tokenID(bytes), scanner.comma(bytes), let text = scanner.string(bytes), scanner.comma(bytes),
            let logProbability = scanner.single(bytes), scanner.comma(bytes), let entropy = scanner.single(bytes),
            scanner.take(",[", bytes)
        else { return nil }
        var alternatives: [TokenAlternative] = []
        if !scanner.take("]", bytes) {
            alternatives.reserveCapacity(20)
            repeat {
                guard let id = scanner.tokenID(bytes), scanner.comma(bytes), let text = scanner.string(bytes),
                    scanner.comma(bytes),
                    let logProbability = scanner.single(bytes)
                else { return nil }
                alternatives.append(TokenAlternative(id: id, text: text, logProbability: logProbability))
            } while scanner.comma(bytes)
            guard scanner.take("]", bytes) else { return nil }
        }
        guard scanner.take("]}", bytes), scanner.isAtEnd(bytes) else { return nil }
        let token = TokenEvent(
            id: id, text: text, logProbability: logProbability, entropy: entropy, alternatives: alternatives)
        return TimedEvent(milliseconds: milliseconds, event: .run(.token(document: document, token)))
    }
}

/// A place in a line, and the few forms that follow each other in a token's line. Every access to the bytes is checked.
private struct TokenScanner {
    let line: ArraySlice<UInt8>
    var index = 0

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

    /// Up to fifteen digits.
    mutating func integer(_ bytes: Span<UInt8>) -> Int? {
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value = 0
        let digits = digits(bytes, into: &value)
        guard (1...15).contains(digits) else { return nil }
        return isNegative ? -value : value
    }

    /// A number in single precision: up to fifteen digits and a power of ten up to 22 are exact by one division.
    mutating func single(_ bytes: Span<UInt8>) -> Double? {
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
        let value = Double(Float(Double(mantissa) / Self.powersOfTen[fraction - exponent]))
        return isNegative ? -value : value
    }

    /// A string without escapes.
    mutating func string(_ bytes: Span<UInt8>) -> String? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        var (end, union) = (start, UInt8(0))
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] != UInt8(ascii: "\\") else { return nil }
            union |= bytes[end]
            end += 1
        }
        guard end < bytes.count else { return nil }
        index = end + 1
        let text = line[(line.startIndex + start)..<(line.startIndex + end)]
        // ASCII is valid as it is, and decoding it is several times faster than validating.
        return union < 0x80 ? String(decoding: text, as: UTF8.self) : String(validating: text, as: UTF8.self)
    }

    /// Appends digits to `value` and counts them; the caller refuses more than fifteen, which wrap around harmlessly.
    private mutating func digits(_ bytes: Span<UInt8>, into value: inout Int) -> Int {
        let start = index
        while index < bytes.count, case let digit = bytes[index] &- 0x30, digit < 10 {
            value = value &* 10 &+ Int(digit)
            index += 1
        }
        return index - start
    }

    private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }
}
