/// How far two systems order the same documents alike. What is not defined, such as the order of documents that are all tied,
/// is nil.
public struct RankCorrelation: Sendable, Hashable {
    /// Kendall's tau_b (Kendall 1945); nil if a side is wholly tied or there are fewer than two documents.
    public let kendallTauB: Double?
    /// AP correlation with ties, the mean of both directions (tau_AP,b; Urbano and Marrero 2017): swaps near the top count
    /// more. nil if a side is wholly tied.
    public let tauAPB: Double?
    /// AP correlation of B's ranking with A's as the reference (tau_AP; Yilmaz, Aslam and Robertson 2008): not symmetric. nil
    /// if a side has ties.
    public let tauAP: Double?
    /// Pearson's correlation of the scores that are finite; nil if a side's scores are all equal.
    public let pearson: Double?
    /// Spearman's correlation: Pearson's of the ranks, ties with their mean rank; nil if a side is wholly tied.
    public let spearman: Double?

    /// The share of all pairs of documents that A and B have in opposite order; nil for fewer than two documents.
    public let flippedShare: Double?

    /// Correlations of the scores of A and B for the same documents; higher is better. Pairs with a NaN are left out.
    ///
    /// - Complexity: O(n log n).
    public init(a: [Double], b: [Double]) {
        let pairs = zip(a, b).filter { !$0.isNaN && !$1.isNaN }
        let (a, b) = (pairs.map(\.0), pairs.map(\.1))
        let (groupsA, groupsB) = (Groups(a), Groups(b))
        let counts = PairCounts(groupsA, groupsB)
        kendallTauB = counts.kendallTauB
        flippedShare = counts.all > 0 ? counts.discordant / counts.all : nil
        let (forward, back) = (
            Self.meanAgreement(above: groupsB, with: groupsA), Self.meanAgreement(above: groupsA, with: groupsB)
        )
        tauAPB = forward.flatMap { forward in back.map { forward + $0 - 1 } }
        let areStrict = groupsA.count == a.count && groupsB.count == b.count
        tauAP = areStrict ? forward.map { 2 * $0 - 1 } : nil
        let finite = pairs.filter { $0.0.isFinite && $0.1.isFinite }
        pearson = Self.pearson(finite.map(\.0), finite.map(\.1))
        spearman = Self.pearson(groupsA.meanRanks, groupsB.meanRanks)
    }

    /// The groups of equal scores, best first.
    private struct Groups {
        /// For each document its group, from 0.
        var of: [Int]
        /// The documents, best first.
        var order: [Int]
        /// For each group how many documents are before it; last, the number of documents.
        var starts: [Int]
        var count: Int { starts.count - 1 }

        init(_ scores: [Double]) {
            order = scores.indices.sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
            of = [Int](repeating: 0, count: scores.count)
            starts = []
            for (place, document) in order.enumerated() {
                if place == 0 || scores[order[place - 1]] != scores[document] { starts.append(place) }
                of[document] = starts.count - 1
            }
            starts.append(scores.count)
        }

        var meanRanks: [Double] { of.map { Double(starts[$0] + starts[$0 + 1] + 1) / 2 } }

        /// The number of pairs that are tied.
        var tiedPairs: Double {
            zip(starts, starts.dropFirst()).reduce(0.0) { sum, group in sum + RankCorrelation.pairs(of: group.1 - group.0) }
        }

        func documents(_ group: Int) -> ArraySlice<Int> { order[starts[group]..<starts[group + 1]] }
    }

    /// For each document below A's first group, the number of documents that both rank strictly above it.
    private static func above(_ a: Groups, _ b: Groups) -> [(document: Int, count: Int)] {
        var tree = CountingTree(count: b.count)
        var found: [(document: Int, count: Int)] = []
        for group in 0..<a.count {
            let documents = a.documents(group)
            if group > 0 { found += documents.map { ($0, tree.count(below: b.of[$0])) } }
            for document in documents { tree.add(b.of[document]) }
        }
        return found
    }

    /// The number of pairs of `count` documents.
    private static func pairs(of count: Int) -> Double { Double(count) * Double(count - 1) / 2 }

    /// The pairs of documents by how both sides order them.
    private struct PairCounts {
        var all, concordant, discordant, tiedA, tiedB: Double

        init(_ a: Groups, _ b: Groups) {
            all = RankCorrelation.pairs(of: a.of.count)
            (tiedA, tiedB) = (a.tiedPairs, b.tiedPairs)
            concordant = RankCorrelation.above(a, b).reduce(0.0) { $0 + Double($1.count) }
            // Pairs tied on both sides: the groups of equal pairs.
            let equal = Dictionary(grouping: a.of.indices) { [a.of[$0], b.of[$0]] }
            let both = equal.values.reduce(0.0) { $0 + RankCorrelation.pairs(of: $1.count) }
            discordant = all - tiedA - tiedB + both - concordant
        }

        var kendallTauB: Double? {
            guard all > tiedA, all > tiedB else { return nil }
            return (concordant - discordant) / ((all - tiedA) * (all - tiedB)).squareRoot()
        }
    }

    /// The mean, over the documents below the first group of `list`, of the share of the documents above that `other` has above
    /// too. nil if the list is wholly tied.
    private static func meanAgreement(above list: Groups, with other: Groups) -> Double? {
        let found = above(list, other)
        guard !found.isEmpty else { return nil }
        return found.reduce(0) { $0 + Double($1.count) / Double(list.starts[list.of[$1.document]]) } / Double(found.count)
    }

    private static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
        guard a.count > 1 else { return nil }
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            ab += (x - meanA) * (y - meanB)
            aa += (x - meanA) * (x - meanA)
            bb += (y - meanB) * (y - meanB)
        }
        guard a.contains(where: { $0 != a[0] }), b.contains(where: { $0 != b[0] }), aa > 0, bb > 0,
            // Scores so great that their squares are not finite have none.
            aa.isFinite, bb.isFinite
        else { return nil }
        return max(-1, min(1, ab / (aa.squareRoot() * bb.squareRoot())))
    }
}
