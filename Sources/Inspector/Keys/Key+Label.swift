import Terminal

extension Key {
    /// How a person reads the key: `j`, `Ctrl-C`, `Enter`, `PgDn`.
    public var label: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .alt(let character): "Alt-\(character)"
        case .function(let number): "F\(number)"
        default: Self.named.first { $0.key == self }?.name ?? ""
        }
    }

    /// The key that `label` is the label of: one character, or a name in any case. nil where it is neither.
    public init?(label: String) {
        if label.count == 1, let character = label.first {
            // What a terminal cannot send, or sends as a key with a name.
            guard character.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }), character != " " else {
                return nil
            }
            self = .character(character)
            return
        }
        let name = label.lowercased()
        if name == "space" {
            self = .character(" ")
        } else if let named = Self.named.first(where: { $0.name.lowercased() == name }) {
            self = named.key
        } else if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last, letter.isASCII, letter.isLetter {
            // Three letters a terminal sends as keys of their own.
            self = letter == "i" ? .tab : letter == "m" ? .enter : letter == "h" ? .backspace : .control(letter)
        } else if name.hasPrefix("alt-"), label.count == 5, let character = label.last {
            self = .alt(character)
        } else if name.first == "f", let number = Int(name.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static let named: [(key: Key, name: String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
        (.delete, "Del"), (.insert, "Ins"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
        (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"), (.pageDown, "PgDn"),
    ]
}
