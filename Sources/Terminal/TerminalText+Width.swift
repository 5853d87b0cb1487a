extension TerminalText {
    /// How a Unicode scalar is displayed.
    enum Kind {
        /// As itself, in this number of columns (1 or 2).
        case printable(Int)
        /// As this scalar, in one column, because the original must not reach a terminal.
        case replaced(Unicode.Scalar)
        /// Combined with the base before it.
        case mark
        case tab, newline
        /// Not at all: it is invisible and harmless.
        case ignored

        init(_ scalar: Unicode.Scalar) {
            let value = scalar.value
            switch value {
            case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF: self = .printable(1)
            case 0x09: self = .tab
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029: self = .newline
            // The control picture of a control character is at U+2400 + its code.
            case 0x00...0x1F: self = .replaced(Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}")
            case 0x7F: self = .replaced("\u{2421}")
            // Soft hyphen, zero-width space, joiners, byte order mark, and marks that tell a reader of two directions apart but
            // turn nothing: all of them are ordinary in texts.
            case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF: self = .ignored
            // Variation selectors change the width on some terminals. The enclosing keycap combines with two scalars before it.
            case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x20E3: self = .ignored
            // Hangul vowels and final consonants join the syllable of the leading consonant.
            case 0x1160...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: self = .mark
            case 0x3041...0x3096, 0x309B...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3: self = .printable(2)
            // A regional indicator becomes its letter, because terminals disagree about flags.
            case 0x1F1E6...0x1F1FF: self = .replaced(Unicode.Scalar(value - 0x1F1E6 + 0x41) ?? "\u{FFFD}")
            // A skin tone without a base. A terminal might apply it to the emoji in the cell before.
            case 0x1F3FB...0x1F3FF: self = .replaced("\u{FFFD}")
            // Signs of the category Format that have a visible glyph.
            case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: self = .printable(1)
            default:
                switch scalar.properties.generalCategory {
                case .nonspacingMark, .enclosingMark: self = .mark
                // Embeddings and overrides of direction, tags: without them nothing of the text turns or hides.
                case .format: self = .ignored
                case .control, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator:
                    self = .replaced("\u{FFFD}")
                default: self = .printable(isWide(value) ? 2 : 1)
                }
            }
        }
    }

    /// True if a scalar is East Asian Wide or Fullwidth, or an emoji two columns wide. O(log n).
    static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// The scalars that are two columns wide, as the C library's `wcwidth` and terminals agree: East_Asian_Width W and F of
    /// Unicode 14, with ranges merged across unassigned code points, and later emoji. Sorted.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3, 0x25FD...0x25FE,
        0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE,
        0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA,
        0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
        0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
        0x2E80...0x3029, 0x302E...0x303E, 0x3041...0x3096, 0x309B...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
        0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FE3, 0x16FF0...0x1B2FB,
        0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
        0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4,
        0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
        0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
        0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A,
        0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
