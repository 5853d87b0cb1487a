import Relevance

extension Document {
    /// Whether the document has marks of the prompt's own format: tags of the thought or the answer, such as
    /// `</think><answer>10</answer>`, or a chat template's marks. Such a text may be meant to set its own score.
    ///
    /// The marks of a template are text to the model, never control tokens (see `Tokenizer`), but a model can be misled by text
    /// too. Letters of either case count, and so do full-width ones, tags with spaces inside their brackets, tags written as HTML
    /// entities, and tags with a soft hyphen or another mark of no width among their letters.
    ///
    /// - Complexity: O(bytes).
    public var imitatesAnswerFormat: Bool { FormatImitation.isIn(title) || FormatImitation.isIn(text) }
}

/// The marks that a document should not have.
enum FormatImitation {
    /// In lower case, by their first byte.
    private static let marks: [UInt8: [[UInt8]]] = Dictionary(
        grouping: [
            "<think>", "</think>", "<answer>", "</answer>", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|begin_of_text|>",
            "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|system|>", "<|user|>",
            "<|assistant|>", "<|end|>", "<start_of_turn>", "<end_of_turn>", "[inst]", "[/inst]", "<<sys>>", "<</sys>>", "<s>",
            "</s>", "<think/>",
        ].map { Array($0.utf8) }, by: { $0.first ?? 0 })

    /// More spaces than this in one place of a tag, and it is none.
    private static let mostSpaces = 8

    static func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for place in bytes.indices {
                guard let marks = marks[folded(bytes, at: place).byte] else { continue }
                if marks.contains(where: { matches($0, bytes, at: place) }) { return true }
            }
            return false
        }
    }

    /// Whether a mark begins at a place. Spaces count for nothing but between letters.
    private static func matches(_ mark: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        var place = start
        for (index, wanted) in mark.enumerated() {
            var spaces = 0
            if index > 0 { place = passingInvisible(bytes, from: place) }
            while index > 0, place < bytes.count, isSpace(bytes[place]), spaces < mostSpaces,
                !isLetter(wanted) || !isLetter(mark[index - 1])
            {
                (place, spaces) = (place + 1, spaces + 1)
            }
            guard place < bytes.count else { return false }
            let (byte, length) = folded(bytes, at: place)
            guard byte == wanted else { return false }
            place += length
        }
        return true
    }

    /// The place after marks of no width: soft hyphen (C2 AD), U+200B to U+200F (E2 80 8B...8F), U+2060 (E2 81 A0), U+FEFF
    /// (EF BB BF). No more of them than of spaces.
    private static func passingInvisible(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        for _ in 0..<mostSpaces {
            guard place + 1 < bytes.count else { break }
            switch (bytes[place], bytes[place + 1], place + 2 < bytes.count ? bytes[place + 2] : 0) {
            case (0xC2, 0xAD, _): place += 2
            case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF): place += 3
            default: return place
            }
        }
        return place
    }

    /// The character at a place as one byte of ASCII in lower case: a full-width form (U+FF01...U+FF5E), a small bracket (U+FE64,
    /// U+FE65) and an HTML entity as what they stand for; the byte itself where it is none of these. `length` is how many bytes
    /// it takes.
    private static func folded(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> (byte: UInt8, length: Int) {
        let byte = bytes[place]
        if byte == UInt8(ascii: "&"), let entity = entity(bytes, at: place) { return entity }
        guard byte == 0xEF, place + 2 < bytes.count else { return (lowered(byte), 1) }
        switch (bytes[place + 1], bytes[place + 2]) {
        case (0xB9, 0xA4): return (UInt8(ascii: "<"), 3)
        case (0xB9, 0xA5): return (UInt8(ascii: ">"), 3)
        case (0xBC...0xBD, let last):
            let scalar = 0xFF00 &+ (Int(bytes[place + 1] & 1) << 6 | Int(last & 0x3F))
            return (0xFF01...0xFF5E).contains(scalar) ? (lowered(UInt8(scalar - 0xFEE0)), 3) : (byte, 1)
        default: return (byte, 1)
        }
    }

    /// The longest entity that is looked at, in bytes.
    private static let longestEntity = 16

    /// An HTML entity of a character of ASCII, with or without its semicolon: `&lt;`, `&gt;`, `&#60;`, `&#x3c;`.
    private static func entity(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (byte: UInt8, length: Int)? {
        let end = min(bytes.count, start + longestEntity)
        func at(_ place: Int) -> UInt8 { place < end ? lowered(bytes[place]) : 0 }
        var (place, value) = (start + 1, 0)
        if at(place) == UInt8(ascii: "#") {
            let isHexadecimal = at(place + 1) == UInt8(ascii: "x")
            place += isHexadecimal ? 2 : 1
            let first = place
            while let digit = Character(Unicode.Scalar(at(place))).hexDigitValue, digit < (isHexadecimal ? 16 : 10) {
                (value, place) = (value * (isHexadecimal ? 16 : 10) + digit, place + 1)
            }
            guard place > first, (0x21...0x7E).contains(value) else { return nil }
        } else {
            let name = (at(place), at(place + 1))
            guard name.1 == UInt8(ascii: "t"), [UInt8(ascii: "l"), UInt8(ascii: "g")].contains(name.0) else { return nil }
            value = Int(name.0 == UInt8(ascii: "l") ? UInt8(ascii: "<") : UInt8(ascii: ">"))
            place += 2
        }
        return (lowered(UInt8(value)), place - start + (at(place) == UInt8(ascii: ";") ? 1 : 0))
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }
}
