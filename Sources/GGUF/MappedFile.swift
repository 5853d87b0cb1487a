#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file, memory-mapped read-only for the lifetime of this object; or a copy of bytes in memory, treated like
/// such a file.
///
/// A file that is deleted or replaced stays readable. A file that is truncated in place does not: reading a page behind its new
/// end raises SIGBUS. ``checkLength()`` detects a truncation that has already happened. A truncation between that check and the
/// reading cannot be ruled out without a private copy of the whole file.
// Unchecked Sendable because `bytes` is a pointer: its memory is never written, and only `deinit` unmaps it.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    /// The open file; -1 for bytes in memory.
    private let descriptor: Int32

    init(path: String) throws(GGUFProblem) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(reason: Self.reason()) }
        do throws(GGUFProblem) {
            let length = try Self.length(of: descriptor)
            guard length > 0 else { throw .empty }
            let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let address, address != MAP_FAILED else {
                throw errno == ENOMEM ? .cannotMap(bytes: length) : .cannotOpen(reason: Self.reason())
            }
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

    /// - Throws: `.shrunk` if the file is shorter than it was when it was opened.
    func checkLength() throws(GGUFProblem) {
        guard descriptor >= 0 else { return }
        let length = try Self.length(of: descriptor)
        guard length >= bytes.count else { throw .shrunk(from: bytes.count, to: length) }
    }

    /// Releases the memory of the pages that lie wholly inside `range`. Reading them again loads them from the file.
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
