import Relevance
import Reranking

extension RunState {
    /// The rule by which `ranking(by:)` sorts the documents. O(n), without copying results.
    public func rule(by rankBy: RankBy) -> RankingRule { Ranking.rule(documents.lazy.map(\.result), by: rankBy) }

    /// For each document its expected score as a share of the highest answer, in [0, 1]; nil without an answer. If a scored
    /// document has no distribution, the answers are used for the whole run.
    public var shares: [Double?] {
        let usesAnswers = rule(by: .expected).applied == .integer
        let highest = Double(settings.mode.choices.count - 1)
        return documents.map { document in
            guard let result = document.result else { return nil }
            guard usesAnswers else { return result.distribution?.expectedShare }
            return Ranking.score(of: result, mode: settings.mode, by: .integer).map { $0 / highest }
        }
    }
}
