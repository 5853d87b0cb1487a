import CNcurses
import CTerminal
import Foundation

extension NcursesScreen {
    /// Waits until there is input from the terminal, a signal or the file descriptor `other`, or until the time has passed. nil
    /// waits without a limit.
    func wait(alsoFor other: Int32, atMost time: Duration?) {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        // Rounded up, because waking a moment too early would mean waking twice.
        let milliseconds = time.map { time -> Int32 in
            let parts = max(time, .zero).components
            return Int32(clamping: parts.seconds * 1_000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        }
        // If a signal interrupts poll, its byte is in the pipe.
        _ = poll(&descriptors, nfds_t(descriptors.count), milliseconds ?? -1)
        if Int32(descriptors[0].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { isGone = true }
    }

    /// The events of the terminal since the last call, without waiting.
    public func events() -> [TerminalEvent] {
        var events = notices()
        while true {
            var codes: [InputCode] = []
            while codes.count < Self.codesAtOnce, let code = read(milliseconds: 0) { codes.append(code) }
            if codes.isEmpty { return events }
            let now = Int(ProcessInfo.processInfo.systemUptime * 1_000)
            events += decoder.events(codes, time: now) { read(milliseconds: $0) }
        }
    }

    /// The events of the signals since the last call.
    private func notices() -> [TerminalEvent] {
        guard signals >= 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Foundation.read(signals, &bytes, bytes.count)
        guard count > 0 else { return [] }
        let said = Set(bytes[..<count].map(Int.init))
        if said.contains(Int(TERMINAL_TERMINATE)) || said.contains(Int(TERMINAL_INTERRUPTED)) { isGone = true }
        if said.contains(Int(TERMINAL_STOP)) { return suspend() }
        if said.contains(Int(TERMINAL_CONTINUED)) {
            // The process was stopped by SIGSTOP and continued. The shell has used the terminal meanwhile.
            comeBack()
            return [.resize(size), .resumed]
        }
        return said.contains(Int(TERMINAL_RESIZED)) && refreshSize() ? [.resize(size)] : []
    }

    /// Stops the program as Ctrl-Z does in a shell. Returns when it is continued.
    @discardableResult
    func suspend() -> [TerminalEvent] {
        outside { terminal_stop() }
    }

    /// Leaves the screen while `body` runs, then takes the terminal over again.
    func outside(_ body: () -> Void) -> [TerminalEvent] {
        guard input >= 0 else {
            body()
            return []
        }
        leave()
        terminal_signals_lend(1)
        body()
        terminal_signals_lend(0)
        // Interrupt and stop signals during `body` were meant for the other program, so their notices are discarded.
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Foundation.read(signals, &bytes, bytes.count)
        if count > 0, bytes[..<count].contains(UInt8(TERMINAL_TERMINATE)) { isGone = true }
        comeBack()
        return [.resize(size), .resumed]
    }

    private static let codesAtOnce = 4_096

    private func read(milliseconds: Int32) -> InputCode? {
        wtimeout(keyboard, milliseconds)
        var code: wint_t = 0
        switch wget_wch(keyboard, &code) {
        case OK: return Unicode.Scalar(code).map(InputCode.character)
        case KEY_CODE_YES: return .key(Int32(bitPattern: code))
        default: return nil
        }
    }

    static let keys: [Int32: Key] = {
        var keys: [Int32: Key] = [
            KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
            KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_DC: .delete,
            KEY_IC: .insert, KEY_BTAB: .backTab, KEY_SLEFT: .left, KEY_SRIGHT: .right, KEY_SR: .up, KEY_SF: .down,
            KEY_SHOME: .home, KEY_SEND: .end, KEY_SDC: .delete, KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown,
        ]
        for number in 1...24 { keys[nc_function_key(Int32(number))] = .function(number) }
        return keys
    }()
}
