private let apostrophe = UInt8(ascii: "'")
private let blank = UInt8(ascii: " ")

extension TextScanner {
    /// The end of the `gpt2` word that begins at `start` < `end`.
    func gpt2WordEnd(_ start: Int) -> Int {
        if let end = contractionEnd(start, lowercased: false) { return end }
        let first = byte(start) == blank ? start + 1 : start
        switch character(first).class {
        case .letter: return skip(.letter, from: first)
        case .number: return skip(.number, from: first)
        case .other: return skip(.other, from: first)
        case .space, nil: return spaceEnd(start)
        }
    }

    /// The end of the `llama3` word that begins at `start` < `end`. A number has at most `digits` digits.
    func llama3WordEnd(_ start: Int, digits: Int) -> Int {
        if let end = contractionEnd(start, lowercased: true) { return end }
        let (found, length) = character(start)
        if found == .number { return skip(.number, from: start, limit: digits) }
        if found == .letter { return skip(.letter, from: start) }
        if !isNewline(start) {
            let end = skip(.letter, from: start + length)
            if end > start + length { return end }
        }
        let first = byte(start) == blank ? start + 1 : start
        if character(first).class == .other {
            var end = skip(.other, from: first)
            while isNewline(end) { end += 1 }
            return end
        }
        return lineEnd(start) ?? spaceEnd(start)
    }

    /// The end of an English contraction such as 's or 'll at `start`; nil if there is none.
    private func contractionEnd(_ start: Int, lowercased: Bool) -> Int? {
        guard byte(start) == apostrophe else { return nil }
        // Setting this bit turns ASCII capitals into lower case. Bytes that are not letters do not become letters.
        let mask: UInt8 = lowercased ? 0x20 : 0
        switch byte(start + 1) | mask {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return byte(start + 2) | mask == UInt8(ascii: "e") ? start + 3 : nil
        case UInt8(ascii: "l"): return byte(start + 2) | mask == UInt8(ascii: "l") ? start + 3 : nil
        default: return nil
        }
    }

    private func isNewline(_ index: Int) -> Bool { byte(index) == UInt8(ascii: "\n") || byte(index) == UInt8(ascii: "\r") }

    /// The position after the last line break in the white space at `start`; nil without a line break.
    private func lineEnd(_ start: Int) -> Int? {
        var index = start
        var result: Int?
        while true {
            let (found, length) = character(index)
            guard found == .space else { return result }
            if isNewline(index) { result = index + 1 }
            index += length
        }
    }

    /// The end of the white-space word at `start`. If text follows, the last white-space character belongs to the next word.
    private func spaceEnd(_ start: Int) -> Int {
        var index = start
        var last = start
        while true {
            let (found, length) = character(index)
            guard found == .space else { break }
            last = index
            index += length
        }
        return index == end || last == start ? index : last
    }
}
