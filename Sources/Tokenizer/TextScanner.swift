/// Reads the characters of a range of UTF-8 bytes. Positions at or after `end` have no character: class nil, byte 0, length 0.
struct TextScanner {
    let bytes: [UInt8]
    let end: Int

    /// The byte at `index`, or 0 at or after the end. (No rule matches NUL.)
    func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

    /// The class and the length in bytes of the character that begins at `index`; nil and 0 at or after the end.
    func character(_ index: Int) -> (class: CharacterClass?, length: Int) {
        guard index < end else { return (nil, 0) }
        let lead = bytes[index]
        if lead < 0x80 { return (CharacterClass(Unicode.Scalar(lead)), 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard index + length <= end else { return (.other, end - index) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (Unicode.Scalar(value).map(CharacterClass.init) ?? .other, length)
    }

    /// Skips characters of the class `wanted` from `index` on, at most `limit` of them, and returns the position after them.
    func skip(_ wanted: CharacterClass, from index: Int, limit: Int = .max) -> Int {
        var index = index
        var count = 0
        while count < limit {
            let (found, length) = character(index)
            guard found == wanted else { break }
            index += length
            count += 1
        }
        return index
    }
}
