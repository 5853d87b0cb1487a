import Relevance
import Reranking
import Sessions

/// The rows of a ranking: each document's row, and where it is while rows move.
struct RankedRows: Sendable {
    /// Best first. Made anew only when a result lands or the order asked for changes.
    private(set) var ranking: [RankedDocument] = []
    /// What the ranking goes by, made with it.
    private(set) var rule = RankingRule(asked: .paper, scored: 0, withoutDistribution: 0)
    /// Each document's row.
    private(set) var places: [Int] = []
    /// Each candidate's index, by its document's id.
    private(set) var documents: [String: Int] = [:]
    /// The candidates whose text imitates the answer format, by their indices.
    private(set) var imitating: Set<Int> = []
    private(set) var animation: RowAnimation?

    var count: Int { ranking.count }
    var isMoving: Bool { animation != nil }

    func row(of document: Int) -> Int? { places.indices.contains(document) ? places[document] : nil }

    /// The documents from top to bottom at a frame.
    func order(at frame: Int) -> [Int] { animation?.order(to: places, at: frame) ?? ranking.map(\.document) }

    /// Other candidates: no row has a place that it moves from. O(bytes of the documents).
    mutating func replace(with candidates: [Candidate]) {
        places = []
        animation = nil
        documents = [:]
        imitating = Set(candidates.indices.filter { candidates[$0].document.imitatesAnswerFormat })
        for (index, candidate) in candidates.enumerated() where documents[candidate.document.id] == nil {
            documents[candidate.document.id] = index
        }
    }

    /// Orders the rows anew; where they move, they do so from where they are at this frame. O(n log n).
    mutating func rank(
        _ candidates: ArraySlice<Candidate>, _ run: RunState?, mode: ScoringMode, by order: RankBy, frame: Int, moves: Bool
    ) {
        let before = places
        ranking = Ranking.rank(candidates: Array(candidates), results: run?.results ?? [], mode: mode, by: order)
        rule = run?.rule(by: order) ?? RankingRule(asked: order, scored: 0, withoutDistribution: 0)
        places = Array(repeating: 0, count: ranking.count)
        for (row, ranked) in ranking.enumerated() where places.indices.contains(ranked.document) { places[ranked.document] = row }
        let isMoved = before.count == places.count && before != places
        animation = isMoved && moves ? RowAnimation(from: moving(before, at: frame), start: frame) : nil
    }

    private func moving(_ before: [Int], at frame: Int) -> [Int] {
        guard let order = animation?.order(to: before, at: frame) else { return before }
        var rows = before
        for (row, document) in order.enumerated() { rows[document] = row }
        return rows
    }

    mutating func pass(frame: Int) {
        if animation?.isOver(at: frame) == true { animation = nil }
    }
}
