import Foundation

extension GradedRanking {
    /// The lowest and the highest value that the measure can have if some or all unjudged documents are given grades of the
    /// scale.
    func bounds(_ measure: Measure, scale: ClosedRange<Int>) -> ClosedRange<Double> {
        let value = value(measure)
        let open = grades.indices.filter { grades[$0] == Self.unjudged }
        guard !open.isEmpty, scale.upperBound >= 0 else { return value...value }
        let lowest = max(scale.lowerBound, 0)
        let (canBeRelevant, canBeOther) = (scale.upperBound >= level, lowest < level)
        let candidates: [Double]
        switch measure.kind {
        case .runID, .queries, .retrieved: return value...value
        case .nonrelevantRetrieved: candidates = canBeOther ? [value + Double(open.count)] : []
        case .judged: candidates = [1]
        case .rankBiasedResidual: candidates = [pow(measure.parameter, Double(grades.count))]
        case .expectedReciprocalRank:
            // ERR rises with every grade.
            candidates = [grading(open, scale.upperBound).value(measure)]
        case .ndcg, .ndcgCut:
            candidates = NDCGBounds(self, measure.cutoff, open, lowest...scale.upperBound, Self.linearGain).extremes(value)
        case .exponentialNDCG, .exponentialNDCGCut:
            candidates = NDCGBounds(self, measure.cutoff, open, lowest...scale.upperBound, Self.exponentialGain).extremes(value)
        case .bpref: candidates = BprefBounds(self).extremes(canBeRelevant: canBeRelevant, canBeOther: canBeOther)
        case _ where !canBeRelevant: candidates = []
        case .averagePrecision, .averagePrecisionCut, .geometricAveragePrecision:
            candidates = RelevantCountBounds(self, open: open).averagePrecision(cutoff: measure.cutoff ?? .max)
        case .rPrecision: candidates = RelevantCountBounds(self, open: open).rPrecision()
        case .interpolatedPrecision:
            candidates = RelevantCountBounds(self, open: open).interpolatedPrecision(recall: measure.parameter)
        case .recall:
            // Best if all documents above the cut-off and none below are relevant; worst the other way round.
            let above = open.prefix { $0 < Int(measure.parameter) }.count
            candidates = [
                making(relevant: open.prefix(above)).value(measure),
                making(relevant: open.suffix(open.count - above)).value(measure),
            ]
        default: candidates = [making(relevant: open).value(measure)]
        }
        return candidates.reduce(value, min)...candidates.reduce(value, max)
    }

    private func grading(_ indices: [Int], _ grade: Int) -> GradedRanking {
        var grades = grades
        for index in indices { grades[index] = grade }
        let options = EvaluationOptions(level: level, highestGrade: highestGrade)
        return GradedRanking(grades: grades.map { $0 == Self.unjudged ? nil : $0 }, judgments: [], options: options)
    }
}
