/// The rule a list is ranked by: the rule that was asked for, or the nearest one its documents allow.
public struct RankingRule: Sendable, Hashable {
    /// The rule that was asked for.
    public var asked: RankBy
    /// The number of documents with an answer.
    public var scored: Int
    /// The number of scored documents without a distribution.
    public var withoutDistribution: Int

    /// A rule with these counts.
    public init(asked: RankBy, scored: Int, withoutDistribution: Int) {
        self.asked = asked
        self.scored = scored
        self.withoutDistribution = withoutDistribution
    }

    /// The rule that ranks: `integer` in place of `paper` and `expected` if a distribution is missing.
    public var applied: RankBy { asked == .hybrid ? .hybrid : number }

    /// The score of each single document under the applied rule (for `hybrid`, the score it combines with the first stage).
    var number: RankBy { withoutDistribution > 0 ? .integer : asked }

    /// Says, for people, what is missing and what ranks instead; nil if every scored document has a distribution.
    public var note: String? {
        guard withoutDistribution > 0 else { return nil }
        let missing =
            withoutDistribution == scored
            ? "no distribution" : "no distribution of \(withoutDistribution) of the \(scored) scored documents"
        return switch asked {
        case .paper, .expected: "\(missing): ranked by the answers alone"
        case .hybrid: "\(missing): the hybrid score uses the answers alone"
        case .integer: missing
        }
    }
}
