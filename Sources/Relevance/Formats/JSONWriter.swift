/// Writes JSON with its members in the given order. A double is written as the shortest text that reads back as the same
/// number, so two writers of the same value write the same text.
public struct JSONWriter {
    /// The JSON written so far, in UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer without output.
    public init() {}

    /// A writer that goes on after `bytes`, with room for `count` more, so that a long text is not copied while it grows.
    public init(after bytes: consuming [UInt8], reserving count: Int = 0) {
        self.bytes = bytes
        if count > 0 { self.bytes.reserveCapacity(self.bytes.count + count) }
    }

    /// Writes a member of an object: its key, and the value that `write` writes.
    public mutating func member(_ key: String, _ write: (inout JSONWriter) -> Void) {
        value(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        write(&self)
    }

    /// Writes a member with a text.
    public mutating func member(_ key: String, _ text: String) { member(key) { $0.value(text) } }
    /// Writes a member with an integer.
    public mutating func member(_ key: String, _ number: Int) { member(key) { $0.value(number) } }
    /// Writes a member with a number; null if it is not finite.
    public mutating func member(_ key: String, _ number: Double) { member(key) { $0.value(number) } }
    /// Writes a member with a boolean.
    public mutating func member(_ key: String, _ flag: Bool) { member(key) { $0.value(flag) } }

    /// Writes an object with the members that `members` writes.
    public mutating func object(_ members: (inout JSONWriter) -> Void) { nested("{", "}", members) }

    /// Writes an array with the elements that `elements` writes.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) { nested("[", "]", elements) }

    /// Ends a line of JSON lines: the next value begins another one.
    public mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Writes an integer.
    public mutating func value(_ number: Int) { raw(String(number)) }

    /// Adds a whole number without a sign.
    public mutating func value(_ number: UInt64) { raw(String(number)) }

    /// Writes a number; null if it is not finite.
    public mutating func value(_ number: Double) { raw(number.isFinite ? number.description : "null") }

    /// Writes a number; null if it is not finite.
    public mutating func value(_ number: Float) { raw(number.isFinite ? number.description : "null") }

    /// Writes a boolean.
    public mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

    /// Writes null.
    public mutating func null() { raw("null") }

    /// Writes an integer, or null for nil.
    public mutating func valueOrNull(_ number: Int?) { if let number { value(number) } else { null() } }
    /// Writes a number, or null for nil.
    public mutating func valueOrNull(_ number: Double?) { if let number { value(number) } else { null() } }
    /// Writes a boolean, or null for nil.
    public mutating func valueOrNull(_ flag: Bool?) { if let flag { value(flag) } else { null() } }
    /// Writes a text, or null for nil.
    public mutating func valueOrNull(_ text: String?) { if let text { value(text) } else { null() } }

    /// Writes a text in quotes, with quotes, backslashes and everything that controls a terminal escaped: C0 and C1 controls and
    /// the marks that turn the direction of writing. A reader gets the text back as it was.
    public mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var place = 0
            while place < utf8.count {
                if let control = Self.control(in: utf8, at: place) {
                    bytes.append(contentsOf: "\\u".utf8)
                    for shift in [12, 8, 4, 0] { bytes.append(Self.digits[Int(control.scalar >> shift) & 15]) }
                    place += control.length
                } else {
                    append(utf8[place])
                    place += 1
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The control that begins at a byte, if it has more than one byte: U+0080 to 9F, U+061C, U+200E and F, U+2028 to 202E,
    /// U+2066 to 2069.
    private static func control(in utf8: UnsafeBufferPointer<UInt8>, at place: Int) -> (scalar: UInt32, length: Int)? {
        let first = utf8[place]
        guard first == 0xC2 || first == 0xD8 || first == 0xE2, place + 1 < utf8.count else { return nil }
        let second = utf8[place + 1]
        switch (first, second) {
        case (0xC2, 0x80...0x9F): return (UInt32(second), 2)
        case (0xD8, 0x9C): return (0x61C, 2)
        case (0xE2, 0x80), (0xE2, 0x81):
            guard place + 2 < utf8.count else { return nil }
            let scalar = 0x2000 + UInt32(second & 0x3F) << 6 + UInt32(utf8[place + 2] & 0x3F)
            let isControl = [0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069].contains { $0.contains(scalar) }
            return isControl ? (scalar, 3) : nil
        default: return nil
        }
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(contentsOf: [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]])
        default: bytes.append(byte)
        }
    }

    /// Writes text that is JSON already.
    public mutating func raw(_ json: some StringProtocol) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    private mutating func nested(_ open: UnicodeScalar, _ close: UnicodeScalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
