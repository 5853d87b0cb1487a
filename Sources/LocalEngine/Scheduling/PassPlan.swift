import Transformer

/// The plan of the next forward pass: which tokens it evaluates, and for which stream or question.
struct PassPlan {
    enum Owner {
        case stream(TokenStream)
        /// The root of a question: the tokens up to its first branch.
        case root(ReadoutJob)
        /// The branch of a question with this index in `branches`.
        case branch(ReadoutJob, Int)

        var stream: TokenStream? { if case .stream(let stream) = self { stream } else { nil } }
        var readout: ReadoutJob? {
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
    /// Entries of closed questions. Each may want a row of logits.
    var readoutCount: Int { entries.count { $0.owner.readout != nil } }
    /// The streams that the pass is for: those of its questions among them.
    var streams: Set<Int> { Set(entries.compactMap { ($0.owner.stream ?? $0.owner.readout?.stream)?.id }) }
    /// The keys of pages that this pass computes. Other sequences that begin with such a page wait for the next pass and share
    /// it.
    private(set) var pagesBeingComputed: Set<PagePool.Key> = []

    init(limit: Int) { self.limit = limit }

    var room: Int { limit - tokenCount }
    var batch: Batch { Batch(segments: entries.map(\.segment)) }

    mutating func add(_ owner: Owner, _ sequence: TokenSequence, tokens count: Int, pageLength: Int) {
        let tokens = Array(sequence.tokens[sequence.computed..<sequence.computed + count])
        if count >= pageLength, let key = sequence.nextKey(pageLength: pageLength) { pagesBeingComputed.insert(key) }
        tokenCount += count
        entries.append(
            Entry(
                owner: owner,
                segment: Batch.Segment(
                    tokens: tokens, start: sequence.computed, pages: sequence.pages,
                    logitOffsets: count == sequence.pending ? [count - 1] : [])))
    }

    /// Removes the entries of owners that have lost their pages.
    mutating func remove(where isGone: (Owner) -> Bool) {
        entries.removeAll { isGone($0.owner) }
        tokenCount = entries.reduce(0) { $0 + $1.segment.tokens.count }
    }

    /// How many of the most probable tokens the summaries must list: the largest request of a stream, and at least one for
    /// greedy sampling.
    var topCount: Int { entries.reduce(1) { max($0, $1.owner.stream?.request.alternatives ?? 0) } }
}
