/// FollowIR's p-MRR: whether a system follows an instruction that changed (Weller et al., arXiv 2403.15246).
///
/// Each changed instruction makes some relevant documents not relevant. For such a document, R is its rank under the original
/// instruction and R' its rank under the changed one. p-MRR is 1 - R/R' if it sank (up to 1: the instruction was followed),
/// R'/R - 1 if it rose (down to -1: the opposite was done), and 0 if its rank is the same. A query's value is the mean over
/// these documents; a run's value is the mean over the queries.
public struct PairwiseMRR: Sendable {
    /// The value of one query.
    public struct Query: Sendable, Hashable {
        /// The query's id, without `-og` or `-changed`.
        public var id: String
        /// From -1 to 1.
        public var value: Double
    }

    /// The queries that both runs rank and that have a document with changed relevance, sorted by id (byte by byte).
    public let queries: [Query]

    /// The mean over the queries, from -1 to 1; 0 without queries.
    public var mean: Double { queries.isEmpty ? 0 : queries.reduce(0) { $0 + $1.value } / Double(queries.count) }

    /// Compares two runs.
    ///
    /// Ranks are those of trec_eval. A document that was not ranked counts as ranked directly after the last one.
    ///
    /// - Parameters:
    ///   - original: the run and the judgments under the original instructions.
    ///   - changed: the run and the judgments under the changed instructions. Queries are matched by id, without the endings
    ///     `-og` and `-changed`.
    ///   - level: a document changed if its grade was at least this and is now lower or missing.
    public init(original: (run: Run, qrels: Qrels), changed: (run: Run, qrels: Qrels), level: Int = 1) {
        let before = Self.lists(original.run, suffix: "-og")
        let after = Self.lists(changed.run, suffix: "-changed")
        let later = Dictionary(
            changed.qrels.grades.map { (Self.id($0.key, "-changed"), $0.value) }, uniquingKeysWith: { first, _ in first })
        var queries: [Query] = []
        for (queryID, grades) in original.qrels.grades {
            let id = Self.id(queryID, "-og")
            guard let before = before[id], let after = after[id], let now = later[id] else { continue }
            let documents = grades.filter { $0.value >= level && now[$0.key] ?? .min < level }.keys
            guard !documents.isEmpty else { continue }
            let (ranks, newRanks) = (Self.ranks(before), Self.ranks(after))
            let sum = documents.reduce(0) {
                $0 + Self.change(from: ranks[$1] ?? ranks.count + 1, to: newRanks[$1] ?? newRanks.count + 1)
            }
            queries.append(Query(id: id, value: sum / Double(documents.count)))
        }
        self.queries = queries.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }

    /// The value of one document, from -1 to 1. Ranks count from 1.
    static func change(from rank: Int, to newRank: Int) -> Double {
        newRank > rank ? 1 - Double(rank) / Double(newRank) : Double(newRank) / Double(rank) - 1
    }

    private static func lists(_ run: Run, suffix: String) -> [String: RankedList] {
        Dictionary(run.lists.map { (id($0.queryID, suffix), $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func id(_ queryID: String, _ suffix: String) -> String {
        queryID.hasSuffix(suffix) ? String(queryID.dropLast(suffix.count)) : queryID
    }

    private static func ranks(_ list: RankedList) -> [String: Int] {
        let order = QueryEvaluation(ranking: list.entries, grades: [:]).documentIDs
        return Dictionary(uniqueKeysWithValues: zip(order, 1...))
    }
}
