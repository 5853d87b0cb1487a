/// The 256 printable characters that represent bytes in the texts of a byte-level vocabulary (GPT-2's mapping). A byte that is
/// printable in Latin-1 is represented by itself, the others by U+0100 and the following.
enum ByteAlphabet {
    /// Appends the bytes that a token's text represents. False if the text has a character outside this alphabet.
    static func decode(_ text: some Collection<UInt8>, into bytes: inout [UInt8]) -> Bool {
        var rest = text.makeIterator()
        while let lead = rest.next() {
            var value = Int(lead)
            if lead >= 0x80 {
                // All characters of the alphabet are below U+0800, so they take at most two bytes in UTF-8.
                guard lead & 0xE0 == 0xC0, let next = rest.next(), next & 0xC0 == 0x80 else { return false }
                value = Int(lead & 0x1F) << 6 | Int(next & 0x3F)
            }
            guard value < byteOfCharacter.count, byteOfCharacter[value] >= 0 else { return false }
            bytes.append(UInt8(truncatingIfNeeded: byteOfCharacter[value]))
        }
        return true
    }

    /// The byte by code point; -1 outside the alphabet.
    private static let byteOfCharacter: [Int16] = {
        let printable = Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)
        let others = (0...255).filter { !printable.contains($0) }
        var table = [Int16](repeating: -1, count: 256 + others.count)
        for byte in printable { table[byte] = Int16(byte) }
        for (index, byte) in others.enumerated() { table[256 + index] = Int16(byte) }
        return table
    }()
}
