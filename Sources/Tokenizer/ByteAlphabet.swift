/// The 256 printable characters that stand for bytes in the texts of a byte-level vocabulary, as GPT-2 chose them: a byte that is
/// printable in Latin-1 stands for itself, the others for U+0100 and on.
enum ByteAlphabet {
    /// The bytes that a token's text stands for; nil if it is not written in this alphabet.
    static func decode(_ text: some Collection<UInt8>, into bytes: inout [UInt8]) -> Bool {
        var rest = text.makeIterator()
        while let lead = rest.next() {
            var value = Int(lead)
            if lead >= 0x80 {
                // All of the alphabet lies below U+0800: two bytes.
                guard lead & 0xE0 == 0xC0, let next = rest.next(), next & 0xC0 == 0x80 else { return false }
                value = Int(lead & 0x1F) << 6 | Int(next & 0x3F)
            }
            guard value < byteOfCharacter.count, byteOfCharacter[value] >= 0 else { return false }
            bytes.append(UInt8(truncatingIfNeeded: byteOfCharacter[value]))
        }
        return true
    }

    /// By code point; -1 for those outside the alphabet.
    private static let byteOfCharacter: [Int16] = {
        let printable = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)
        let others = (0...255).filter { !printable.contains($0) }
        var table = [Int16](repeating: -1, count: 256 + others.count)
        for byte in printable { table[byte] = Int16(byte) }
        for (index, byte) in others.enumerated() { table[256 + index] = Int16(byte) }
        return table
    }()
}
