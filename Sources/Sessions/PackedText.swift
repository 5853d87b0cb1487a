/// A text of at most 15 bytes of valid UTF-8 in two registers; nearly every token's text fits. Comparing two texts takes two
/// instructions and no memory access.
struct PackedText: Hashable, Sendable {
    /// The first eight bytes, the first one in the lowest bits; unused bytes are 0.
    private var low: UInt64
    /// The other seven bytes, and the length in the highest byte.
    private var high: UInt64

    static let longest = 15

    /// - Parameter text: valid UTF-8. The result is nil if it is too long.
    init?(_ text: Span<UInt8>) {
        guard text.count <= Self.longest else { return nil }
        (low, high) = (0, UInt64(text.count) << 56)
        for place in text.indices {
            let byte = UInt64(text[place])
            if place < 8 { low |= byte << (8 * UInt64(place)) } else { high |= byte << (8 * UInt64(place - 8)) }
        }
    }

    /// The first `count` (at most 15) of sixteen bytes. They need not be valid UTF-8.
    init(low: UInt64, high: UInt64, count: Int) {
        let bits = UInt64(8 * count)
        // Shifts of 64 and more give 0.
        self.low = low & ~(~0 << bits)
        self.high = (count > 8 ? high & ~(~0 << (bits - 64)) : 0) | UInt64(count) << 56
    }

    var isASCII: Bool { (low | high) & 0x8080_8080_8080_8080 == 0 }

    var string: String {
        withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) {
            String(decoding: $0.prefix(Int(high >> 56)), as: UTF8.self)
        }
    }
}
