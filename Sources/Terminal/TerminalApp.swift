/// An application that the event loop runs. It handles inputs, returns requests to the screen, and renders its state.
@MainActor
public protocol TerminalApp {
    /// The type of the messages that other threads post to the mailbox.
    associatedtype Message: Sendable

    /// Handles one input. The event loop performs the returned requests in order.
    mutating func handle(_ input: TerminalInput<Message>) -> [ScreenRequest]
    /// Renders the current state for a screen of this size.
    mutating func render(_ size: Size) -> Grid
    /// The interval between `tick` inputs, at least 33 ms; nil for no ticks, so that an idle program uses no processor time.
    var tickInterval: Duration? { get }
}

/// An input of the application.
public enum TerminalInput<Message: Sendable>: Sendable {
    case terminal(TerminalEvent)
    case message(Message)
    /// `tickInterval` has passed.
    case tick
    /// The terminal is gone, or the system asks the program to end (SIGHUP, SIGTERM, SIGQUIT). The loop ends after this input.
    case terminated
}

/// A request of the application to the screen.
public enum ScreenRequest: Sendable {
    case bell
    /// Set the window's title.
    case title(String)
    /// Copy a text to the terminal's clipboard with OSC 52; at most `ClipboardText.limit` bytes.
    case copy(String)
    /// Repaint everything, because another program has written to the terminal.
    case redraw
    /// Stop the process, as Ctrl-Z does in a shell.
    case suspend
    /// Leave the screen to another program, such as an editor, until the closure returns.
    case outside(@MainActor @Sendable () -> Void)
    case end
}
