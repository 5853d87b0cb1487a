import Foundation

extension SessionHeader {
    /// Writes this program's format over the digit of format 1 in a file's first line, in place. Nothing is done where it stands already.
    ///
    /// - Returns: the system's error number if that failed; nothing is changed then.
    static func raiseVersion(of path: String) -> Int32? {
        // Not by the descriptor that appends: it writes at the file's end wherever it is told to.
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { return errno }
        guard let digit = versionDigit(in: bytes.prefix(count)) else { return EINVAL }
        guard bytes[digit] == UInt8(ascii: "1") else { return nil }
        var version = UInt8(ascii: "0") + UInt8(Self.version)
        guard pwrite(descriptor, &version, 1, off_t(digit)) == 1 else { return errno }
        return fsync(descriptor) == 0 || errno == EINVAL ? nil : errno
    }

    /// Where the one digit of the version stands behind its key.
    private static func versionDigit(in bytes: ArraySlice<UInt8>) -> Int? {
        guard let key = bytes.firstRange(of: Array("\"erank_session\"".utf8)) else { return nil }
        let digit = bytes[key.upperBound...].firstIndex { !" :\t".utf8.contains($0) }
        return digit.flatMap { (0x30...0x39).contains(bytes[$0]) ? $0 : nil }
    }
}
