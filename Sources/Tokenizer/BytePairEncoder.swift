/// Byte-pair encoding of one word after the other: the earliest merge first, the leftmost of equals, until none applies.
///
/// O(n log n) for a word of n bytes. It holds the room it works in, so make one for each text and not for each word.
struct BytePairEncoder {
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    /// The tokens of the single bytes; -1 for a byte the vocabulary does not have.
    private let byteTokens: [Int32]
    private let keepsWholeTokens: Bool

    /// A piece of the word that is one token so far.
    private struct Symbol {
        /// -1 for a byte the vocabulary does not have.
        var token: Int32
        /// The places of the neighbours; -1 where there is none.
        var previous: Int32
        var next: Int32
        /// How it merges with the next one.
        var merge: MergeTable.Merge
    }

    /// The word's symbols, each at the place of its first byte.
    private var symbols: [Symbol] = []
    /// Rank and place of merges that were possible when they were put here; a binary heap, the smallest in front.
    private var queue: [UInt64] = []

    init(vocabulary: Vocabulary, merges: MergeTable, byteTokens: [Int32], keepsWholeTokens: Bool) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.byteTokens = byteTokens
        self.keepsWholeTokens = keepsWholeTokens
    }

    /// Appends the tokens of a word. A byte that the vocabulary does not have is left out, as the field does.
    mutating func encode(_ word: Range<Int>, of text: [UInt8], into output: inout [Int32]) {
        guard !word.isEmpty else { return }
        if keepsWholeTokens {
            let whole = vocabulary.id(of: word, in: text)
            if whole >= 0 { return output.append(whole) }
        }
        start(word, of: text)
        while let entry = popSmallest() {
            let place = Int(entry & 0xFFFF_FFFF)
            // A symbol that has since been merged has another merge, or none.
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
