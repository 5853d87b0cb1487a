import Reranking
import Sessions

extension RankingRule {
    /// "paper's score"; "integer: no distribution", "hybrid: 3 with no distribution" where some are missing.
    var words: String {
        guard withoutDistribution > 0 else { return applied.summary }
        return applied.summary
            + (withoutDistribution == scored ? ": no distribution" : ": \(withoutDistribution) with no distribution")
    }
}
