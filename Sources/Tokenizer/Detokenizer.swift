/// Turns tokens into text as they come, a character only when all its bytes are there.
///
/// All that ``append(_:)`` and ``finish()`` return, put together, is what `String(decoding:as:)` makes of all the bytes: bytes that
/// never become a character are U+FFFD.
public struct Detokenizer: Sendable {
    private let tokenizer: Tokenizer
    /// The beginning of a character, three bytes at most.
    private var pending: [UInt8] = []

    public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// The text that is complete with this token; empty while a character is incomplete, and for control tokens.
    public mutating func append(_ id: Int32) -> String {
        tokenizer.isControl(id) ? "" : append(bytes: tokenizer.bytes(of: id))
    }

    /// What is left when no token follows.
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

    /// Bytes at the end that may be the beginning of a character.
    private static func incompleteCount(_ bytes: [UInt8]) -> Int {
        for (index, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
            // A lead byte always begins a new character, so cutting before it is safe whatever follows.
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return index + 1 < length ? index + 1 : 0
        }
        return 0
    }
}
