/// The tokens of one forward pass: any mixture of prompt chunks and single decoding tokens, of any number of sequences.
public struct Batch: Sendable {
    /// Consecutive tokens of one sequence.
    public struct Segment: Sendable {
        /// Token ids.
        public var tokens: [Int32]
        /// The position of the first token in its sequence, from 0. The cache must already hold all positions before it.
        public var start: Int
        /// The sequence's page table: page `p` holds the positions `p * KVCache.pageLength ..< (p + 1) * KVCache.pageLength`.
        /// It covers at least `start + tokens.count` positions. Two sequences may share pages that neither writes to in this
        /// pass.
        public var pages: [Int32]
        /// Offsets into `tokens` of the tokens whose logits are wanted, ascending. Empty for all chunks of a prompt but the
        /// last.
        public var logitOffsets: [Int]

        /// A segment. `Model.forward` checks the values.
        public init(tokens: [Int32], start: Int, pages: [Int32], logitOffsets: [Int]) {
            self.tokens = tokens
            self.start = start
            self.pages = pages
            self.logitOffsets = logitOffsets
        }
    }

    /// The rows of the batch are the tokens of the segments, in this order.
    public var segments: [Segment]

    /// A batch of these segments.
    public init(segments: [Segment] = []) { self.segments = segments }

    /// The number of rows. O(segments).
    public var tokenCount: Int { segments.reduce(0) { $0 + $1.tokens.count } }
    /// The number of tokens whose logits are wanted. O(segments).
    public var logitCount: Int { segments.reduce(0) { $0 + $1.logitOffsets.count } }
}
