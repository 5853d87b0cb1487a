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
        case .bpref: candidates = bprefExtremes(open, canBeRelevant: canBeRelevant, canBeOther: canBeOther)
        default:
            // For a fixed number of relevant documents, the top ranks are best and the bottom ranks worst; only the number
            // varies.
            candidates =
                !canBeRelevant
                ? []
                : counts(measure, open).flatMap { count in
                    [making(relevant: open.prefix(count)).value(measure), making(relevant: open.suffix(count)).value(measure)]
                }
        }
        return candidates.reduce(value, min)...candidates.reduce(value, max)
    }

    /// The numbers of relevant documents to try; the extremes are among them.
    private func counts(_ measure: Measure, _ open: [Int]) -> [Int] {
        switch measure.kind {
        case .averagePrecision, .averagePrecisionCut, .geometricAveragePrecision, .rPrecision, .interpolatedPrecision:
            return Array(0...open.count)
        case .recall:
            // Best if all documents above the cut-off and none below are relevant; worst the other way round.
            let above = open.prefix { $0 < Int(measure.parameter) }.count
            return [above, open.count - above]
        default: return [open.count]
        }
    }

    private func grading(_ indices: [Int], _ grade: Int) -> GradedRanking {
        var grades = grades
        for index in indices { grades[index] = grade }
        let options = EvaluationOptions(level: level, highestGrade: highestGrade)
        return GradedRanking(grades: grades.map { $0 == Self.unjudged ? nil : $0 }, judgments: [], options: options)
    }

    /// The best and worst bpref for every number of documents made relevant and every number made non-relevant. Best is
    /// relevant documents at the top and non-relevant ones at the bottom; worst is the other way round.
    private func bprefExtremes(_ open: [Int], canBeRelevant: Bool, canBeOther: Bool) -> [Double] {
        var (low, high) = (Double.infinity, -Double.infinity)
        for count in 0...(canBeRelevant ? open.count : 0) {
            let others = canBeOther ? open.count - count : 0
            for isBest in [true, false] {
                let ranking = making(relevant: isBest ? open.prefix(count) : open.suffix(count))
                ranking.eachBpref(open, others: others, isBest: isBest) {
                    low = min(low, $0)
                    high = max(high, $0)
                }
            }
        }
        return [low, high]
    }

    /// Reports bpref with 0, 1, 2, ... `others` of the unjudged documents made non-relevant, from the bottom up (best) or
    /// from the top down (worst).
    ///
    /// - Complexity: O(n + others): from one number to the next, only the sum of the documents above changes.
    private func eachBpref(_ open: [Int], others: Int, isBest: Bool, _ report: (Double) -> Void) {
        // For each relevant document: how many non-relevant and how many unjudged documents rank above it. Both numbers rise
        // down the ranking.
        var above: [(other: Int, open: Int)] = []
        var (other, passed, next) = (0, 0, relevantIndices.makeIterator())
        var relevant = next.next()
        for index in grades.indices {
            if index == relevant {
                above.append((other, passed))
                relevant = next.next()
            }
            if grades[index] == Self.unjudged { passed += 1 }
            if grades[index] >= 0, grades[index] < level { other += 1 }
        }
        /// The number of non-relevant documents above a relevant document after `made` documents were made non-relevant.
        func misplaced(_ place: Int, _ made: Int) -> Int {
            let (other, passed) = above[place]
            return other + (isBest ? max(0, passed - (open.count - made)) : min(made, passed))
        }
        var sum = above.indices.reduce(0) { $0 + min(misplaced($1, 0), relevantCount) }
        // Relevant documents before `uncapped` have fewer than `relevantCount` non-relevant ones above them. The next
        // document made non-relevant is above those from `first` on.
        var uncapped = above.indices.first { misplaced($0, 0) >= relevantCount } ?? above.count
        var first = isBest ? above.count : 0
        for made in 0...others {
            if made > 0 {
                let added = isBest ? open.count - made : made - 1
                while isBest, first > 0, above[first - 1].open > added { first -= 1 }
                while !isBest, first < above.count, above[first].open <= added { first += 1 }
                sum += max(0, uncapped - first)
                while uncapped > 0, misplaced(uncapped - 1, made) >= relevantCount { uncapped -= 1 }
            }
            let most = min(nonrelevantCount + made, relevantCount)
            let lost = most > 0 ? Double(sum) / Double(most) : 0
            report(relevantCount > 0 ? (Double(above.count) - lost) / Double(relevantCount) : 0)
        }
    }
}
