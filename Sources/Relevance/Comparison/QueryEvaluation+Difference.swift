/// What the unjudged documents leave open of the difference between two rankings of the same query.
extension QueryEvaluation {
    /// The lowest and the highest difference `other` - this that is possible if some or all unjudged documents of either
    /// ranking are given grades of the scale. One grade moves both values, so these bounds are narrower than those of two
    /// rankings taken apart. The current difference is always within them.
    ///
    /// They are exact for nDCG, precision and reciprocal rank. For other measures they may be wider than what can happen, never
    /// narrower.
    ///
    /// - Parameters:
    ///   - measure: any measure that has a value for one query.
    ///   - other: another ranking, evaluated by the same judgments and options.
    ///   - scale: the possible grades. Negative grades are not tried, because they count as unjudged.
    /// - Complexity: as `bounds(_:grades:)`, with n documents of both rankings, and O(n log n).
    public func differenceBounds(_ measure: Measure, to other: QueryEvaluation, grades scale: ClosedRange<Int>)
        -> ClosedRange<Double>
    {
        let difference = other.value(measure) - value(measure)
        // The same ranking is worth the same, whatever the grades.
        if documentIDs == other.documentIDs { return difference...difference }
        let open = openPlaces(with: other)
        guard !open.isEmpty, scale.upperBound >= 0 else { return difference...difference }
        let canBeRelevant = scale.upperBound >= ranking.level
        let extremes: [Double]
        switch measure.kind {
        case .ndcg, .ndcgCut:
            extremes = ndcgExtremes(measure, other, open, scale, GradedRanking.linearGain)
        case .exponentialNDCG, .exponentialNDCGCut:
            extremes = ndcgExtremes(measure, other, open, scale, GradedRanking.exponentialGain)
        case .precision: extremes = canBeRelevant ? precisionExtremes(difference, Int(measure.parameter), open) : []
        case .reciprocalRank: extremes = canBeRelevant ? reciprocalExtremes(other, open) : []
        default: extremes = separateExtremes(measure, other, scale, open)
        }
        return extremes.reduce(difference, min)...extremes.reduce(difference, max)
    }

    /// The places of a document in both rankings, from 0; nil where it is not ranked.
    private typealias Places = (own: Int?, other: Int?)

    /// The places of the documents without a grade.
    private func openPlaces(with other: QueryEvaluation) -> [Places] {
        func open(_ evaluation: QueryEvaluation) -> [(String, Int)] {
            evaluation.documentIDs.indices.compactMap {
                evaluation.ranking.grade(at: $0) == nil ? (evaluation.documentIDs[$0], $0) : nil
            }
        }
        var places: [String: Places] = [:]
        for (id, place) in open(self) { places[id] = (place, nil) }
        for (id, place) in open(other) { places[id, default: (nil, nil)].other = place }
        return Array(places.values)
    }

    private func ndcgExtremes(
        _ measure: Measure, _ other: QueryEvaluation, _ open: [Places], _ scale: ClosedRange<Int>, _ gain: (Int) -> Double
    ) -> [Double] {
        let cutoff = measure.cutoff ?? .max
        func weight(_ place: Int?) -> Double { place.map { $0 < cutoff ? 1 / GradedRanking.discount($0) : 0 } ?? 0 }
        return NDCGBounds(
            levels: ranking.levels,
            judged: NDCGBounds.dcg(of: other.ranking, cutoff, gain) - NDCGBounds.dcg(of: ranking, cutoff, gain),
            weights: open.map { weight($0.other) - weight($0.own) }, cutoff: cutoff,
            scale: max(scale.lowerBound, 0)...scale.upperBound, gain
        ).extremes(other.value(measure) - value(measure))
    }

    private func precisionExtremes(_ difference: Double, _ cutoff: Int, _ open: [Places]) -> [Double] {
        func isIn(_ place: Int?) -> Bool { place.map { $0 < cutoff } ?? false }
        let gained = open.count { isIn($0.other) && !isIn($0.own) }
        let lost = open.count { isIn($0.own) && !isIn($0.other) }
        return [difference - Double(lost) / Double(cutoff), difference + Double(gained) / Double(cutoff)]
    }

    /// The document that is first relevant in one ranking may stand lower in the other: one document makes each extreme.
    private func reciprocalExtremes(_ other: QueryEvaluation, _ open: [Places]) -> [Double] {
        func reciprocal(_ evaluation: QueryEvaluation, _ place: Int?) -> Double {
            let first = [evaluation.ranking.relevantIndices.first, place].compactMap(\.self).min()
            return first.map { 1 / Double($0 + 1) } ?? 0
        }
        return open.map { reciprocal(other, $0.other) - reciprocal(self, $0.own) }
    }

    /// Each ranking at its best and the other at its worst.
    private func separateExtremes(_ measure: Measure, _ other: QueryEvaluation, _ scale: ClosedRange<Int>, _ open: [Places])
        -> [Double]
    {
        // A document that only the other ranking has lowers what is divided by the number of relevant documents, and changes
        // how far some measures look.
        let looksFarther = [.bpref, .rPrecision, .interpolatedPrecision].contains(measure.kind)
        func widened(_ bounds: ClosedRange<Double>, _ hasForeign: Bool) -> ClosedRange<Double> {
            hasForeign ? min(bounds.lowerBound, 0)...max(bounds.upperBound, looksFarther ? 1 : 0) : bounds
        }
        let own = widened(bounds(measure, grades: scale), open.contains { $0.own == nil })
        let its = widened(other.bounds(measure, grades: scale), open.contains { $0.other == nil })
        return [its.lowerBound - own.upperBound, its.upperBound - own.lowerBound]
    }
}
