import Comparing
import Relevance
import Reranking

extension CompareScreen {
    /// What is said of both sides beside their figures. It costs as much as all documents, so it is worked out once.
    struct Facts: Sendable {
        /// What the thought changed, for one model with and without it.
        let finding: ThoughtFinding?
        /// What differs between the sides besides their rankings.
        let differs: [String]
        let tied: (a: TiedDocuments, b: TiedDocuments)
        /// Documents without a score.
        let unanswered: (a: TiedDocuments, b: TiedDocuments)

        /// The median share of the distributions that is off the scale; nil without distributions.
        let offScale: (a: Double?, b: Double?)

        /// Documents on which judges disagree: they have no grade.
        let contested: Int

        init(_ comparison: Comparison, contested: Int) {
            (finding, differs, tied) = (comparison.thoughtFinding, comparison.inputDifferences, comparison.tied)
            unanswered = comparison.unanswered
            func median(_ side: ComparisonSide) -> Double? {
                let others = side.lists.flatMap(\.documents).compactMap { $0.result?.distribution?.other }.sorted()
                return others.isEmpty ? nil : others[others.count / 2]
            }
            offScale = (median(comparison.a), median(comparison.b))
            self.contested = contested
        }
    }
}
