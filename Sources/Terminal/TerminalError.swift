/// Why the screens cannot be shown. `description` is one sentence: what, and the remedy.
public enum TerminalError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The stream ("standard input" or "standard output") is not a terminal.
    case notATerminal(stream: String)
    case noTerminalType
    case unknownTerminal(String)
    /// The terminal cannot move its cursor.
    case dumbTerminal(String)
    /// A system call failed. `reason` is the system's message.
    case system(operation: String, reason: String)
    /// The program in $VISUAL or $EDITOR could not be started or failed.
    case editor(command: String, reason: String)

    /// One sentence for a person: what, and the remedy.
    public var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal, and the screens need one: "
                + "run erank in a terminal, or use 'erank rank', which needs none"
        case .noTerminalType:
            "TERM is not set, so the terminal's kind is unknown: set it, for most terminals with 'export TERM=xterm-256color'"
        case .unknownTerminal(let name):
            "TERM is '\(TerminalText.truncated(name, to: 60))', a terminal that is not known here: "
                + "install its description with 'apt install ncurses-term', or try 'export TERM=xterm-256color'"
        case .dumbTerminal(let name):
            "TERM is '\(TerminalText.truncated(name, to: 60))', a terminal that cannot place its cursor: "
                + "run erank in another one, or use 'erank rank', which needs none"
        case .system(let operation, let reason):
            "\(operation) failed: \(reason)"
        case .editor(let command, let reason):
            "the editor '\(TerminalText.truncated(command, to: 60))' \(reason): set VISUAL or EDITOR to one that is installed"
        }
    }
}
