import Comparing
import Terminal

/// What the documents of a comparison are sorted by: the greatest disagreement first.
enum CompareOrder: String, CaseIterable, Sendable {
    case move, scoreGap, wasserstein, jensenShannon, grade, sideA, sideB

    var name: String {
        switch self {
        case .move: "move"
        case .scoreGap: "score gap"
        case .wasserstein: "Wasserstein"
        case .jensenShannon: "Jensen-Shannon"
        case .grade: "grade"
        case .sideA: "A"
        case .sideB: "B"
        }
    }

    var detail: String {
        switch self {
        case .move: "the most ranks between A and B first"
        case .scoreGap: "the greatest difference of the scores first"
        case .wasserstein: "the greatest distance between the distributions first, in answers"
        case .jensenShannon: "the least overlap of the distributions first, in bits"
        case .grade: "moves against your grade first, the most ranks first"
        case .sideA: "A's ranking"
        case .sideB: "B's ranking"
        }
    }

    /// What a document is sorted by; documents without a key come last.
    func key(_ document: ComparedDocument) -> Double? {
        switch self {
        case .move: document.move.map { Double(abs($0)) }
        case .scoreGap: document.scoreGap.map(abs)
        case .wasserstein: document.wasserstein
        case .jensenShannon: document.jensenShannon
        case .grade: document.harm.map { Double($0) }
        case .sideA: document.a.map { -Double($0.rank) }
        case .sideB: document.b.map { -Double($0.rank) }
        }
    }

    /// The documents, the highest key first; equal ones in B's order. O(n log n).
    func sorted(_ documents: [ComparedDocument]) -> [ComparedDocument] {
        let byB = documents.sorted { ($0.b?.rank ?? .max, $0.a?.rank ?? .max) < ($1.b?.rank ?? .max, $1.a?.rank ?? .max) }
        return SortKey.order(byB, descending: true) { key($0).map(SortKey.number) }.map { byB[$0] }
    }
}

extension ComparedDocument {
    /// How many ranks the move goes against the grade: a relevant document that falls, or one judged not relevant that rises.
    /// nil without a grade or a move.
    var harm: Int? {
        guard let grade, let move else { return nil }
        return grade > 0 ? -move : move
    }

    /// Whether the sides differ on it by as much.
    func differs(by least: CompareThreshold) -> Bool {
        guard let move else { return a != nil || b != nil }
        return abs(move) >= least.ranks || abs(scoreGap ?? 0) >= least.answers || (wasserstein ?? 0) >= least.answers
    }
}

/// How far the sides must be apart on a document for it to be shown.
enum CompareThreshold: Int, CaseIterable, Comparable, Sendable {
    case none, usual, more, most

    var ranks: Int { [0, 2, 5, 10][rawValue] }
    /// Of scores and distributions.
    var answers: Double { [0, 1, 2, 4][rawValue] }
    var next: CompareThreshold { Self(rawValue: rawValue + 1) ?? .none }

    var words: String {
        self == .none
            ? "all documents"
            : "only documents that moved \(ranks) ranks or more, or with scores or distributions "
                + "\(Int(answers) == 1 ? "1 answer" : "\(Int(answers)) answers") apart or more"
    }

    /// As the heading says it.
    var short: String { self == .none ? "" : ", apart by \(ranks) ranks or \(Int(answers)) answer\(answers == 1 ? "" : "s")" }

    static func < (left: CompareThreshold, right: CompareThreshold) -> Bool { left.rawValue < right.rawValue }
}
