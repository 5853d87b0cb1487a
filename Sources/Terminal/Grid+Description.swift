extension Grid {
    /// The text of each row without trailing spaces, for snapshot tests and documentation.
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

    /// The text of all rows, separated by line breaks.
    public var text: String { lines.joined(separator: "\n") }

    /// The styles of all cells as letters ("." for plain), followed by a legend of the letters in the order of their
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
    /// The colours and attributes in words: "#ff0000/9 on #000000/0 bold"; "plain" without any.
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
    /// The colour in hexadecimal and its index among the sixteen standard colours: "#rrggbb/9".
    public var description: String {
        let hex = [red, green, blue].map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "#" + hex.joined() + "/\(ansi)"
    }
}
