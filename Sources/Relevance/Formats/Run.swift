/// The results of a retrieval system: a ranked list for each query, as in a TREC run file.
public struct Run: Sendable, Hashable {
    /// The name of the run: the last column of the file.
    public var tag: String
    /// The path of the file; empty if the run is not from a file.
    public var file: String
    /// In the order in which the queries first occur.
    public var lists: [RankedList]

    /// A run of these lists.
    public init(tag: String, file: String = "", lists: [RankedList]) {
        self.tag = tag
        self.file = file
        self.lists = lists
    }
}

/// The ranked list of one query.
public struct RankedList: Sendable, Hashable {
    /// The query's id.
    public var queryID: String
    /// By descending score; equal scores by rank, then by their order in the file. (Measures use trec_eval's order of ties
    /// instead.)
    public var entries: [Entry]

    /// One line of a run.
    public struct Entry: Sendable, Hashable {
        /// The document's id.
        public var documentID: String
        /// The rank in the file, which counts from 0 or from 1.
        public var rank: Int
        /// The score in the file.
        public var score: Double

        /// An entry with these values.
        public init(documentID: String, rank: Int, score: Double) {
            self.documentID = documentID
            self.rank = rank
            self.score = score
        }
    }

    /// A list of entries, which must be in the order of `entries`.
    public init(queryID: String, entries: [Entry]) {
        self.queryID = queryID
        self.entries = entries
    }
}
