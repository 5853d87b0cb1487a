/// Tokens evaluated together in one forward pass: any mixture of prompt chunks and single decoding tokens, of any sequences.
public struct Batch: Sendable {
    /// Consecutive tokens of one sequence.
    public struct Segment: Sendable {
        public var tokens: [Int32]
        /// The position of the first token in its sequence, from 0. Positions before it are in the cache already.
        public var start: Int
        /// The sequence's page table: page `p` holds the positions `p * KVCache.pageLength ..< (p + 1) * KVCache.pageLength`.
        /// It covers `start + tokens.count` positions. Two sequences may share pages that neither writes to in this pass.
        public var pages: [Int32]
        /// Offsets into `tokens` whose logits are wanted, ascending. None for the inner chunks of a prompt.
        public var logitOffsets: [Int]

        public init(tokens: [Int32], start: Int, pages: [Int32], logitOffsets: [Int]) {
            self.tokens = tokens
            self.start = start
            self.pages = pages
            self.logitOffsets = logitOffsets
        }
    }

    public var segments: [Segment]

    public init(segments: [Segment] = []) { self.segments = segments }

    public var tokenCount: Int { segments.reduce(0) { $0 + $1.tokens.count } }
    public var logitCount: Int { segments.reduce(0) { $0 + $1.logitOffsets.count } }
}
