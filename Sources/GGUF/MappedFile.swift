#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file, mapped read-only for as long as this object lives; or bytes in memory, laid out as such a file.
///
/// A file that is deleted or replaced by another stays readable here. A file that is cut shorter in place does not: touching a
/// page behind its new end raises SIGBUS. ``checkLength()`` sees it where it is called in time; between that call and the reading there
/// remains a moment that only a private copy of the whole file would close.
// Sendable unchecked because `bytes` is a pointer: what it points to is never written, and is unmapped only by `deinit`.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    /// -1 for bytes in memory.
    private let descriptor: Int32

    init(path: String) throws(GGUFProblem) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(reason: Self.reason()) }
        do throws(GGUFProblem) {
            let length = try Self.length(of: descriptor)
            guard length > 0 else { throw .empty }
            let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let address, address != MAP_FAILED else { throw .cannotOpen(reason: Self.reason()) }
            self.bytes = UnsafeRawBufferPointer(start: address, count: length)
            self.descriptor = descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    init(copying source: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 64)
        copy.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(rebasing: copy[..<source.count])
        descriptor = -1
    }

    deinit {
        guard let address = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return }
        if descriptor >= 0 {
            munmap(address, bytes.count)
            close(descriptor)
        } else {
            address.deallocate()
        }
    }

    /// - Throws: `.shrunk` if the file has become shorter than it was when it was opened.
    func checkLength() throws(GGUFProblem) {
        guard descriptor >= 0 else { return }
        let length = try Self.length(of: descriptor)
        guard length >= bytes.count else { throw .shrunk(from: bytes.count, to: length) }
    }

    /// Gives back the memory of the pages that lie wholly inside `range`; the next reading fetches them from the file again.
    func release(_ range: Range<Int>) {
        guard descriptor >= 0, let address = bytes.baseAddress else { return }
        let page = sysconf(Int32(_SC_PAGESIZE))
        let first = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        guard first < end, end <= bytes.count else { return }
        madvise(UnsafeMutableRawPointer(mutating: address + first), end - first, MADV_DONTNEED)
    }

    private static func length(of descriptor: Int32) throws(GGUFProblem) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(reason: reason()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(reason: "it is no regular file") }
        return Int(status.st_size)
    }

    private static func reason() -> String { String(cString: strerror(errno)).lowercased() }
}
