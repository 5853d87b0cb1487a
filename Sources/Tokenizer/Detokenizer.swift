/// Decodes a stream of tokens to text. A character is returned as soon as all its bytes have arrived.
///
/// The concatenation of all results of ``append(_:)`` and ``finish()`` equals `String(decoding:as:)` of all bytes. So bytes
/// that never form a character become U+FFFD.
public struct Detokenizer: Sendable {
    private let tokenizer: Tokenizer
    /// The bytes of an incomplete character, at most three.
    private var pending: [UInt8] = []

    /// A detokenizer without pending bytes.
    public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// Appends a token and returns the text that it completes. Empty while a character is incomplete, and for control tokens.
    public mutating func append(_ id: Int32) -> String {
        tokenizer.isControl(id) ? "" : append(bytes: tokenizer.bytes(of: id))
    }

    /// The rest of the text when no further token follows: U+FFFD for an incomplete character, otherwise empty.
    public mutating func finish() -> String {
        defer { pending.removeAll() }
        return String(decoding: pending, as: UTF8.self)
    }

    mutating func append(bytes: [UInt8]) -> String {
        pending += bytes
        let complete = pending.count - Self.incompleteCount(pending)
        defer { pending.removeSubrange(..<complete) }
        return String(decoding: pending[..<complete], as: UTF8.self)
    }

    /// The number of bytes at the end that may begin a character that is still incomplete.
    private static func incompleteCount(_ bytes: [UInt8]) -> Int {
        for (index, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
            // A lead byte always begins a new character, so the text can be split before it, whatever follows.
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return index + 1 < length ? index + 1 : 0
        }
        return 0
    }
}
