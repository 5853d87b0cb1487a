extension Grid {
    /// The rows as text, trailing spaces dropped: what a snapshot test compares and a README shows.
    public var lines: [String] {
        (0..<size.height).map { y in
            var line = ""
            for cell in cells[(y * size.width)..<((y + 1) * size.width)] where !cell.isContinuation {
                line.append(cell.character)
            }
            while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
            return line
        }
    }

    /// The rows as text, one a line.
    public var text: String { lines.joined(separator: "\n") }

    /// The styles as a picture of letters, "." for plain, and under it what each letter stands for, in order of
    /// appearance.
    public var styleDescription: String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var seen: [Style: Int] = [:]
        var legend: [String] = []
        var rows: [String] = []
        for y in 0..<size.height {
            var row = ""
            for cell in cells[(y * size.width)..<((y + 1) * size.width)] {
                guard cell.style != .plain else {
                    row.append(".")
                    continue
                }
                let number = seen[cell.style] ?? seen.count
                if seen.updateValue(number, forKey: cell.style) == nil, number < letters.count {
                    legend.append("\(letters[number]) \(cell.style)")
                }
                row.append(number < letters.count ? letters[number] : "*")
            }
            while row.last == "." { row.removeLast() }
            rows.append(row)
        }
        return (rows + legend).joined(separator: "\n")
    }
}

extension Style: CustomStringConvertible {
    public var description: String {
        var words: [String] = []
        if let foreground { words.append("\(foreground)") }
        if let background { words.append("on \(background)") }
        let names: [(Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        for (attribute, name) in names where attributes.contains(attribute) { words.append(name) }
        return words.isEmpty ? "plain" : words.joined(separator: " ")
    }
}

extension Color: CustomStringConvertible {
    /// "#rrggbb/9": the colour and its stand-in among the sixteen.
    public var description: String {
        let hex = [red, green, blue].map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "#" + hex.joined() + "/\(ansi)"
    }
}
