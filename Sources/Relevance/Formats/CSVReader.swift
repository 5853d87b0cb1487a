/// Reads comma-separated values (RFC 4180) row by row. A quoted field may contain commas, line ends and doubled quotes. Every
/// field is returned as bytes.
struct CSVReader {
    struct Row {
        /// The line on which the row begins, from 1.
        var line: Int
        /// nil for a row that cannot be read; `expected` then says what was expected.
        var fields: [ArraySlice<UInt8>]?
        var expected = ""
    }

    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private var line = 1

    /// Skips a UTF-8 byte order mark at the beginning.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        at = self.bytes.startIndex
    }

    /// The next row that is not blank; nil at the end. After a row that cannot be read, reading goes on with the next line.
    ///
    /// - Complexity: O(n) for the row's n bytes. For a quote without an end, the rest of the file is searched once.
    mutating func next() -> Row? {
        while at < bytes.endIndex {
            let (start, number) = (at, line)
            guard let fields = row() else {
                (at, line) = (start, number)
                skipLine()
                return Row(line: number, expected: "quotes around whole fields, each with a closing quote")
            }
            if fields.count > 1 || !fields[0].isEmpty { return Row(line: number, fields: fields) }
        }
        return nil
    }

    /// The fields up to the end of the row; nil if the quotes are wrong.
    private mutating func row() -> [ArraySlice<UInt8>]? {
        var fields: [ArraySlice<UInt8>] = []
        while true {
            guard let field = at < bytes.endIndex && bytes[at] == Self.quote ? quoted() : plain() else { return nil }
            fields.append(field)
            if isAtLineEnd {
                skipLine()
                return fields
            }
            guard bytes[at] == Self.comma else { return nil }
            at += 1
        }
    }

    private mutating func plain() -> ArraySlice<UInt8>? {
        let start = at
        while !isAtLineEnd, bytes[at] != Self.comma { at += 1 }
        return bytes[start..<at]
    }

    private mutating func quoted() -> ArraySlice<UInt8>? {
        at += 1
        var (start, field) = (at, ArraySlice<UInt8>())
        while at < bytes.endIndex {
            switch bytes[at] {
            case Self.quote where at + 1 < bytes.endIndex && bytes[at + 1] == Self.quote:
                field += bytes[start...at]
                at += 2
                start = at
            case Self.quote:
                defer { at += 1 }
                return field.isEmpty ? bytes[start..<at] : field + bytes[start..<at]
            case Self.feed:
                line += 1
                at += 1
            default: at += 1
            }
        }
        return nil
    }

    /// True at LF, at CR LF, and at the end of the file or at a CR before it.
    private var isAtLineEnd: Bool {
        guard at < bytes.endIndex else { return true }
        guard bytes[at] == Self.carriageReturn else { return bytes[at] == Self.feed }
        return at + 1 == bytes.endIndex || bytes[at + 1] == Self.feed
    }

    private mutating func skipLine() {
        while at < bytes.endIndex, bytes[at] != Self.feed { at += 1 }
        at = min(at + 1, bytes.endIndex)
        line += 1
    }

    private static let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
    private static let (feed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
}
