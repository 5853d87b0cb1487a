/// Byte-pair encoding of one word after the other: the earliest merge first, the leftmost of equals, until none applies.
///
/// O(n log n) for a word of n bytes. It holds the room it works in, so make one for each text and not for each word.
struct BytePairEncoder {
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    /// The tokens of the single bytes; -1 for a byte the vocabulary does not have.
    private let byteTokens: [Int32]
    private let keepsWholeTokens: Bool

    // The word's symbols, as a chain through the places of their first bytes.
    private var token: [Int32] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    /// How the symbol at a place merges with the one behind it.
    private var merge: [MergeTable.Merge] = []
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
        if keepsWholeTokens {
            let whole = vocabulary.id(of: word, in: text)
            if whole >= 0 { return output.append(whole) }
        }
        start(word, of: text)
        while let entry = popSmallest() {
            let place = Int(entry & 0xFFFF_FFFF)
            // A symbol that has since been merged has another merge, or none.
            if merge[place].rank == UInt32(entry >> 32) { apply(place) }
        }
        var place: Int32 = 0
        while place >= 0 {
            if token[Int(place)] >= 0 { output.append(token[Int(place)]) }
            place = next[Int(place)]
        }
    }

    private mutating func start(_ word: Range<Int>, of text: [UInt8]) {
        token.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        merge.removeAll(keepingCapacity: true)
        for (place, position) in word.enumerated() {
            token.append(byteTokens[Int(text[position])])
            next.append(position + 1 < word.upperBound ? Int32(place + 1) : -1)
            previous.append(Int32(place - 1))
            merge.append(.none)
        }
        for place in 0..<word.count { consider(place) }
    }

    /// Looks up how the symbol at `place` merges with the next one.
    private mutating func consider(_ place: Int) {
        let following = next[place]
        merge[place] = following < 0 ? .none : merges.merge(token[place], token[Int(following)])
        if merge[place].rank != .max { push(UInt64(merge[place].rank) << 32 | UInt64(place)) }
    }

    private mutating func apply(_ place: Int) {
        let gone = Int(next[place])
        token[place] = merge[place].token
        next[place] = next[gone]
        if next[gone] >= 0 { previous[Int(next[gone])] = Int32(place) }
        merge[gone] = .none
        consider(place)
        if previous[place] >= 0 { consider(Int(previous[place])) }
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
