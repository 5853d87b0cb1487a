import Foundation

extension SessionHeader {
    /// Overwrites version 1 in a file's first line with the current version, in place. Does nothing if the version is
    /// current.
    ///
    /// - Parameter descriptor: open for reading and appending, with no other writer at the same time.
    /// - Returns: the system's error number if it failed; the file is then unchanged.
    static func raiseVersion(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { return errno }
        guard let digit = versionDigit(in: bytes.prefix(count)) else { return EINVAL }
        guard bytes[digit] == UInt8(ascii: "1") else { return nil }
        // With O_APPEND, pwrite would write at the end of the file, whatever the offset.
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_APPEND) == 0 else { return errno }
        var version = UInt8(ascii: "0") + UInt8(clamping: Self.currentVersion)
        let failure: Int32? = pwrite(descriptor, &version, 1, off_t(digit)) == 1 ? nil : errno
        guard fcntl(descriptor, F_SETFL, flags) == 0 else { return errno }
        return failure ?? (fsync(descriptor) == 0 || errno == EINVAL ? nil : errno)
    }

    /// The index of the version's digit in the first line; nil if there is none.
    private static func versionDigit(in bytes: ArraySlice<UInt8>) -> Int? {
        let line = bytes.prefix { $0 != 0x0A }
        guard let key = line.firstRange(of: Array("\"erank_session\"".utf8)) else { return nil }
        let digit = line[key.upperBound...].firstIndex { !" :\t".utf8.contains($0) }
        return digit.flatMap { (0x30...0x39).contains(line[$0]) ? $0 : nil }
    }
}
