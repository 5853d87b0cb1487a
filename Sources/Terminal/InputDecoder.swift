/// What ncurses reads: a typed character, or the code of a key that it recognised.
enum InputCode: Sendable, Hashable {
    case character(Unicode.Scalar)
    case key(Int32)
}

/// Key codes for sequences that ncurses does not know. They lie above all codes of ncurses, including those that it assigns to
/// extended key names.
enum KeyCode {
    static let mouse: Int32 = 0x4000
    static let pasteBegin: Int32 = 0x4001
    static let pasteEnd: Int32 = 0x4002
    /// The code of the first entry of `named`. The others follow in order.
    static let firstNamed: Int32 = 0x4100

    /// Sequences that terminals send even if their description does not have them, and their keys. Left and right with Ctrl or
    /// Alt move by words, so they become Alt-B and Alt-F, as in a line editor.
    static let named: [(sequence: String, key: Key)] = {
        var named: [(String, Key)] = [
            ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}[7~", .home), ("\u{1B}[8~", .end), ("\u{1B}[3;5~", .alt("d")),
            ("\u{1B}[H", .home), ("\u{1B}[F", .end), ("\u{1B}OH", .home), ("\u{1B}OF", .end), ("\u{1B}[Z", .backTab),
            ("\u{1B}[A", .up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
            ("\u{1B}OA", .up), ("\u{1B}OB", .down), ("\u{1B}OC", .right), ("\u{1B}OD", .left),
        ]
        let letters: [(String, Key)] = [("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end)]
        for modifier in 2...8 {
            for (letter, key) in letters {
                let isByWord = modifier != 2
                let moved: Key = isByWord && key == .right ? .alt("f") : isByWord && key == .left ? .alt("b") : key
                named.append(("\u{1B}[1;\(modifier)\(letter)", moved))
            }
        }
        return named
    }()

    /// Keys by what follows ESC, for sequences that came in pieces, so that ncurses did not put them together.
    static let late: [String: Key] = {
        var keys = Dictionary(named.map { (String($0.sequence.dropFirst()), $0.key) }, uniquingKeysWith: { first, _ in first })
        let numbers: [(Int, Key)] =
            [(2, .insert), (3, .delete), (5, .pageUp), (6, .pageDown)]
            + [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].enumerated().map { ($1, .function($0 + 1)) }
        for (number, key) in numbers { keys["[\(number)~"] = key }
        for (number, letter) in ["P", "Q", "R", "S"].enumerated() { keys["O" + letter] = .function(number + 1) }
        return keys
    }()
}

/// Turns ncurses' input into events. The caller passes the time and a function that reads on, so that tests can use a list.
struct InputDecoder {
    /// Reads the next input, and waits for it at most the given number of milliseconds.
    typealias Reader = (_ milliseconds: Int32) -> InputCode?

    /// The keys by ncurses' codes.
    let keys: [Int32: Key]
    /// The number of Unicode scalars of a paste that are kept at most.
    static let longestPaste = 1 << 20
    /// Two presses on one cell within this many milliseconds are a double click.
    static let doubleClickTime = 400
    /// So many milliseconds after ESC a `[` or `O` still belongs to it: slow lines and terminal multiplexers send a sequence in
    /// pieces, and a cut arrow key must not become the commands `[` and `A`. So the Escape key alone acts after this time.
    static let escapeTime: Int32 = 100
    /// So many characters at once, with more behind a line end, are a paste without brackets: nobody types that fast.
    static let shortestPaste = 8

    var lastPress: (point: Point, time: Int)?

    init(keys: [Int32: Key]) {
        self.keys = keys
    }

    /// The events of what was read at once.
    ///
    /// - Parameters:
    ///   - codes: everything that could be read without waiting.
    ///   - time: the current time in milliseconds.
    ///   - next: reads on behind `codes`.
    mutating func events(_ codes: [InputCode], time: Int, next: Reader) -> [TerminalEvent] {
        if let text = Self.paste(codes) { return [.paste(text)] }
        var rest = codes[...]
        var events: [TerminalEvent] = []
        while let first = rest.popFirst() {
            events += self.events(beginningWith: first, time: time) { rest.popFirst() ?? next($0) }
        }
        return events
    }

    /// The text of a paste without brackets: characters alone, eight at least, with more behind a line end. A line that ends in
    /// Enter is what a person or a script types.
    private static func paste(_ codes: [InputCode]) -> String? {
        guard codes.count >= shortestPaste else { return nil }
        var text = String.UnicodeScalarView()
        for code in codes {
            guard case .character(let scalar) = code, scalar.value >= 0x20 || [0x09, 0x0A, 0x0D].contains(scalar.value),
                scalar.value != 0x7F
            else { return nil }
            text.append(scalar)
        }
        let lines = String(text).split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        return lines.count > 1 ? pasted(text) : nil
    }

    private static func pasted(_ text: String.UnicodeScalarView) -> String {
        String(text).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }

    private mutating func events(beginningWith first: InputCode, time: Int, next: Reader) -> [TerminalEvent] {
        switch first {
        case .key(KeyCode.mouse): mouse(time: time, next: next).map { [$0] } ?? []
        case .key(KeyCode.pasteBegin): [paste(next: next)]
        case .key(let code): key(code).map { [.key($0)] } ?? []
        case .character("\u{1B}"): afterEscape(time: time, next: next)
        case .character(let scalar): key(scalar).map { [.key($0)] } ?? []
        }
    }

    private func key(_ code: Int32) -> Key? {
        if code >= KeyCode.firstNamed, Int(code - KeyCode.firstNamed) < KeyCode.named.count {
            return KeyCode.named[Int(code - KeyCode.firstNamed)].key
        }
        return keys[code]
    }

    func key(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x0D: return .enter
        case 0x09: return .tab
        case 0x08, 0x7F: return .backspace
        case 0x00: return .control(" ")
        case 0x01...0x1A: return Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
        case 0x1B: return .escape
        case 0x1C...0x1F: return Unicode.Scalar(scalar.value + 0x40).map { .control(Character($0)) }
        case 0x80...0x9F: return nil
        default: return .character(Character(scalar))
        }
    }

    /// Decodes what follows ESC: nothing (the Escape key), a key with Alt, or a sequence; an unknown one is skipped as a whole.
    private mutating func afterEscape(time: Int, next: Reader) -> [TerminalEvent] {
        if let second = next(0) { return events(ofAltOrSequence: second, time: time, next: next) }
        // What comes later belongs to ESC only if it can be a piece of a sequence.
        guard let later = next(Self.escapeTime) else { return [.key(.escape)] }
        if later == .character("[") || later == .character("O") {
            return events(ofAltOrSequence: later, time: time, next: next)
        }
        return [.key(.escape)] + events(beginningWith: later, time: time, next: next)
    }

    private mutating func events(ofAltOrSequence second: InputCode, time: Int, next: Reader) -> [TerminalEvent] {
        switch second {
        case .character("["): return sequence(time: time, next: next)
        case .character("O"):
            guard let third = next(Self.escapeTime) else { return [.key(.alt("O"))] }
            guard case .character(let letter) = third else { return [] }
            return KeyCode.late["O\(letter)"].map { [.key($0)] } ?? []
        case .character("\u{1B}"): return [.key(.escape)]
        // Escape, and a paste right behind it.
        case .key(KeyCode.pasteBegin), .key(KeyCode.mouse):
            return [.key(.escape)] + events(beginningWith: second, time: time, next: next)
        case .character(let scalar):
            switch key(scalar) {
            case .character(let character): return [.key(.alt(character))]
            case .backspace: return [.key(.alt("\u{7F}"))]
            case let other: return other.map { [.key($0)] } ?? []
            }
        case .key(let code):
            switch key(code) {
            case .left: return [.key(.alt("b"))]
            case .right: return [.key(.alt("f"))]
            case .backspace: return [.key(.alt("\u{7F}"))]
            case let other: return other.map { [.key($0)] } ?? []
            }
        }
    }

    /// Decodes a sequence that begins with `ESC [`.
    private mutating func sequence(time: Int, next: Reader) -> [TerminalEvent] {
        var parameters = ""
        while let code = next(Self.escapeTime) {
            guard case .character(let scalar) = code, scalar.value >= 0x20 else { return [] }
            guard (0x40...0x7E).contains(scalar.value) else {
                // Longer than any sequence: the rest is skipped up to its final byte.
                if parameters.utf8.count < 64 { parameters.unicodeScalars.append(scalar) }
                if parameters == "<" { return mouse(time: time, next: next).map { [$0] } ?? [] }
                continue
            }
            if scalar == "~", parameters == "200" { return [paste(next: next)] }
            let key = KeyCode.late["[\(parameters)\(scalar)"] ?? ModifiedKey(parameters, final: scalar)?.key(self)
            return key.map { [.key($0)] } ?? []
        }
        return parameters.isEmpty ? [.key(.alt("["))] : []
    }

    /// Reads a bracketed paste up to the closing sequence, or until a second passes without input.
    private func paste(next: Reader) -> TerminalEvent {
        var scalars = String.UnicodeScalarView()
        var count = 0
        while let code = next(1_000), code != .key(KeyCode.pasteEnd) {
            guard case .character(let scalar) = code, count < Self.longestPaste else { continue }
            scalars.append(scalar)
            count += 1
        }
        return .paste(Self.pasted(scalars))
    }
}
