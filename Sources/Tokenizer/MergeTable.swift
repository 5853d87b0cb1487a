import GGUF

/// The merges of byte-pair encoding: which pairs of neighbouring tokens merge into which token, with the rank of each merge.
struct MergeTable: Sendable {
    /// `rank` is the index of the merge in the file. Lower ranks are applied first. `UInt32.max` means no merge.
    struct Merge {
        var rank: UInt32
        var token: Int32

        static let none = Merge(rank: .max, token: -1)
    }

    /// A slot of the hash table: a pair of tokens, packed into one number, and its merge.
    private struct Slot {
        var pair: UInt64
        var merge: Merge

        static let free = Slot(pair: .max, merge: .none)
    }

    /// A hash table over pairs, with open addressing and linear probing.
    private var slots: [Slot]

    init(_ file: GGUFFile, _ vocabulary: Vocabulary) throws(TokenizerError) {
        let texts = try file.reading { file throws(GGUFError) in try file.array("tokenizer.ggml.merges") }
        guard let texts, texts.kind == .string, texts.count > 0 else { throw TokenizerError(file: file.path, problem: .noMerges) }
        slots = [Slot](repeating: .free, count: 1 << (Int.bitWidth - (texts.count * 2).leadingZeroBitCount))
        var rank: UInt32 = 0
        var bad: (rank: UInt32, text: String)?
        var bytes: [UInt8] = []
        texts.forEachString { text in
            if !insert(text, rank, vocabulary, &bytes), bad == nil { bad = (rank, String(decoding: text, as: UTF8.self)) }
            rank += 1
        }
        if let bad { throw TokenizerError(file: file.path, problem: .badMerge(index: Int(bad.rank), text: bad.text)) }
    }

    /// Adds the merge that `text` describes: two tokens, separated by a space.
    ///
    /// - Parameter bytes: a scratch buffer.
    /// - Returns: false unless both parts and their concatenation are tokens.
    private mutating func insert(
        _ text: UnsafeRawBufferPointer, _ rank: UInt32, _ vocabulary: Vocabulary, _ bytes: inout [UInt8]
    ) -> Bool {
        guard let space = text.dropFirst().firstIndex(of: UInt8(ascii: " ")) else { return false }
        bytes.removeAll(keepingCapacity: true)
        guard ByteAlphabet.decode(text[..<space], into: &bytes) else { return false }
        let middle = bytes.count
        guard ByteAlphabet.decode(text[(space + 1)...], into: &bytes) else { return false }
        let left = vocabulary.id(of: 0..<middle, in: bytes)
        let right = vocabulary.id(of: middle..<bytes.count, in: bytes)
        let whole = vocabulary.id(of: 0..<bytes.count, in: bytes)
        guard left >= 0, right >= 0, whole >= 0 else { return false }
        let pair = Self.pair(left, right)
        let slot = slot(of: pair)
        // If a pair is listed twice, the earlier merge is used.
        if slots[slot].pair == Slot.free.pair { slots[slot] = Slot(pair: pair, merge: Merge(rank: rank, token: whole)) }
        return true
    }

    /// The merge of two tokens, or `.none`. Either token may be -1.
    func merge(_ left: Int32, _ right: Int32) -> Merge { slots[slot(of: Self.pair(left, right))].merge }

    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        // The top bit is cleared, so that no pair equals the free slot's.
        UInt64(UInt32(bitPattern: left) & 0x7FFF_FFFF) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private func slot(of pair: UInt64) -> Int {
        let mask = slots.count - 1
        let hash = pair &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[slot].pair != pair, slots[slot].pair != Slot.free.pair { slot = (slot + 1) & mask }
        return slot
    }
}
