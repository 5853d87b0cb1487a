extension InputDecoder {
    /// Decodes a mouse report of SGR mode 1006: "button;column;row", then M for a press or a motion, m for a release. Buttons
    /// other than the left one and the wheel are ignored.
    mutating func mouse(time: Int, next: Reader) -> TerminalEvent? {
        var numbers = [0]
        var digits = 0
        while case .character(let scalar)? = next(Self.escapeTime) {
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
}
