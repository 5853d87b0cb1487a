import Foundation

extension GradedRanking {
    /// A measure as a sum over documents, divided once at the end. The order matters: it decides the last bit, and so the
    /// printed digits.
    struct Terms {
        var terms: [(index: Int, term: Double)]
        var divisor = 1.0

        var value: Double { divisor == 0 ? 0 : terms.reduce(0) { $0 + $1.term } / divisor }
    }

    /// The measure's value for one query; 0 if it is not defined, as in trec_eval.
    func value(_ measure: Measure) -> Double {
        switch measure.kind {
        case .runID: 0
        case .queries: 1
        case .retrieved: Double(grades.count)
        case .relevant: Double(relevantCount)
        case .rankBiasedResidual: terms(measure).value + pow(measure.parameter, Double(grades.count))
        default: terms(measure).value
        }
    }

    /// What each document adds to the measure: only documents that add something, in rank order.
    func terms(_ measure: Measure) -> Terms {
        let cutoff = measure.cutoff ?? grades.count
        let relevant = relevantIndices.prefix { $0 < cutoff }
        let (rel, ret) = (Double(relevantCount), Double(grades.count))
        func each(_ indices: some Collection<Int>, over divisor: Double = 1) -> Terms {
            Terms(terms: indices.map { ($0, 1) }, divisor: divisor)
        }
        switch measure.kind {
        case .runID, .queries, .relevant: return Terms(terms: [])
        case .retrieved: return each(grades.indices)
        case .relevantRetrieved: return each(relevant)
        case .nonrelevantRetrieved: return each(grades.indices.filter { grades[$0] >= 0 && grades[$0] < level })
        case .averagePrecision, .averagePrecisionCut, .geometricAveragePrecision:
            return Terms(terms: relevant.enumerated().map { ($1, Double($0 + 1) / Double($1 + 1)) }, divisor: rel)
        case .rPrecision: return each(relevant.prefix { $0 < relevantCount }, over: rel)
        case .bpref: return bprefTerms()
        case .reciprocalRank: return Terms(terms: relevant.prefix(1).map { ($0, 1 / Double($0 + 1)) })
        case .interpolatedPrecision: return interpolatedTerms(recall: measure.parameter)
        case .precision: return each(relevant, over: measure.parameter)
        case .recall, .setRecall: return each(relevant, over: rel)
        case .success: return each(relevant.prefix(1))
        case .setPrecision: return each(relevant, over: ret)
        case .setF: return Terms(terms: relevant.map { ($0, 2) }, divisor: ret + rel)
        case .judged:
            let first = grades.indices.prefix(cutoff)
            return each(first.filter { grades[$0] != Self.unjudged }, over: Double(first.count))
        case .ndcg, .ndcgCut: return gainTerms(measure.cutoff, Self.linearGain)
        case .exponentialNDCG, .exponentialNDCGCut: return gainTerms(measure.cutoff, Self.exponentialGain)
        case .expectedReciprocalRank: return cascadeTerms(cutoff)
        case .rankBiasedPrecision: return persistenceTerms(relevant, measure.parameter)
        case .rankBiasedResidual:
            return persistenceTerms(grades.indices.filter { grades[$0] == Self.unjudged }, measure.parameter)
        }
    }

    static func linearGain(_ grade: Int) -> Double { Double(max(grade, 0)) }

    /// Grades above 1000 count as 1000, so that the gain stays finite.
    static func exponentialGain(_ grade: Int) -> Double { exp2(Double(min(max(grade, 0), 1000))) - 1 }

    /// The probability that a document with this grade satisfies the reader, for ERR: (2^grade - 1) / 2^highest.
    func satisfaction(_ grade: Int) -> Double {
        Self.exponentialGain(min(grade, highestGrade)) / exp2(Double(min(highestGrade, 1000)))
    }

    private func gainTerms(_ cutoff: Int?, _ gain: (Int) -> Double) -> Terms {
        let indices = grades.indices.prefix(cutoff ?? .max).filter { grades[$0] > 0 }
        let terms = indices.map { ($0, gain(grades[$0]) / Self.discount($0)) }
        return Terms(terms: terms, divisor: idealDCG(cutoff ?? .max, gain))
    }

    /// The highest possible DCG of the judged documents.
    private func idealDCG(_ cutoff: Int, _ gain: (Int) -> Double) -> Double {
        var (sum, index) = (0.0, 0)
        for (grade, count) in levels {
            for _ in 0..<min(count, cutoff - index) {
                sum += gain(grade) / Self.discount(index)
                index += 1
            }
        }
        return sum
    }

    private func bprefTerms() -> Terms {
        var terms: [(index: Int, term: Double)] = []
        var above = 0
        let most = min(nonrelevantCount, relevantCount)
        for index in grades.indices where grades[index] >= 0 {
            if grades[index] < level {
                above += 1
            } else {
                terms.append((index, above > 0 ? 1 - Double(min(above, relevantCount)) / Double(most) : 1))
            }
        }
        return Terms(terms: terms, divisor: Double(relevantCount))
    }

    /// The highest precision at this recall or a higher one. It is attributed to the relevant documents down to the rank that
    /// reaches it.
    private func interpolatedTerms(recall: Double) -> Terms {
        let needed = Self.needed(recall: recall, of: relevantCount)
        guard needed <= relevantIndices.count else { return Terms(terms: []) }
        var best = (precision: 0.0, count: 0)
        for count in relevantIndices.indices.map({ $0 + 1 }) where count >= needed {
            let precision = Double(count) / Double(relevantIndices[count - 1] + 1)
            if precision > best.precision { best = (precision, count) }
        }
        let relevant = relevantIndices.prefix(best.count)
        return Terms(terms: relevant.map { ($0, 1) }, divisor: Double((relevant.last ?? 0) + 1))
    }

    /// How many of the relevant documents make this recall, by trec_eval's rounding.
    static func needed(recall: Double, of relevantCount: Int) -> Int { Int(recall * Double(relevantCount) + 0.9) }

    private func cascadeTerms(_ cutoff: Int) -> Terms {
        var terms: [(index: Int, term: Double)] = []
        var unsatisfied = 1.0
        for index in grades.indices.prefix(cutoff) where grades[index] > 0 {
            let satisfied = satisfaction(grades[index])
            terms.append((index, unsatisfied * satisfied / Double(index + 1)))
            unsatisfied *= 1 - satisfied
        }
        return Terms(terms: terms)
    }

    private func persistenceTerms(_ indices: some Collection<Int>, _ persistence: Double) -> Terms {
        Terms(terms: indices.map { ($0, (1 - persistence) * pow(persistence, Double($0))) })
    }
}
