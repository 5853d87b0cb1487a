/// Looks at the characters of a range of UTF-8 bytes. Behind the range there is nothing: no class, no byte, no length.
struct TextScanner {
    let bytes: [UInt8]
    let end: Int

    /// The byte at `index`, or 0 behind the end: no rule asks for NUL.
    func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

    /// Class and bytes of the character that begins at `index`; nil and 0 behind the end.
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

    /// Behind the characters of `wanted` that begin at `index`, `limit` of them at most.
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
