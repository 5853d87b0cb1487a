import Relevance
import Reranking
import Sessions

/// The rows of a ranking: each document's row, and where it is while rows move. They stand in the order of the ranking, or are
/// sorted by something else.
struct RankedRows: Sendable {
    /// Best first. Made anew only when a result lands or the order asked for changes.
    private(set) var ranking: [RankedDocument] = []
    /// What the ranking goes by, made with it.
    private(set) var rule = RankingRule(asked: .paper, scored: 0, withoutDistribution: 0)
    /// The median of the probability off the scale, over the documents with a distribution; nil without one. Made with the
    /// ranking.
    private(set) var medianOther: Double?
    /// The documents from top to bottom where they are sorted by something else; nil for the ranking's own order.
    private(set) var sorted: [Int]?
    /// Each document's row.
    private(set) var places: [Int] = []
    /// Each document's index in the ranking.
    private var rankPlaces: [Int] = []
    /// Counts the rankings, so that a screen that sorts by something else can tell that it must sort anew.
    private(set) var revision = 0
    /// Each candidate's index, by its document's id.
    private(set) var documents: [String: Int] = [:]
    /// The candidates whose text imitates the answer format, by their indices.
    private(set) var imitating: Set<Int> = []
    private(set) var animation: RowAnimation?

    var count: Int { ranking.count }
    var isMoving: Bool { animation != nil }

    func row(of document: Int) -> Int? { places.indices.contains(document) ? places[document] : nil }

    /// How a document is ranked.
    func ranked(_ document: Int) -> RankedDocument? {
        rankPlaces.indices.contains(document) ? ranking[rankPlaces[document]] : nil
    }

    /// The places that a document gained against the first stage; nil without a score.
    func move(of document: Int) -> Int? { ranked(document).flatMap { $0.score == nil ? nil : document + 1 - $0.rank } }

    func document(at row: Int) -> Int? {
        if let sorted { return sorted.indices.contains(row) ? sorted[row] : nil }
        return ranking.indices.contains(row) ? ranking[row].document : nil
    }

    /// The documents from top to bottom, once they have arrived.
    var order: [Int] { sorted ?? ranking.map(\.document) }

    /// The documents from top to bottom at a frame.
    func order(at frame: Int) -> [Int] { animation?.order(to: places, at: frame) ?? order }

    /// Sorts the rows by something else than their ranking; nil takes that back. They move there. O(n).
    mutating func sort(_ documents: [Int]?, frame: Int, moves: Bool) {
        guard documents != sorted, documents?.count ?? ranking.count == ranking.count else { return }
        sorted = documents
        place(frame: frame, moves: moves)
    }

    /// Other candidates: no row has a place that it moves from. O(bytes of the documents).
    mutating func replace(with candidates: [Candidate]) {
        (places, rankPlaces, sorted) = ([], [], nil)
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
        revision += 1
        ranking = Ranking.rank(candidates: Array(candidates), results: run?.results ?? [], mode: mode, by: order)
        rule = run?.rule(by: order) ?? RankingRule(asked: order, scored: 0, withoutDistribution: 0)
        let others = (run?.documents ?? []).compactMap { $0.result?.answered?.other }.sorted()
        medianOther = others.isEmpty ? nil : others[others.count / 2]
        rankPlaces = Self.places(of: ranking.map(\.document))
        if sorted?.count != ranking.count { sorted = nil }
        place(frame: frame, moves: moves)
    }

    private static func places(of documents: [Int]) -> [Int] {
        var places = Array(repeating: 0, count: documents.count)
        for (row, document) in documents.enumerated() where places.indices.contains(document) { places[document] = row }
        return places
    }

    /// Gives each document its row.
    private mutating func place(frame: Int, moves: Bool) {
        let before = places
        places = sorted.map(Self.places) ?? rankPlaces
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
