import Relevance
import Reranking

extension RunState {
    /// How `ranking(by:)` sorts the documents. O(n), without copying results.
    public func rule(by rankBy: RankBy) -> RankingRule { Ranking.rule(documents.lazy.map(\.result), by: rankBy) }

    /// Each document's place on the scale, in [0, 1], nil without an answer: its expected score as a share of the highest answer.
    /// Where a scored document has no distribution, the answer stands in for the expected score, for all of the run.
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
