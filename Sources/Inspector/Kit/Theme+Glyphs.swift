/// The signs that are not letters, each with an ASCII sign for terminals without Unicode.
extension Theme {
    var ruleGlyph: Character { isASCII ? "-" : "─" }
    var dividerGlyph: Character { isASCII ? "|" : "│" }
    var teeDown: Character { isASCII ? "+" : "┬" }
    var teeUp: Character { isASCII ? "+" : "┴" }
    var teeLeft: Character { isASCII ? "+" : "┤" }
    var teeRight: Character { isASCII ? "+" : "├" }
    var marker: Character { isASCII ? ">" : "▌" }
    var dot: Character { isASCII ? "." : "·" }
    var valueGlyph: Character { isASCII ? "o" : "●" }
    var pointUp: Character { isASCII ? "^" : "▲" }
    var times: String { isASCII ? "x" : "×" }
    var ellipsis: Character { isASCII ? "~" : "…" }
    var lineEndGlyph: Character { isASCII ? "$" : Self.lineEnd }
    var progressDone: Character { isASCII ? "#" : "━" }
    var skippedGlyph: Character { isASCII ? "-" : "╌" }
    var cannotTellGlyph: Character { isASCII ? "?" : "╍" }
    var progressLeft: Character { isASCII ? "." : "─" }

    /// The bracket beside rows of one score: its first, its middle, its last row.
    func tie(isFirst: Bool, isLast: Bool) -> Character {
        if isASCII { return isFirst ? "\\" : isLast ? "/" : "|" }
        return isFirst ? "┐" : isLast ? "┘" : "│"
    }

    private static let eighths: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let densities: [Character] = [":", "-", "=", "+", "*", "#", "%", "@"]

    /// One cell for a value in 0...1, by its height (its density in ASCII); a dot for next to nothing.
    func level(_ value: Double) -> Character {
        let value = value.unit
        guard value >= 0.005 else { return dot }
        let step = min(7, max(0, Int((value * 8).rounded(.up)) - 1))
        return isASCII ? Self.densities[step] : Self.eighths[step]
    }

    /// A cell of an upright bar, `eighths` of it filled.
    func column(eighths: Int) -> Character {
        if eighths <= 0 { return " " }
        if isASCII { return eighths >= 8 ? "#" : eighths >= 4 ? ":" : "." }
        return Self.eighths[min(8, eighths) - 1]
    }

    /// A lying bar of `width` cells for a value in 0...1, to an eighth of a cell; anything above nothing leaves a trace.
    func bar(_ value: Double, width: Int) -> String {
        let value = value.unit
        let eighths = Int((value * Double(width) * 8).rounded())
        guard value > 0.0005, width > 0 else { return "" }
        if isASCII {
            return String(repeating: "#", count: max(eighths / 8, 0)) + (eighths % 8 >= 4 ? ":" : eighths < 8 ? "." : "")
        }
        let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let full = String(repeating: "█", count: eighths / 8)
        return eighths == 0 ? "▏" : eighths % 8 == 0 ? full : full + String(parts[eighths % 8 - 1])
    }
}
