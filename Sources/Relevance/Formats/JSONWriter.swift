/// Writes JSON with its members in the order given. Doubles are printed as the shortest text that reads back as the same number, so
/// that two writers of one value agree to the last digit.
public struct JSONWriter {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init() {}

    /// Key and value of an object's member.
    public mutating func member(_ key: String, _ write: (inout JSONWriter) -> Void) {
        value(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        write(&self)
    }

    public mutating func member(_ key: String, _ text: String) { member(key) { $0.value(text) } }
    public mutating func member(_ key: String, _ number: Int) { member(key) { $0.value(number) } }
    public mutating func member(_ key: String, _ number: Double) { member(key) { $0.value(number) } }
    public mutating func member(_ key: String, _ flag: Bool) { member(key) { $0.value(flag) } }

    public mutating func object(_ members: (inout JSONWriter) -> Void) { nested("{", "}", members) }

    public mutating func array(_ elements: (inout JSONWriter) -> Void) { nested("[", "]", elements) }

    public mutating func value(_ number: Int) { raw(String(number)) }

    /// Numbers that JSON cannot say (not finite) are null.
    public mutating func value(_ number: Double) { raw(number.isFinite ? number.description : "null") }

    public mutating func value(_ number: Float) { raw(number.isFinite ? number.description : "null") }

    public mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

    public mutating func null() { raw("null") }

    public mutating func valueOrNull(_ number: Int?) { if let number { value(number) } else { null() } }
    public mutating func valueOrNull(_ number: Double?) { if let number { value(number) } else { null() } }
    public mutating func valueOrNull(_ flag: Bool?) { if let flag { value(flag) } else { null() } }
    public mutating func valueOrNull(_ text: String?) { if let text { value(text) } else { null() } }

    public mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
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
        bytes.append(UInt8(ascii: "\""))
    }

    /// Text that is JSON already.
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
