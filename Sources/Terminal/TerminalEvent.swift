/// An event of the terminal.
public enum TerminalEvent: Sendable, Hashable {
    case key(Key)
    case mouse(Mouse)
    /// A complete bracketed paste. Line breaks are "\n".
    case paste(String)
    case resize(Size)
    /// The process was stopped and continued, or another program used the terminal. Everything must be repainted.
    case resumed
}

/// A key press.
public enum Key: Sendable, Hashable {
    case character(Character)
    /// The Control key with a lower-case letter.
    case control(Character)
    case alt(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
}

/// A mouse event: the left button or the wheel.
public struct Mouse: Sendable, Hashable {
    /// What happened. Drags are reported only while the button is down.
    public enum Kind: Sendable, Hashable { case press, release, drag, doubleClick, wheelUp, wheelDown }
    /// What happened.
    public var kind: Kind
    /// The cell under the pointer.
    public var point: Point
    /// A mouse event as given.
    public init(kind: Kind, point: Point) {
        self.kind = kind
        self.point = point
    }
}
