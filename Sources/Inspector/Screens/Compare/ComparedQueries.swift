import Comparing
import Relevance
import Reranking

/// The queries of a session on both sides, and which of them are listed in which order.
struct ComparedQueries: Sendable {
    /// Both sides of all queries; nil before they were asked for.
    private(set) var comparison: Comparison?
    /// What is said and drawn of it, worked out with it.
    private(set) var facts = Facts()

    struct Facts: Sendable {
        var cautions: [String] = []
        var differs: [String] = []
        var profiles: [SideProfile?] = []
        var bands: RankBands?
        var slices: [(key: SliceKey, parts: [Slice])] = []

        init() {}

        /// O(documents of all queries).
        init(_ comparison: Comparison) {
            cautions = comparison.cautions
            differs = comparison.inputDifferences
            let finished = comparison.finished
            profiles = [comparison.a, comparison.b].map { SideProfile($0, queries: finished) }
            bands = RankBands(finished)
            guard comparison.queries.count >= 6 else { return }
            slices = SliceKey.allCases.map { ($0, comparison.slices(by: $0)) }.filter { $0.parts.count > 1 }
        }
    }

    /// What it was asked for.
    private var asked: Request?

    /// The sides, and how they are compared.
    struct Request: Sendable, Hashable {
        var a: ComparedSystem
        var b: ComparedSystem
        var options: ComparisonOptions
    }

    /// The queries listed, as indices of the comparison's.
    private(set) var order: [Int] = []
    private(set) var bins = DifferenceBins([])
    var cursor = ListCursor()
    var sort = Sort.loss { didSet { list() } }
    var filter = Filter.all { didSet { list() } }
    /// The measure that the cursor of the measures is on.
    var measure = ListCursor()
    /// The bin of differences that the cursor of the pictures is on.
    var bin = ListCursor()
    /// Which page of the pictures is in view; any number.
    var page = 0
    /// Whether the session changed since it was worked out, and the frame of that.
    var isDue = true
    private(set) var since = 0

    enum Sort: String, CaseIterable, Sendable {
        case loss, gain, size, agreement, overlap
        case a = "value of A"
        case b = "value of B"
        case judged, session

        var name: String {
            switch self {
            case .loss: "the greatest loss first"
            case .gain: "the greatest gain first"
            case .size: "the greatest difference first"
            case .agreement: "the least tau_AP,b first"
            case .overlap: "the least RBO first"
            case .a: "the lowest value of A first"
            case .b: "the lowest value of B first"
            case .judged: "the least judged among the first ten first"
            case .session: "in the session's order"
            }
        }

        /// What a query is sorted by, the lowest first; queries without a key come last.
        func key(_ query: ComparedQuery) -> Double? {
            let difference = query.values.first?.difference
            return switch self {
            case .loss: difference
            case .gain: difference.map(-)
            case .size: difference.map { -abs($0) }
            case .agreement: query.correlation.tauAPB
            case .overlap: query.overlap?.extrapolated
            case .a: query.values.first?.a
            case .b: query.values.first?.b
            case .judged: query.judged10.map { min($0.a, $0.b) }
            case .session: 0
            }
        }
    }

    enum Filter: Sendable, Hashable {
        case all, better, worse, ties, unjudged, states, unfinished
        /// The queries whose difference is in one bin.
        case bin(Int)

        /// Those that a key goes through.
        static let plain: [Filter] = [.all, .worse, .better, .ties, .unjudged, .states, .unfinished]

        var next: Filter { Self.plain[((Self.plain.firstIndex(of: self) ?? -1) + 1) % Self.plain.count] }
    }

    /// What is listed, in words.
    var filterWords: String {
        switch filter {
        case .all: "all queries"
        case .better: "B is better"
        case .worse: "B is worse"
        case .ties: "the sides are equal"
        case .unjudged: "unjudged among the first ten"
        case .states: "documents came out otherwise"
        case .unfinished: "a side is not finished"
        case .bin(let bin):
            "B - A from \(Figures.fixed(bins.range(of: bin).lowerBound, 3)) to "
                + Figures.fixed(bins.range(of: bin).upperBound, 3)
        }
    }

    /// Whether the comparison has what is asked for: one of all measures has that of the first alone.
    func have(_ wanted: Request) -> Bool {
        guard var asked, asked.options.measures.first == wanted.options.measures.first,
            wanted.options.measures.allSatisfy(asked.options.measures.contains),
            asked.options.hasWilcoxon || !wanted.options.hasWilcoxon
        else { return false }
        asked.options.measures = wanted.options.measures
        asked.options.hasWilcoxon = wanted.options.hasWilcoxon
        return asked == wanted
    }

    /// Takes another comparison.
    mutating func replace(_ comparison: Comparison, _ asked: Request, frame: Int) {
        self.asked = asked
        (isDue, since) = (false, frame)
        let kept = selected?.id
        self.comparison = comparison
        facts = Facts(comparison)
        bins = DifferenceBins(comparison.queries.compactMap { $0.values.first?.difference })
        if bin.row == 0, bin.top == 0 { bin.select(bins.counts.count / 2, of: bins.counts.count) }
        list(keeping: kept)
    }

    /// Lists the queries anew; the one selected stays so where it is still listed. O(n log n).
    private mutating func list(keeping id: String? = nil) {
        guard let comparison else { return order = [] }
        let id = id ?? selected?.id
        let kept = comparison.queries.indices.filter { matches(comparison.queries[$0]) }
        let keys = kept.map { sort.key(comparison.queries[$0]) ?? .infinity }
        order = kept.indices.sorted { (keys[$0], kept[$0]) < (keys[$1], kept[$1]) }.map { kept[$0] }
        let row = order.firstIndex { comparison.queries[$0].id == id }
        cursor.select(row ?? cursor.row, of: order.count)
    }

    private func matches(_ query: ComparedQuery) -> Bool {
        let difference = query.values.first?.difference
        let outcome = difference.flatMap { comparison?.options.outcome(of: $0) }
        switch filter {
        case .all: return true
        case .better: return outcome == .win
        case .worse: return outcome == .loss
        case .ties: return outcome == .tie
        case .unfinished: return !query.isFinished
        case .unjudged: return query.judged10.map { $0.a < 1 || $0.b < 1 } ?? true
        case .states: return query.documents.contains { $0.cameOutOtherwise }
        case .bin(let bin): return difference.map { bins.bin(of: $0) == bin } ?? false
        }
    }

    /// The query in the row selected.
    var selected: ComparedQuery? {
        guard let comparison, order.indices.contains(cursor.row) else { return nil }
        return comparison.queries[order[cursor.row]]
    }
}

extension ComparedDocument {
    /// Whether it came out in one way on A and in another on B.
    fileprivate var cameOutOtherwise: Bool {
        guard let a = a?.result, let b = b?.result else { return false }
        return a.isForced != b.isForced || (a.answer == nil) != (b.answer == nil)
    }
}
