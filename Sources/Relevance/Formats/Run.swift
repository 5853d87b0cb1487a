/// What a system returned: a ranked list for each query, as a TREC run file holds it.
public struct Run: Sendable, Hashable {
    /// The run's name, the last column.
    public var tag: String
    /// In the order in which the queries first appear.
    public var lists: [RankedList]

    public init(tag: String, lists: [RankedList]) {
        self.tag = tag
        self.lists = lists
    }
}

/// One query's list.
public struct RankedList: Sendable, Hashable {
    public var queryID: String
    /// By falling score; equal scores by rank, then by their order in the file. (trec_eval's own order of ties is its measures' business.)
    public var entries: [Entry]

    public struct Entry: Sendable, Hashable {
        public var documentID: String
        /// As the file says it, from 0 or 1.
        public var rank: Int
        public var score: Double

        public init(documentID: String, rank: Int, score: Double) {
            self.documentID = documentID
            self.rank = rank
            self.score = score
        }
    }

    public init(queryID: String, entries: [Entry]) {
        self.queryID = queryID
        self.entries = entries
    }
}
