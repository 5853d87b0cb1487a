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
}

/// Turns ncurses' input into events. The caller passes the time and a function that reads on, so that tests can use a list.
struct InputDecoder {
    /// The keys by ncurses' codes.
    let keys: [Int32: Key]
    /// The number of Unicode scalars of a paste that are kept at most.
    static let longestPaste = 1 << 20
    /// Two presses on one cell within this many milliseconds are a double click.
    static let doubleClickTime = 400

    private var lastPress: (point: Point, time: Int)?

    init(keys: [Int32: Key]) {
        self.keys = keys
    }

    /// The event that begins with `first`; nil for input without a meaning here.
    ///
    /// - Parameters:
    ///   - time: the current time in milliseconds.
    ///   - next: reads the next input, and waits for it at most the given number of milliseconds.
    mutating func event(
        beginningWith first: InputCode, time: Int, next: (_ milliseconds: Int32) -> InputCode?
    ) -> TerminalEvent? {
        switch first {
        case .key(KeyCode.mouse): return mouse(time: time, next: next)
        case .key(KeyCode.pasteBegin): return paste(next: next)
        case .key(let code): return key(code).map(TerminalEvent.key)
        case .character("\u{1B}"): return afterEscape(next: next).map(TerminalEvent.key)
        case .character(let scalar): return key(scalar).map(TerminalEvent.key)
        }
    }

    private func key(_ code: Int32) -> Key? {
        if code >= KeyCode.firstNamed, Int(code - KeyCode.firstNamed) < KeyCode.named.count {
            return KeyCode.named[Int(code - KeyCode.firstNamed)].key
        }
        return keys[code]
    }

    private func key(_ scalar: Unicode.Scalar) -> Key? {
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

    /// Decodes what follows ESC: nothing (the Escape key), a key with Alt, or an unknown sequence, which is skipped as a whole.
    private func afterEscape(next: (Int32) -> InputCode?) -> Key? {
        guard let second = next(0) else { return .escape }
        switch second {
        case .character("["):
            guard var code = next(0) else { return .alt("[") }
            // Skip parameter and intermediate bytes up to the final byte.
            while case .character(let scalar) = code, !(0x40...0x7E).contains(scalar.value) {
                guard scalar.value >= 0x20, let following = next(20) else { return nil }
                code = following
            }
            return nil
        case .character("O"):
            return next(0) == nil ? .alt("O") : nil
        case .character("\u{1B}"): return .escape
        case .character(let scalar):
            switch key(scalar) {
            case .character(let character): return .alt(character)
            case .backspace: return .alt("\u{7F}")
            case let other: return other
            }
        case .key(let code):
            switch key(code) {
            case .left: return .alt("b")
            case .right: return .alt("f")
            case .backspace: return .alt("\u{7F}")
            case let other: return other
            }
        }
    }

    /// Decodes a mouse report of SGR mode 1006: "button;column;row", then M for a press or a motion, m for a release. Buttons
    /// other than the left one and the wheel are ignored.
    private mutating func mouse(time: Int, next: (Int32) -> InputCode?) -> TerminalEvent? {
        var numbers = [0]
        var digits = 0
        while case .character(let scalar)? = next(50) {
            switch scalar {
            case "0"..."9":
                digits += 1
                guard digits <= 5 else { return nil }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(scalar.value - 0x30)
            case ";":
                guard numbers.count < 3 else { return nil }
                numbers.append(0)
                digits = 0
            case "M", "m":
                guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
                let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
                // Shift, Alt and Ctrl (4, 8, 16) make no difference.
                guard let kind = kind(button: numbers[0] & ~28, isRelease: scalar == "m", point: point, time: time) else {
                    return nil
                }
                return .mouse(Mouse(kind: kind, point: point))
            default: return nil
            }
        }
        return nil
    }

    private mutating func kind(button: Int, isRelease: Bool, point: Point, time: Int) -> Mouse.Kind? {
        switch button {
        case 64: return .wheelUp
        case 65: return .wheelDown
        case 32: return .drag
        case 0 where isRelease: return .release
        case 0:
            if let last = lastPress, last.point == point, time - last.time <= Self.doubleClickTime {
                lastPress = nil
                return .doubleClick
            }
            lastPress = (point, time)
            return .press
        default: return nil
        }
    }

    /// Reads a bracketed paste up to the closing sequence, or until a second passes without input.
    private func paste(next: (Int32) -> InputCode?) -> TerminalEvent? {
        var scalars = String.UnicodeScalarView()
        var count = 0
        while let code = next(1_000), code != .key(KeyCode.pasteEnd) {
            guard case .character(let scalar) = code, count < Self.longestPaste else { continue }
            scalars.append(scalar)
            count += 1
        }
        let text = String(scalars).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return .paste(text)
    }
}
