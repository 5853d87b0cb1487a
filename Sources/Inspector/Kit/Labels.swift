import Relevance
import Reranking
import Sessions

extension ScoringMode {
    /// What it asks, for the list to choose from.
    var summary: String {
        switch self {
        case .reasoned: "think, then an integer from 0 to 10: ERank itself"
        case .direct: "an integer from 0 to 10 at once, without a thought"
        case .binary: "yes or no at once, without a thought"
        case .binaryReasoned: "think, then yes or no"
        }
    }
}

extension RankBy {
    var summary: String {
        switch self {
        case .paper: "paper's score"
        case .expected: "expected score"
        case .integer: "integer"
        case .hybrid: "hybrid"
        }
    }
}

extension RankingRule {
    /// "paper's score"; "integer: no distribution", "hybrid: 3 with no distribution" where some are missing.
    var words: String {
        guard withoutDistribution > 0 else { return applied.summary }
        return applied.summary
            + (withoutDistribution == scored ? ": no distribution" : ": \(withoutDistribution) with no distribution")
    }
}

extension JudgingOrder {
    /// What it is good for, for the list to choose from.
    var sentence: String {
        switch self {
        case .shuffled: "at random: no place says anything about a document"
        case .poolDepth: "documents near the top of any ranking first"
        case .uncertainty: "documents on which the model is least certain first"
        case .gap: "judged documents again, those furthest from the model's score first"
        case .disagreement: "documents whose ranks differ most between the rankings first"
        case .stakes: "documents whose grade could move nDCG of one ranking most against another first"
        }
    }
}
