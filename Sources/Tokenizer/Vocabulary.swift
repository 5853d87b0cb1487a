import GGUF

/// The vocabulary: bytes and kind of each token, and a hash table from bytes to ids.
struct Vocabulary: Sendable {
    /// The kind of a token. The raw values are the numbers in the file.
    enum Kind: UInt8 {
        case undefined, normal, unknown, control, userDefined, unused, byte
    }

    /// The bytes of all tokens, concatenated.
    private var bytes: [UInt8] = []
    /// The start of each token in `bytes`, followed by the end of the last one.
    private var starts: [Int32] = [0]
    private(set) var kinds: [Kind] = []
    /// The number of bytes in the longest token.
    private(set) var longestByteCount = 1
    /// A hash table of ids by their bytes, with open addressing and linear probing; -1 marks a free slot. It does not contain
    /// control, unknown and added tokens, so that no text is encoded as one of them.
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

    /// Appends a token. Texts in the byte alphabet are converted to bytes.
    ///
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

    /// The range of a token's bytes in `bytes`; empty for an invalid id.
    func range(of id: Int32) -> Range<Int> {
        guard id >= 0, id < count else { return 0..<0 }
        return Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
    }

    func bytes(of id: Int32) -> ArraySlice<UInt8> { bytes[range(of: id)] }

    func kind(of id: Int32) -> Kind { id >= 0 && id < count ? kinds[Int(id)] : .unknown }

    /// The token whose bytes equal `text[range]`; -1 if there is none. Never a control, unknown or added token.
    func id(of range: Range<Int>, in text: [UInt8]) -> Int32 { index[slot(of: range, in: text)] }

    /// The slot of the token with these bytes, or the free slot where it would be inserted.
    private func slot(of range: Range<Int>, in text: [UInt8]) -> Int {
        // FNV-1a. The upper half is folded into the lower, because its low bits are the weakest.
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
