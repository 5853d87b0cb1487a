import Relevance
import Reranking
import Sessions

/// What the rows of the ranking may be sorted by, apart from what ranks them.
enum RankSort: String, CaseIterable, Sendable {
    case rank, move, score, entropy, grade, id, title, expected, answer, other, tokens, time

    var name: String {
        switch self {
        case .rank: "rank"
        case .move: "move"
        case .score: "score"
        case .entropy: "entropy"
        case .grade: "your grade"
        case .id: "id"
        case .title: "title"
        case .expected: "expected score"
        case .answer: "answer"
        case .other: "off the scale"
        case .tokens: "tokens written"
        case .time: "time"
        }
    }

    var detail: String {
        switch self {
        case .rank: "the ranking itself: best first"
        case .move: "places gained against the first stage"
        case .score: "what ranks; documents without one last"
        case .entropy: "how open the answer was"
        case .grade: "your judgment"
        case .id: "the document's id"
        case .title: "the document's title"
        case .expected: "the sum of k times P(k)"
        case .answer: "the integer answered"
        case .other: "probability on no answer of the scale"
        case .tokens: "how long the thought is"
        case .time: "from the document's turn to its answer"
        }
    }

    /// Whether the largest come first where it is chosen.
    var fallsFirst: Bool { ![.rank, .id, .title].contains(self) }

    /// What a document is sorted by; nil for one without a value, which comes last.
    func key(of document: Int, _ board: Board) -> SortKey? {
        let ranked = board.rows.ranked(document)
        let result = board.progress(of: document)?.result
        let distribution = result?.answered
        func number(_ value: Double?) -> SortKey? { value.map { .number($0) } }
        func number(_ value: Int?) -> SortKey? { value.map { .number(Double($0)) } }
        return switch self {
        case .rank: ranked?.score == nil ? nil : number(ranked?.rank)
        case .move: number(board.rows.move(of: document))
        case .score: number(ranked?.score)
        case .entropy: number(distribution?.entropy)
        case .grade: number(board.grade(of: document))
        case .id: board.candidate(document).map { .text($0.document.id) }
        case .title: board.candidate(document).flatMap { $0.document.title.isEmpty ? nil : .text($0.document.title) }
        case .expected: number(distribution?.expected)
        case .answer: number(result?.answer)
        case .other: number(distribution?.other)
        case .tokens: number(result?.newTokens)
        case .time: number(result?.seconds)
        }
    }
}

/// A column that the rows are sorted by, and which way.
struct RankOrder: Sendable, Equatable {
    var sort = RankSort.rank
    var isFalling = false

    /// The ranking itself needs no sorting.
    var isRanking: Bool { sort == .rank && !isFalling }

    /// This column from now on; chosen again, the other way round.
    mutating func choose(_ sort: RankSort) {
        self = RankOrder(sort: sort, isFalling: sort == self.sort ? !isFalling : sort.fallsFirst)
    }

    /// The documents from top to bottom: equal ones in the order of the ranking. O(n log n).
    func documents(_ board: Board) -> [Int]? {
        guard !isRanking else { return nil }
        let ranked = board.rows.ranking.map(\.document)
        return SortKey.order(ranked, descending: isFalling) { sort.key(of: $0, board) }.map { ranked[$0] }
    }
}

extension Picker {
    init(order: RankOrder) {
        let all = RankSort.allCases
        self.init(
            title: "Sort the rows by; the same again turns the order round",
            items: all.enumerated().map { index, sort in
                let direction = order.isFalling ? "falling" : "rising"
                return Item(
                    sort.name, sort.detail, hint: sort == order.sort ? "in use, \(direction)" : "",
                    .choice(Choice(list: "rank sort", index: index)))
            },
            selection: all.firstIndex(of: order.sort) ?? 0)
    }
}
