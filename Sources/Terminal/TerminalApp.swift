/// A program of screens: what happened goes in, what is to be done comes out, and a picture of the state at any time.
@MainActor
public protocol TerminalApp {
    /// What other threads post into the mailbox.
    associatedtype Message: Sendable

    /// Takes in one thing that happened.
    mutating func handle(_ input: TerminalInput<Message>) -> [ScreenRequest]
    /// The picture of the state for a screen of this size.
    mutating func render(_ size: Size) -> Grid
    /// How long until a `tick` is wanted though nothing happens; nil for never: an idle program uses no processor.
    var tickInterval: Duration? { get }
}

/// What the event loop hands over.
public enum TerminalInput<Message: Sendable>: Sendable {
    case terminal(TerminalEvent)
    case message(Message)
    /// The time asked for has passed.
    case tick
    /// The terminal is gone or the system asks to end (SIGHUP, SIGTERM): save what must be saved. The loop ends after it.
    case terminated
}

/// What a program asks of the screen.
public enum ScreenRequest: Sendable {
    case bell
    /// The window's title.
    case title(String)
    /// To the clipboard of the terminal, over OSC 52; at most `ClipboardText.limit` bytes.
    case copy(String)
    /// Draw everything anew: something else has written on the terminal.
    case redraw
    /// Stop, as Ctrl-Z does everywhere.
    case suspend
    /// Leave the screen to another program (an editor) until `body` returns, then come back.
    case outside(@MainActor @Sendable () -> Void)
    case end
}
