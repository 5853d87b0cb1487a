/// Byte-pair encoding of words. It repeatedly applies the merge with the lowest rank, the leftmost one of equals, until none
/// applies.
///
/// O(n log n) for a word of n bytes. The encoder keeps its buffers, so use one for all words of a text.
struct BytePairEncoder {
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    /// The token of each single byte; -1 for a byte that the vocabulary does not have.
    private let byteTokens: [Int32]
    private let keepsWholeTokens: Bool

    /// A part of the word that is one token at the moment: a node of a doubly linked list.
    private struct Symbol {
        /// -1 for a byte that the vocabulary does not have.
        var token: Int32
        /// The indices of the neighbours in `symbols`; -1 if there is none.
        var previous: Int32
        var next: Int32
        /// The merge of this symbol with the next one.
        var merge: MergeTable.Merge
    }

    /// The symbols of the word; the index of a symbol is that of its first byte.
    private var symbols: [Symbol] = []
    /// A binary min-heap of candidate merges: the rank in the upper, the symbol's index in the lower 32 bits. Entries may be
    /// stale.
    private var queue: [UInt64] = []

    init(vocabulary: Vocabulary, merges: MergeTable, byteTokens: [Int32], keepsWholeTokens: Bool) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.byteTokens = byteTokens
        self.keepsWholeTokens = keepsWholeTokens
    }

    /// Appends the tokens of a word. Bytes that the vocabulary does not have are left out, as llama.cpp does.
    mutating func encode(_ word: Range<Int>, of text: [UInt8], into output: inout [Int32]) {
        guard !word.isEmpty else { return }
        if keepsWholeTokens {
            let whole = vocabulary.id(of: word, in: text)
            if whole >= 0 { return output.append(whole) }
        }
        start(word, of: text)
        while let entry = popSmallest() {
            let place = Int(entry & 0xFFFF_FFFF)
            // The entry is stale if the symbol has been merged since: then its merge is another one, or none.
            if symbols[place].merge.rank == UInt32(entry >> 32) { apply(place) }
        }
        var place = 0
        while place >= 0 {
            if symbols[place].token >= 0 { output.append(symbols[place].token) }
            place = Int(symbols[place].next)
        }
    }

    private mutating func start(_ word: Range<Int>, of text: [UInt8]) {
        symbols.removeAll(keepingCapacity: true)
        for place in 0..<word.count {
            let token = byteTokens[Int(text[word.lowerBound + place])]
            symbols.append(Symbol(token: token, previous: Int32(place - 1), next: Int32(place + 1), merge: .none))
        }
        symbols[word.count - 1].next = -1
        for place in 0..<word.count { consider(place) }
    }

    /// Looks up how the symbol at `place` merges with the next one.
    private mutating func consider(_ place: Int) {
        let symbol = symbols[place]
        let merge = symbol.next < 0 ? .none : merges.merge(symbol.token, symbols[Int(symbol.next)].token)
        symbols[place].merge = merge
        if merge.rank != .max { push(UInt64(merge.rank) << 32 | UInt64(place)) }
    }

    /// Merges the symbol at `place` with the next one.
    private mutating func apply(_ place: Int) {
        let gone = Int(symbols[place].next)
        let following = symbols[gone].next
        symbols[place].token = symbols[place].merge.token
        symbols[place].next = following
        if following >= 0 { symbols[Int(following)].previous = Int32(place) }
        symbols[gone].merge = .none
        consider(place)
        if symbols[place].previous >= 0 { consider(Int(symbols[place].previous)) }
    }

    // MARK: Queue

    private mutating func push(_ entry: UInt64) {
        queue.append(entry)
        var child = queue.count - 1
        while child > 0, queue[(child - 1) / 2] > entry {
            queue[child] = queue[(child - 1) / 2]
            child = (child - 1) / 2
        }
        queue[child] = entry
    }

    private mutating func popSmallest() -> UInt64? {
        guard let smallest = queue.first, let last = queue.popLast() else { return nil }
        guard !queue.isEmpty else { return smallest }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < queue.count else { break }
            if child + 1 < queue.count, queue[child + 1] < queue[child] { child += 1 }
            guard queue[child] < last else { break }
            queue[parent] = queue[child]
            parent = child
        }
        queue[parent] = last
        return smallest
    }
}
