/// What a list is ranked by: what was asked for, or what its documents allow.
public struct RankingRule: Sendable, Hashable {
    public var asked: RankBy
    /// Documents with an answer.
    public var scored: Int
    /// Of those, the ones without a distribution.
    public var withoutDistribution: Int

    public init(asked: RankBy, scored: Int, withoutDistribution: Int) {
        self.asked = asked
        self.scored = scored
        self.withoutDistribution = withoutDistribution
    }

    /// What ranks: `integer` in place of `paper` and `expected` where a distribution is missing.
    public var applied: RankBy { asked == .hybrid ? .hybrid : number }

    /// Each document's own number behind it.
    var number: RankBy { withoutDistribution > 0 ? .integer : asked }

    /// Says what is missing and what ranks instead, for people; nil where every document with an answer has a distribution.
    public var note: String? {
        guard withoutDistribution > 0 else { return nil }
        let missing =
            withoutDistribution == scored
            ? "no distribution" : "no distribution of \(withoutDistribution) of the \(scored) scored documents"
        return switch asked {
        case .paper, .expected: "\(missing): ranked by the answers alone"
        case .hybrid: "\(missing): the hybrid takes the answers alone"
        case .integer: missing
        }
    }
}
