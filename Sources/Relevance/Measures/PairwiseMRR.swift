/// FollowIR's p-MRR: whether a system follows an instruction that changed (Weller et al., arXiv 2403.15246).
///
/// The changed instruction makes documents not relevant that were. For each of these, with its rank R under the original instruction and
/// R' under the changed one, p-MRR is 1 - R/R' where it sank (up to 1: the instruction was followed), and R'/R - 1 where it rose (down to
/// -1: the opposite was done); 0 where it stayed. The mean over a query's documents is the query's, the mean over queries the run's.
public struct PairwiseMRR: Sendable {
    public struct Query: Sendable, Hashable {
        public var id: String
        public var value: Double
    }

    /// Those that both runs rank and that have documents whose relevance changed, by id (byte by byte).
    public let queries: [Query]

    public var mean: Double { queries.isEmpty ? 0 : queries.reduce(0) { $0 + $1.value } / Double(queries.count) }

    /// - Parameters:
    ///   - original: the run and the judgments under the original instructions.
    ///   - changed: those under the changed ones. A query is the same where the ids are, a last `-og` and `-changed` left off.
    ///   - level: a document changed if its grade was at least this and is now lower, or it is judged no more.
    ///
    /// Ranks are trec_eval's; a document that was not ranked stands right behind the last.
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

    /// What one document adds, from -1 to 1; ranks count from 1.
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
