import Foundation

/// ASCII replacements of glyphs for terminals without Unicode: one ASCII character per column.
enum ASCII {
    /// The replacement of a printable character: a similar character for lines, blocks, arrows and punctuation, the base letter
    /// for an accented letter, "?" for the rest.
    static func standIn(for character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first else { return " " }
        if scalar.isASCII { return Character(scalar) }
        if let known = table[scalar] { return known }
        switch scalar.value {
        case 0x2500...0x257F: return "+"
        case 0x2580...0x259F: return "#"
        case 0x2800...0x28FF: return scalar.value == 0x2800 ? " " : ":"
        default: break
        }
        if let base = String(scalar).decomposedBase, base.isASCII { return Character(base) }
        return "?"
    }

    private static let table: [Unicode.Scalar: Character] = {
        var table: [Unicode.Scalar: Character] = [:]
        let alike: [(Character, String)] = [
            ("-", "─━┄┅┈┉╌╍═╴╶╸╺‐‑‒–—―−"), ("|", "│┃┆┇┊┋╎╏║╵╷╹╻▏▎▍│"), ("+", "╭╮╰╯"), ("/", "╱⁄∕"), ("\\", "╲∖"), ("X", "╳✗✘"),
            ("_", "▁▂"), (".", "▃·∙⋅․‧"), (":", "▄░"), ("=", "▅▒≡"), ("#", "▆▇█▓"), ("\"", "“”„‟″«»"), ("'", "‘’‚‛′"),
            ("<", "‹←◀◂≤⟨"),
            (">", "›→▶▸►≥⟩"), ("^", "↑▲▴△"), ("v", "↓▼▾▽✓✔"), ("*", "•●◆■★✱⏺◉"), ("o", "○◇□☆◦◯°"), ("~", "…≈∼"), ("x", "×"),
            ("%", "‰"),
            ("!", "¡"), ("c", "©"), ("r", "®"), ("u", "µμ"), (" ", "\u{A0}\u{2002}\u{2003}\u{2009}\u{202F}\u{3000}"), ("0", "⓪"),
        ]
        for (character, shapes) in alike {
            for scalar in shapes.unicodeScalars { table[scalar] = character }
        }
        return table
    }()
}

extension String {
    /// The first scalar of the canonical decomposition.
    fileprivate var decomposedBase: Unicode.Scalar? { decomposedStringWithCanonicalMapping.unicodeScalars.first }
}

extension Grid {
    /// The grid in ASCII, as a terminal without Unicode shows it. A wide character becomes its replacement and a space.
    /// O(cells).
    public var ascii: Grid {
        var copy = self
        for y in 0..<size.height {
            for x in 0..<size.width {
                let cell = cells[y * size.width + x]
                if cell.isContinuation {
                    copy.put(" ", width: 1, x: x, y: y, style: cell.style)
                } else {
                    copy.put(ASCII.standIn(for: cell.character), width: 1, x: x, y: y, style: cell.style)
                }
            }
        }
        return copy
    }
}
