import Foundation

/// Reads a file line by line through one buffer. Memory is bounded by the longest line, whatever the size of the file.
///
/// It does not map the file into memory: if another program truncated a mapped file, this program would crash.
public struct LineReader: ~Copyable {
    /// A line of the file.
    public struct Line {
        /// The line number, from 1.
        public var number: Int
        /// The offset of the line's first byte in the file.
        public var offset: Int
        /// The offset of the next line.
        public var end: Int
        /// The line without its line end (LF or CR LF). If it is too long, only its first bytes.
        public var bytes: ArraySlice<UInt8>
        /// True if the line is longer than the reader's limit.
        public var isTooLong: Bool
        /// False for a last line that does not end with a line feed.
        public var isEnded: Bool

        /// True if the line has only spaces, tabs and carriage returns.
        public var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
    }

    /// The path; "-" is standard input.
    public let path: String
    private let descriptor: Int32
    private let lengthLimit: Int
    private var buffer: [UInt8]
    /// The bounds of the unread part of the buffer.
    private var start = 0, end = 0
    /// The offset of the buffer's first byte in the file.
    private var base = 0
    private var number = 0
    private var isAtEnd = false

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: a file, a pipe, or "-" for standard input.
    ///   - lengthLimit: a line with more bytes is cut to this length and marked; the rest of the line is skipped.
    ///   - bufferSize: the buffer's size at first, in bytes; it grows for longer lines.
    /// - Throws: if the file cannot be opened.
    public init(path: String, lengthLimit: Int = 64 << 20, bufferSize: Int = 1 << 18) throws(FormatError) {
        self.path = path
        self.lengthLimit = lengthLimit
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: path) }
        self.descriptor = descriptor
        buffer = [UInt8](repeating: 0, count: max(bufferSize, 16))
    }

    /// A reader of bytes in memory. `name` is used in place of the path in errors.
    public init(_ bytes: [UInt8], name: String, lengthLimit: Int = 64 << 20) {
        path = name
        descriptor = -1
        self.lengthLimit = lengthLimit
        buffer = bytes
        end = bytes.count
        isAtEnd = true
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The next line; nil at the end. Skips a UTF-8 byte order mark at the beginning of the file.
    public mutating func next() throws(FormatError) -> Line? {
        var searched = start
        while true {
            if let feed = lineFeed(from: searched) { return take(upTo: feed, isEnded: true) }
            searched = end
            if isAtEnd { return start < end ? take(upTo: end, isEnded: false) : nil }
            if end - start > lengthLimit { return try takeTooLong() }
            let moved = start
            try fill()
            searched -= moved - start
        }
    }

    /// The next `count` bytes, or fewer at the end of the file, without a byte order mark. They are not consumed.
    public mutating func prefix(_ count: Int) throws(FormatError) -> ArraySlice<UInt8> {
        while !isAtEnd, end - start < count { try fill() }
        return withoutMark(buffer[start..<min(end, start + count)])
    }

    /// The bytes without the UTF-8 byte order mark with which a file can begin.
    private func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        base + start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }

    /// All unread bytes, without a byte order mark, for formats that are not line by line.
    ///
    /// - Throws: `.tooLarge` over `limit` bytes.
    public mutating func rest(limit: Int) throws(FormatError) -> ArraySlice<UInt8> {
        while !isAtEnd {
            guard end - start <= limit else { throw .tooLarge(path, limit: limit) }
            try fill()
        }
        guard end - start <= limit else { throw .tooLarge(path, limit: limit) }
        defer { start = end }
        return withoutMark(buffer[start..<end])
    }

    private func lineFeed(from index: Int) -> Int? {
        guard index < end else { return nil }
        return buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + index, 0x0A, end - index) else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    private mutating func take(upTo limit: Int, isEnded: Bool) -> Line {
        var from = start
        if base + start == 0, buffer[start..<limit].starts(with: [0xEF, 0xBB, 0xBF]) { from += 3 }
        var to = limit
        if to > from, buffer[to - 1] == 0x0D { to -= 1 }
        number += 1
        let isTooLong = to - from > lengthLimit
        let line = Line(
            number: number, offset: base + start, end: base + limit + (isEnded ? 1 : 0),
            bytes: buffer[from..<min(to, from + lengthLimit)], isTooLong: isTooLong,
            isEnded: isEnded)
        start = isEnded ? limit + 1 : limit
        return line
    }

    private mutating func takeTooLong() throws(FormatError) -> Line {
        number += 1
        var line = Line(
            number: number, offset: base + start, end: 0, bytes: ArraySlice(Array(buffer[start..<start + lengthLimit])),
            isTooLong: true,
            isEnded: true)
        while true {
            if let feed = lineFeed(from: start) {
                start = feed + 1
                line.end = base + start
                return line
            }
            start = end
            if isAtEnd {
                line.isEnded = false
                line.end = base + start
                return line
            }
            try fill()
        }
    }

    /// Moves the unread part to the front of the buffer, grows it if it is full, and reads once.
    private mutating func fill() throws(FormatError) {
        if start > 0 {
            let unread = start..<end
            buffer.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { _ = memmove(base, base + unread.lowerBound, unread.count) }
            }
            base += start
            start = 0
            end = unread.count
        }
        if end == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
        let (from, descriptor) = (end, descriptor)
        var count: Int
        repeat {
            count = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { read(descriptor, $0 + from, bytes.count - from) } ?? 0
            }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw .system(errno, path: path) }
        if count == 0 { isAtEnd = true }
        end += count
    }
}
