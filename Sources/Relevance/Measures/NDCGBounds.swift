/// The lowest and highest nDCG that the unjudged documents of a ranking leave open, exactly.
///
/// A gain is a sum of steps, one for each grade a document reaches, and so are DCG and ideal DCG: if `n` judged documents reach a grade
/// and so do `m` of the open ones, the step adds its height times the open documents' discounts to the DCG and times the first `n + m`
/// discounts to the ideal. Of `m` open documents the top ones are best, the last ones worst. Which `m` at each step (no more than at the
/// step below) is found by dynamic programming, for DCG - ratio × ideal; the ratio rises (falls) to its extreme in a few rounds
/// (Dinkelbach 1967).
struct NDCGBounds {
    private struct Step {
        var height: Double
        /// Judged documents that reach it.
        var reaching: Int
    }

    private struct Sum {
        var dcg = 0.0
        var ideal = 0.0
    }

    /// Steps that an open document takes together, by rising grade: the scale's lowest grade takes all below it at once.
    private var strides: [[Step]] = []
    /// The judged documents' DCG, and the ideal of the steps above the scale.
    private var fixed = Sum()
    /// Sums of the first discounts, as many as count.
    private let ideal: [Double]
    /// Sums of the open documents' discounts: of the first `m`, and of the last `m`.
    private let (top, bottom): ([Double], [Double])

    init(_ ranking: GradedRanking, _ cutoff: Int?, _ open: [Int], _ scale: ClosedRange<Int>, _ gain: (Int) -> Double) {
        let cutoff = cutoff ?? .max
        func sums(_ discounts: some Sequence<Double>) -> [Double] {
            discounts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        }
        let judged = ranking.levels.reduce(0) { $0 + $1.count }
        ideal = sums((0..<min(cutoff, judged + open.count)).lazy.map { 1 / GradedRanking.discount($0) })
        let discounts = open.map { $0 < cutoff ? 1 / GradedRanking.discount($0) : 0 }
        (top, bottom) = (sums(discounts), sums(discounts.reversed()))
        for index in ranking.grades.indices.prefix(cutoff) where ranking.grades[index] > 0 {
            fixed.dcg += gain(ranking.grades[index]) / GradedRanking.discount(index)
        }
        var below = 0
        for grade in Set(ranking.levels.map(\.grade) + [scale.lowerBound, scale.upperBound]).sorted() where grade > 0 {
            let reaching = ranking.levels.reduce(0) { $0 + ($1.grade >= grade ? $1.count : 0) }
            let step = Step(height: gain(grade) - gain(below), reaching: reaching)
            if grade > scale.upperBound {
                fixed.ideal += step.height * discounted(reaching)
            } else if below > 0, grade <= scale.lowerBound {
                strides[strides.count - 1].append(step)
            } else {
                strides.append([step])
            }
            below = grade
        }
    }

    /// - Parameter value: the nDCG as it stands, from which the search sets out.
    func extremes(_ value: Double) -> [Double] {
        [search(from: value, bottom) { $0 < $1 }, search(from: value, top) { $0 > $1 }]
    }

    private func search(from value: Double, _ discounts: [Double], _ isBetter: (Double, Double) -> Bool) -> Double {
        var ratio = value
        // Each round is nearer by far; what is left after a few is rounding.
        for _ in 0..<50 {
            let best = self.best(ratio, discounts, isBetter)
            guard best.ideal > 0, isBetter(best.dcg / best.ideal, ratio) else { break }
            ratio = best.dcg / best.ideal
        }
        return ratio
    }

    /// The best DCG - ratio × ideal.
    private func best(_ ratio: Double, _ discounts: [Double], _ isBetter: (Double, Double) -> Bool) -> Sum {
        func gain(_ sum: Sum) -> Double { sum.dcg - ratio * sum.ideal }
        // By the number of open documents that may reach the stride: the best of it and all above it.
        var best = [Sum](repeating: fixed, count: discounts.count)
        for stride in strides.reversed() {
            for count in best.indices {
                for step in stride {
                    best[count].dcg += step.height * discounts[count]
                    best[count].ideal += step.height * discounted(step.reaching + count)
                }
                if count > 0, !isBetter(gain(best[count]), gain(best[count - 1])) { best[count] = best[count - 1] }
            }
        }
        return best.last ?? fixed
    }

    private func discounted(_ count: Int) -> Double { ideal[min(count, ideal.count - 1)] }
}
