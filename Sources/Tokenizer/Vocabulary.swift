import GGUF

/// The tokens by their ids: bytes, kind, and the way back from bytes to id.
struct Vocabulary: Sendable {
    /// What a token is for; the numbers are the file's.
    enum Kind: UInt8 {
        case undefined, normal, unknown, control, userDefined, unused, byte
    }

    /// The bytes of all tokens, one behind the other.
    private var bytes: [UInt8] = []
    /// Where each token begins in `bytes`, and the end of the last.
    private var starts: [Int32] = [0]
    private(set) var kinds: [Kind] = []
    /// Bytes of the longest token.
    private(set) var longestByteCount = 1
    /// Ids by the hash of their bytes, open addressing with linear probing; -1 is free. Control tokens are not in it, so that no text can
    /// ever be encoded as one.
    private var index: [Int32]

    var count: Int { kinds.count }

    init(_ file: GGUFFile) throws(TokenizerError) {
        let texts = try file.reading { file throws(GGUFError) in try file.requiredArray("tokenizer.ggml.tokens") }
        let types = try file.reading { file throws(GGUFError) in try file.array("tokenizer.ggml.token_type") }?.integers()
        guard texts.kind == .string, (1...Int(Int32.max / 2)).contains(texts.count) else {
            throw TokenizerError(file: file.path, problem: .noTokens)
        }
        if let types, types.count != texts.count {
            throw TokenizerError(file: file.path, problem: .typeCount(types: types.count, tokens: texts.count))
        }
        index = [Int32](repeating: -1, count: 1 << (Int.bitWidth - (texts.count * 2).leadingZeroBitCount))
        kinds.reserveCapacity(texts.count)
        starts.reserveCapacity(texts.count + 1)
        bytes.reserveCapacity(texts.count * 8)
        var duplicate: String?
        texts.forEachString { text in
            let kind = types.flatMap { Kind(rawValue: UInt8(clamping: $0[count])) } ?? .normal
            let isControl = kind == .userDefined && SpecialTokens.isControl(name: text)
            if !append(text, isControl ? .control : kind), duplicate == nil { duplicate = String(decoding: text, as: UTF8.self) }
        }
        if let duplicate { throw TokenizerError(file: file.path, problem: .duplicateToken(duplicate)) }
    }

    /// - Returns: false if another token has the same bytes.
    private mutating func append(_ text: UnsafeRawBufferPointer, _ kind: Kind) -> Bool {
        let start = bytes.count
        let isRaw = kind == .control || kind == .unknown || kind == .userDefined
        if isRaw || !ByteAlphabet.decode(text, into: &bytes) {
            bytes.removeSubrange(start...)
            bytes.append(contentsOf: text)
        }
        starts.append(Int32(clamping: bytes.count))
        longestByteCount = max(longestByteCount, bytes.count - start)
        let id = Int32(kinds.count)
        kinds.append(kind)
        guard !isRaw else { return true }
        let slot = slot(of: start..<bytes.count, in: bytes)
        guard index[slot] < 0 else { return false }
        index[slot] = id
        return true
    }

    /// Where a token's bytes lie in ``withBytes``; empty for an id that is none.
    func range(of id: Int32) -> Range<Int> {
        guard id >= 0, id < count else { return 0..<0 }
        return Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
    }

    func bytes(of id: Int32) -> ArraySlice<UInt8> { bytes[range(of: id)] }

    func kind(of id: Int32) -> Kind { id >= 0 && id < count ? kinds[Int(id)] : .unknown }

    /// The token that `range` of `text` is as a whole; -1 if there is none. Never a control or user-defined token.
    func id(of range: Range<Int>, in text: [UInt8]) -> Int32 { index[slot(of: range, in: text)] }

    /// The slot with those bytes, or the free one where they belong.
    private func slot(of range: Range<Int>, in text: [UInt8]) -> Int {
        // FNV-1a, folded since its low bits are the weakest.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for position in range { hash = (hash ^ UInt64(text[position])) &* 0x100_0000_01B3 }
        let mask = index.count - 1
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
        while index[slot] >= 0 {
            let other = self.range(of: index[slot])
            if other.count == range.count, zip(other, range).allSatisfy({ bytes[$0] == text[$1] }) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
