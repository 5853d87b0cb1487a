/// What a terminal reports.
public enum TerminalEvent: Sendable, Hashable {
    case key(Key)
    case mouse(Mouse)
    /// Bracketed paste, whole, line ends as "\n".
    case paste(String)
    case resize(Size)
    /// Stopped and continued: everything must be drawn anew.
    case resumed
}

/// A key press.
public enum Key: Sendable, Hashable {
    case character(Character)
    /// Control with a lower-case letter.
    case control(Character)
    case alt(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
}

public struct Mouse: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case press, release, drag, doubleClick, wheelUp, wheelDown }
    public var kind: Kind
    public var point: Point
    public init(kind: Kind, point: Point) {
        self.kind = kind
        self.point = point
    }
}
