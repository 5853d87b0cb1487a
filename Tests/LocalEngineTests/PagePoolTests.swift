import Testing

@testable import LocalEngine

/// Checks that pages hold the tokens under which they are indexed. A fake cache records the tokens that are written to each
/// page.
@Suite struct PagePoolTests {
    private struct Written {
        var pages: [[Int32?]]
        let pageLength: Int

        mutating func write(_ sequence: TokenSequence, upTo end: Int) {
            for position in sequence.computed..<end {
                pages[Int(sequence.pages[position / pageLength])][position % pageLength] = sequence.tokens[position]
            }
        }

        mutating func copy(_ from: Int32, _ to: Int32, _ positions: Int) {
            for p in 0..<positions { pages[Int(to)][p] = pages[Int(from)][p] }
        }

        func read(_ sequence: TokenSequence) -> [Int32?] {
            (0..<sequence.computed).map { pages[Int(sequence.pages[$0 / pageLength])][$0 % pageLength] }
        }
    }

    @Test(arguments: 0..<20) func sequencesReadWhatTheyWrote(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let length = 4
        var pool = PagePool(pages: 24, pageLength: length)
        var written = Written(pages: Array(repeating: Array(repeating: nil, count: length), count: 24), pageLength: length)
        var live: [TokenSequence] = []
        var (adopted, copied) = (0, 0)

        for _ in 0..<3000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<2 where live.count < 6:
                var sequence = TokenSequence(
                    tokens: (0..<Int.random(in: 1...20, using: &random)).map { _ in Int32.random(in: 0...1, using: &random) })
                sequence.adopt(from: &pool)
                adopted += sequence.computed
                let whole = sequence.computed
                sequence.adoptBeginning(from: &pool) { from, to, positions in written.copy(from, to, positions) }
                copied += sequence.computed - whole
                live.append(sequence)
            case 2..<7 where !live.isEmpty:
                let i = Int.random(in: live.indices, using: &random)
                if live[i].pending == 0 { live[i].tokens.append(Int32.random(in: 0...1, using: &random)) }
                let count = Int.random(in: 1...live[i].pending, using: &random)
                guard live[i].reserve(live[i].computed + count, from: &pool) else { continue }
                written.write(live[i], upTo: live[i].computed + count)
                live[i].advance(count, in: &pool)
            case 7 where !live.isEmpty && live.count < 6:
                let parent = live[Int.random(in: live.indices, using: &random)]
                let count = Int.random(in: 1...parent.tokens.count, using: &random)
                live.append(
                    parent.fork(at: count, appending: [7], in: &pool) { from, to, positions in
                        written.copy(from, to, positions)
                    })
            case 8 where !live.isEmpty:
                var sequence = live.remove(at: Int.random(in: live.indices, using: &random))
                sequence.release(to: &pool)
            default: continue
            }
            for sequence in live {
                #expect(written.read(sequence) == sequence.tokens.prefix(sequence.computed).map(Optional.some))
                #expect(sequence.pending > 0 || sequence.computed == sequence.tokens.count)
            }
            #expect(pool.usedCount == Set(live.flatMap(\.pages)).count)
        }
        #expect(adopted > 0 && copied > 0)
        for i in live.indices { live[i].release(to: &pool) }
        #expect(pool.availableCount == pool.pageCount)
        // Every page can still be allocated, including the idle ones.
        let all = (0..<24).compactMap { _ in pool.allocate() }
        #expect(Set(all).count == 24 && pool.allocate() == nil)
    }

    @Test func theLongestBeginningIsCopied() {
        var pool = PagePool(pages: 8, pageLength: 4)
        func run(_ tokens: [Int32]) -> (whole: Int, begun: Int) {
            var sequence = TokenSequence(tokens: tokens)
            sequence.adopt(from: &pool)
            let whole = sequence.computed
            sequence.adoptBeginning(from: &pool) { _, _, _ in }
            let begun = sequence.computed - whole
            #expect(sequence.reserve(tokens.count, from: &pool))
            sequence.advance(sequence.pending, in: &pool)
            sequence.release(to: &pool)
            return (whole, begun)
        }
        #expect(run([1, 1, 1, 1, 2, 2, 3, 3, 9]) == (0, 0))
        #expect(run([1, 1, 1, 1, 2, 4, 4, 4, 9]) == (4, 1))
        #expect(run([1, 1, 1, 1, 2, 2, 3, 5, 9]) == (4, 3))
        // The last token is never taken from the cache, because it must be evaluated.
        #expect(run([1, 1, 1, 1, 2, 2]) == (4, 1))
        #expect(run([1, 1, 7]) == (0, 2))
        #expect(run([1]) == (0, 0))
    }

    @Test func theLeastRecentlyUsedIsTakenBack() {
        var pool = PagePool(pages: 4, pageLength: 2)
        func run(_ tokens: [Int32]) -> Int {
            var sequence = TokenSequence(tokens: tokens)
            sequence.adopt(from: &pool)
            let found = sequence.computed
            #expect(sequence.reserve(tokens.count, from: &pool))
            sequence.advance(sequence.pending, in: &pool)
            sequence.release(to: &pool)
            return found
        }
        #expect(run([1, 1, 9]) == 0)
        #expect(run([2, 2, 9]) == 0)
        #expect(run([1, 1, 8]) == 2)
        #expect(run([3, 3, 4, 4, 9]) == 0)  // It needs three pages: two are free, and [2, 2] is evicted.
        #expect(run([1, 1, 7]) == 2)
        #expect(run([2, 2, 7]) == 0)
    }
}
