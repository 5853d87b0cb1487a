import Foundation

/// Checksums of a file's blocks. They are far cheaper than a SHA-256, so a file is checked against them whenever it is loaded.
///
/// A block that differs in one byte, or in any bytes of one word of eight, always has another sum. Other damage has the same
/// sum with a probability of about 2^-64. They protect against damage, not against an attacker.
struct BlockSums: Hashable, Codable {
    /// Bytes in a block; the last one may be shorter.
    static let blockBytes = 16 << 20
    /// The most blocks that a check reads: 2 GiB. A smaller file is read in full. Of a larger one with n blocks, the first
    /// block and 127 random others are read, so that a single damaged block is missed with a probability of 1 - 128/n each time.
    static let sampledBlocks = 128

    /// One sum for each block, in order.
    private(set) var sums: [UInt64]

    /// Sums all blocks of the file at `path`.
    ///
    /// - Complexity: O(bytes).
    init(of path: String) async throws(CatalogError) {
        let blocks = (ModelCatalog.size(path) ?? 0) / Self.blockBytes + 1
        sums = try await Self.sums(of: path, blocks: Array(0..<blocks))
    }

    /// Whether there is a sum for each block of a file of so many bytes.
    func covers(_ bytes: Int) -> Bool { sums.count == bytes / Self.blockBytes + 1 }

    /// The offset of a block of the file that is not as it was; nil if all the blocks that were read are the same.
    ///
    /// - Complexity: O(min(bytes, 2 GiB)).
    func difference(in path: String) async throws(CatalogError) -> Int? {
        var random = SystemRandomNumberGenerator()
        let blocks = sample(using: &random)
        let found = try await Self.sums(of: path, blocks: blocks)
        return zip(blocks, found).first { sums[$0] != $1 }.map { $0.0 * Self.blockBytes }
    }

    /// The blocks that a check reads, in order.
    func sample(using random: inout some RandomNumberGenerator) -> [Int] {
        guard sums.count > Self.sampledBlocks else { return Array(sums.indices) }
        return [0] + sums.indices.dropFirst().shuffled(using: &random).prefix(Self.sampledBlocks - 1).sorted()
    }

    // MARK: Reading

    /// On a thread of Dispatch, because reading blocks the thread. Cancelling the task ends it within one piece.
    private static func sums(of path: String, blocks: [Int]) async throws(CatalogError) -> [UInt64] {
        let isCancelled = CancelFlag()
        let result: Result<[UInt64], CatalogError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(returning: Result { () throws(CatalogError) in try read(path, blocks, isCancelled) })
                }
            }
        } onCancel: {
            isCancelled.raise()
        }
        return try result.get()
    }

    private static func read(_ path: String, _ blocks: [Int], _ isCancelled: CancelFlag) throws(CatalogError) -> [UInt64] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        defer { close(descriptor) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
        defer { piece.deallocate() }
        var sums: [UInt64] = []
        for block in blocks {
            var lanes = Lanes()
            for start in stride(from: block * blockBytes, to: (block + 1) * blockBytes, by: pieceBytes) {
                guard !isCancelled.value else { throw .cancelled(model: path) }
                let count = pread(descriptor, piece.baseAddress, pieceBytes, off_t(start))
                guard count >= 0 else { throw .file(path: path, reason: lastError()) }
                lanes.add(UnsafeRawBufferPointer(rebasing: piece[..<count]))
                if count < pieceBytes { break }
            }
            sums.append(lanes.sum)
        }
        return sums
    }

    private static let pieceBytes = 1 << 20

    // MARK: Coding: one text, so that a record is one line

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        sums = text.split(separator: " ").compactMap { UInt64($0, radix: 16) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(sums.map { String($0, radix: 16) }.joined(separator: " "))
    }
}

/// The sum of a block, in four lanes that do not wait for each other. Each step is a bijection of the lane and of the word.
struct Lanes {
    private var a: UInt64 = 1
    private var b: UInt64 = 2
    private var c: UInt64 = 3
    private var d: UInt64 = 4
    private var count: UInt64 = 0

    /// Adds bytes. All calls but the last must add a multiple of 32.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var (a, b, c, d) = (a, b, c, d)
        let whole = bytes.count / 32 * 32
        var i = 0
        while i < whole {
            a = Self.mix(a, bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            b = Self.mix(b, bytes.loadUnaligned(fromByteOffset: i &+ 8, as: UInt64.self))
            c = Self.mix(c, bytes.loadUnaligned(fromByteOffset: i &+ 16, as: UInt64.self))
            d = Self.mix(d, bytes.loadUnaligned(fromByteOffset: i &+ 24, as: UInt64.self))
            i &+= 32
        }
        for byte in bytes[whole...] { a = Self.mix(a, UInt64(byte)) }
        count &+= UInt64(bytes.count)
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    var sum: UInt64 { Self.mix(Self.mix(Self.mix(Self.mix(count, a), b), c), d) }

    @inline(__always) private static func mix(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let x = (lane ^ word) &* 0x9E37_79B9_7F4A_7C15
        return x ^ x &>> 32
    }
}
