import CNcurses
import CTerminal
import Foundation

/// The terminal's screen, through ncurses. ncurses has one global state and is not thread-safe. So this class is confined to
/// the main actor, and only one screen may be open at a time.
///
/// Opening a screen takes the terminal over: alternate screen, raw keys, mouse, bracketed paste, and standard error redirected.
/// `close`, leaving the screen and even a crash restore the terminal.
@MainActor
public final class NcursesScreen {
    /// What the screen uses of the terminal.
    public let capabilities: Capabilities
    /// The current number of columns and rows.
    public internal(set) var size: Size
    /// True once the terminal has hung up or the system has asked the program to end.
    public internal(set) var isGone = false

    let terminal: OpaquePointer
    /// The pad from which keys are read. (Reading from a window would also paint it.)
    let keyboard: UnsafeMutablePointer<WINDOW>
    /// -1 for a screen without a keyboard.
    let input: Int32
    let output: Int32
    let signals: Int32
    let hasTitle: Bool
    var decoder = InputDecoder(keys: NcursesScreen.keys)
    var paint: NcursesPaint
    var titleIsSet = false
    private var isOpen = true

    /// Opens a screen on these file descriptors. `size` is nil, except for a screen without a terminal.
    init(
        type: String, input: Int32, output: Int32, size: Size?, options: TerminalOptions, environment: [String: String]
    ) throws(TerminalError) {
        guard !type.isEmpty else { throw .noTerminalType }
        _ = Capabilities.localeNames(environment: environment, options: options).first { setlocale(LC_CTYPE, $0) != nil }
        // Before newterm, which would install its own handlers.
        signals = input >= 0 ? terminal_signals_watch() : -1
        guard let files = Files(input: input, output: output), let terminal = newterm(type, files.output, files.input) else {
            if input >= 0 { terminal_signals_unwatch() }
            throw .unknownTerminal(type)
        }
        guard Self.text("cup") != nil, Self.text("clear") != nil, let keyboard = newpad(1, 1) else {
            endwin()
            delscreen(terminal)
            if input >= 0 { terminal_signals_unwatch() }
            throw .dumbTerminal(type)
        }
        (self.terminal, self.keyboard, self.input, self.output) = (terminal, keyboard, input, output)
        capabilities = Capabilities(
            terminalColors: Int(tigetnum("colors")), codeset: String(cString: nl_langinfo(nl_item(CODESET))),
            hasMouse: Self.text("kmous") != nil, environment: environment, options: options)
        paint = NcursesPaint(colors: capabilities.colors)
        hasTitle = ["xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "konsole", "gnome", "vte"]
            .contains { type.hasPrefix($0) }
        self.size = size ?? Size(width: Int(getmaxx(nc_stdscr())), height: Int(getmaxy(nc_stdscr())))
        if let size { resize_term(Int32(max(1, size.height)), Int32(max(1, size.width))) }

        raw()
        noecho()
        nonl()
        // How many milliseconds ncurses waits after Esc for the rest of a sequence. A sequence that comes in pieces is put
        // together by the decoder, which can tell it from Esc and another key.
        set_escdelay(5)
        intrflush(nil, false)
        CNcurses.keypad(keyboard, true)
        nodelay(keyboard, true)
        define_key("\u{1B}[<", KeyCode.mouse)
        define_key("\u{1B}[200~", KeyCode.pasteBegin)
        define_key("\u{1B}[201~", KeyCode.pasteEnd)
        for (number, name) in KeyCode.named.enumerated() {
            define_key(name.sequence, KeyCode.firstNamed + Int32(number))
        }
        if input >= 0 { enter() }
    }

    /// Restores the terminal, and prints what was written to standard error meanwhile. Further calls do nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        if titleIsSet { send("\u{1B}[23;2t") }
        leave()
        delwin(keyboard)
        delscreen(terminal)
        if input >= 0 {
            terminal_stderr_replay()
            terminal_signals_unwatch()
        }
    }

    // MARK: Taking the terminal and giving it back

    private var modesOn: String { (capabilities.hasMouse ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : "") + "\u{1B}[?2004h" }
    private var modesOff: String { (capabilities.hasMouse ? "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l" : "") + "\u{1B}[?2004l" }

    /// The bytes that the crash handler writes. They have the effect of `leave`, without ncurses.
    private var reset: String {
        modesOff + ["sgr0", "op", "rmkx", "cnorm", "rmcup"].compactMap { Self.text($0) }.joined()
    }

    func enter() {
        guard input >= 0 else { return }
        // Switch back to the modes from before ncurses, so that the crash handler saves those.
        reset_shell_mode()
        let bytes = Array(reset.utf8CString.dropLast())
        _ = terminal_guard_begin(input, output, bytes, bytes.count)
        reset_prog_mode()
        _ = terminal_stderr_divert()
        send(modesOn)
    }

    func leave() {
        if input >= 0 { send(modesOff) }
        wmove(nc_stdscr(), max(0, getmaxy(nc_stdscr()) - 1), 0)
        endwin()
        if input >= 0 {
            terminal_stderr_restore()
            terminal_guard_end()
        }
    }

    /// Takes the terminal over again after `leave`. The next frame repaints everything.
    func comeBack() {
        reset_prog_mode()
        enter()
        clearok(nc_stdscr(), true)
        refreshSize()
    }

    /// Asks the terminal for its size.
    ///
    /// - Returns: true if the size has changed.
    @discardableResult
    func refreshSize() -> Bool {
        var window = winsize()
        guard input >= 0, ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return false
        }
        let new = Size(width: Int(window.ws_col), height: Int(window.ws_row))
        guard new != size else { return false }
        size = new
        resizeterm(Int32(new.height), Int32(new.width))
        return true
    }

    /// Writes control sequences directly to the terminal, bypassing ncurses.
    func send(_ sequence: String) {
        var bytes = Array(sequence.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    /// A string capability of the terminal's description; nil if it has none. ncurses returns -1 for "not a string".
    private static func text(_ capability: String) -> String? {
        guard let text = tigetstr(capability), Int(bitPattern: text) != -1 else { return nil }
        return String(cString: text)
    }
}

/// The streams that newterm needs. They stay open as long as the process runs, because ncurses keeps using them.
private struct Files {
    let input: UnsafeMutablePointer<FILE>
    let output: UnsafeMutablePointer<FILE>

    init?(input: Int32, output: Int32) {
        guard let reading = input >= 0 ? fdopen(input, "r") : fopen("/dev/null", "r"), let writing = fdopen(output, "w") else {
            return nil
        }
        (self.input, self.output) = (reading, writing)
    }
}
