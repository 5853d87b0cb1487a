import Foundation
import Synchronization
import Terminal

/// A pseudo terminal: a program draws on one side; on the other, its output is read and its keys are typed.
final class PseudoTerminal: Sendable {
    /// The program's side.
    let screen: FileHandle
    private let keyboard: FileHandle
    private let seen = Mutex<(bytes: [UInt8], isKept: Bool)>(([], true))

    /// Opens a pseudo terminal. A thread of its own reads the program's output until the program's side is closed.
    ///
    /// - Throws: `Failure` if the system cannot open another pseudo terminal.
    init(size: Size) throws(Failure) {
        var (near, far): (Int32, Int32) = (-1, -1)
        var window = winsize(
            ws_row: UInt16(clamping: size.height), ws_col: UInt16(clamping: size.width), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&near, &far, nil, nil, &window) == 0 else {
            throw Failure("no pseudo terminal can be opened (\(String(cString: strerror(errno)))): try again later", .jobFailed)
        }
        for end in [near, far] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        keyboard = FileHandle(fileDescriptor: near, closeOnDealloc: true)
        screen = FileHandle(fileDescriptor: far, closeOnDealloc: true)
        let thread = Thread { [self] in drain() }
        thread.name = "erank terminal"
        thread.start()
    }

    /// Types keys, given as the bytes that an xterm sends for them.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(keyboard.fileDescriptor, bytes, bytes.count)
    }

    /// True if the program has written these bytes without interruption. Output is kept until `forget`.
    func shows(_ text: String) -> Bool { seen.withLock { $0.bytes.firstRange(of: Array(text.utf8)) != nil } }

    /// From now on output is read and dropped.
    func forget() { seen.withLock { $0 = ([], false) } }

    private func drain() {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(keyboard.fileDescriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            seen.withLock { seen in
                if seen.isKept { seen.bytes += bytes[..<count] }
            }
        }
    }
}
