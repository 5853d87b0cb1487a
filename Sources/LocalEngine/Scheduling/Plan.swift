import Transformer

/// One forward pass to be: what is evaluated, and for whom.
struct Plan {
    enum Owner {
        case stream(TokenStream)
        /// The way to a question.
        case root(Readout)
        /// The branch of a question at this place among its `branches`.
        case branch(Readout, Int)

        var stream: TokenStream? { if case .stream(let stream) = self { stream } else { nil } }
        var readout: Readout? {
            switch self {
            case .stream: nil
            case .root(let readout), .branch(let readout, _): readout
            }
        }
    }

    struct Entry {
        var owner: Owner
        var segment: Batch.Segment
    }

    let limit: Int
    private(set) var entries: [Entry] = []
    private(set) var tokenCount = 0
    /// First pages that this pass computes: who needs the same ones waits for it.
    private(set) var underWay: Set<PagePool.Key> = []

    init(limit: Int) { self.limit = limit }

    var room: Int { limit - tokenCount }
    var batch: Batch { Batch(segments: entries.map(\.segment)) }

    mutating func add(_ owner: Owner, _ sequence: Sequence, tokens count: Int, pageLength: Int) {
        let tokens = Array(sequence.tokens[sequence.computed..<sequence.computed + count])
        if count >= pageLength, let key = sequence.nextKey(pageLength: pageLength) { underWay.insert(key) }
        tokenCount += count
        entries.append(
            Entry(
                owner: owner,
                segment: Batch.Segment(
                    tokens: tokens, start: sequence.computed, pages: sequence.pages,
                    logitOffsets: count == sequence.pending ? [count - 1] : [])))
    }

    /// Takes back what was planned for those who lost their pages.
    mutating func remove(where isGone: (Owner) -> Bool) {
        entries.removeAll { isGone($0.owner) }
        tokenCount = entries.reduce(0) { $0 + $1.segment.tokens.count }
    }

    /// How many of the likeliest tokens somebody wants to know; one for the greedy choice at least.
    var topCount: Int { entries.reduce(1) { max($0, $1.owner.stream?.request.alternatives ?? 0) } }
}
