/// The fields of a line, split at white space or at tabs. One list of ranges is reused for all lines of a file, so that a
/// field costs no allocation.
struct LineFields {
    private var bytes: ArraySlice<UInt8> = []
    private var places: [Range<Int>] = []

    var count: Int { places.count }

    /// - Parameter index: from 0, under `count`.
    subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[places[index]] }

    mutating func split(_ line: ArraySlice<UInt8>) {
        bytes = line
        places.removeAll(keepingCapacity: true)
        let first = line.startIndex
        line.withUnsafeBufferPointer { bytes in
            var start: Int?
            for (index, byte) in bytes.enumerated() {
                if !CandidateKind.isSpace(byte) {
                    if start == nil { start = index }
                } else if let begun = start {
                    places.append(first + begun..<first + index)
                    start = nil
                }
            }
            if let start { places.append(first + start..<first + bytes.count) }
        }
    }

    /// Splits at tabs alone: a field may be empty or contain spaces, and is not trimmed. White space at the end of the line
    /// is dropped. A blank line has no fields.
    mutating func splitAtTabs(_ line: ArraySlice<UInt8>) {
        bytes = line
        places.removeAll(keepingCapacity: true)
        let first = line.startIndex
        line.withUnsafeBufferPointer { bytes in
            guard let last = bytes.lastIndex(where: { !CandidateKind.isSpace($0) }) else { return }
            var start = 0
            for index in 0...last where bytes[index] == UInt8(ascii: "\t") {
                places.append(first + start..<first + index)
                start = index + 1
            }
            places.append(first + start..<first + last + 1)
        }
    }

    /// Releases the line, so that its reader can reuse the buffer without a copy.
    mutating func release() { bytes = [] }

    /// A field that is compared; nil if it is not UTF-8, or has too many combining marks in a row (`MarkPile`).
    func text(_ index: Int) -> String? { MarkPile.comparable(self[index]) }

    func int(_ index: Int) -> Int? {
        if let number = Self.digits(self[index]) { return number }
        return Int(String(decoding: self[index], as: UTF8.self))
    }

    /// The same value as `Double` gives. A plain decimal of up to 15 digits is computed as a quotient of two exact numbers,
    /// which is correctly rounded.
    func double(_ index: Int) -> Double? {
        let field = self[index]
        let unsigned = field.first == UInt8(ascii: "-") ? field.dropFirst() : field
        let point = unsigned.firstIndex(of: UInt8(ascii: ".")) ?? unsigned.endIndex
        let decimals = max(unsigned.endIndex - point - 1, 0)
        if unsigned.count <= 16, let whole = Self.digits(unsigned[..<point]),
            let part = point == unsigned.endIndex ? 0 : Self.digits(unsigned[(point + 1)...]), whole < 1_000_000_000_000_000
        {
            let value = (Double(whole) * Self.powers[decimals] + Double(part)) / Self.powers[decimals]
            return unsigned.count < field.count ? -value : value
        }
        return Double(String(decoding: field, as: UTF8.self))
    }

    private static let powers: [Double] = (0..<16).reduce(into: [1]) { powers, _ in powers.append((powers.last ?? 1) * 10) }

    /// An integer of 1 to 18 digits and nothing else; nil otherwise.
    private static func digits(_ field: ArraySlice<UInt8>) -> Int? {
        guard 1...18 ~= field.count else { return nil }
        var number = 0
        for byte in field {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }
}
