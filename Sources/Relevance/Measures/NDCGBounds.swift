/// The exact lowest and highest nDCG that are possible while some documents of a ranking are unjudged ("open").
///
/// A gain is a sum of steps, one for each grade that a document reaches, so DCG and ideal DCG are sums of steps too. If `n`
/// judged and `m` open documents reach a grade, its step adds to the DCG its height times the discounts of those `m`
/// documents, and to the ideal DCG its height times the first `n + m` discounts. (The judged documents' own DCG is fixed.)
/// For a given `m`, the open documents of the highest weights are best and those of the lowest worst. `m` can only fall from one
/// step to the next higher one. Dynamic programming finds the `m` of every step that optimise DCG - ratio × ideal; the ratio
/// converges to its extreme in a few rounds (Dinkelbach 1967).
struct NDCGBounds {
    private struct Step {
        var height: Double
        /// The number of judged documents that reach the grade.
        var reaching: Int
    }

    private struct Sum {
        var dcg = 0.0
        var ideal = 0.0
    }

    /// Groups of steps that an open document reaches together, by ascending grade: the lowest grade of the scale reaches all
    /// steps up to it at once.
    private var strides: [[Step]] = []
    /// The DCG of the judged documents, and the ideal DCG of the steps above the scale.
    private var fixed = Sum()
    /// Cumulative sums of the discounts, up to the cut-off.
    private let ideal: [Double]
    /// Cumulative sums of the open documents' discounts, from the first and from the last document.
    private let (top, bottom): ([Double], [Double])

    init(_ ranking: GradedRanking, _ cutoff: Int?, _ open: [Int], _ scale: ClosedRange<Int>, _ gain: (Int) -> Double) {
        let cutoff = cutoff ?? .max
        self.init(
            levels: ranking.levels, judged: Self.dcg(of: ranking, cutoff, gain),
            weights: open.map { $0 < cutoff ? 1 / GradedRanking.discount($0) : 0 }, cutoff: cutoff, scale: scale, gain)
    }

    /// The bounds of a sum of weighted gains over the ideal DCG: nDCG itself, or the difference of two rankings' nDCG.
    ///
    /// - Parameters:
    ///   - levels: the judged documents by their grade.
    ///   - judged: the sum of the judged documents.
    ///   - weights: what a gain of each open document counts, in any order.
    ///   - cutoff: of the ideal ranking.
    ///   - scale: the grades that an open document may have; not negative.
    init(
        levels: [(grade: Int, count: Int)], judged: Double, weights: [Double], cutoff: Int, scale: ClosedRange<Int>,
        _ gain: (Int) -> Double
    ) {
        func sums(_ discounts: some Sequence<Double>) -> [Double] {
            discounts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        }
        let count = levels.reduce(0) { $0 + $1.count }
        ideal = sums((0..<min(cutoff, count + weights.count)).lazy.map { 1 / GradedRanking.discount($0) })
        let falling = weights.sorted(by: >)
        (top, bottom) = (sums(falling), sums(falling.reversed()))
        fixed.dcg = judged
        var below = 0
        for grade in Set(levels.map(\.grade) + [scale.lowerBound, scale.upperBound]).sorted() where grade > 0 {
            let reaching = levels.reduce(0) { $0 + ($1.grade >= grade ? $1.count : 0) }
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

    /// The DCG of a ranking's judged documents.
    static func dcg(of ranking: GradedRanking, _ cutoff: Int, _ gain: (Int) -> Double) -> Double {
        ranking.grades.indices.prefix(cutoff).reduce(0) { sum, index in
            ranking.grades[index] > 0 ? sum + gain(ranking.grades[index]) / GradedRanking.discount(index) : sum
        }
    }

    /// - Parameter value: the current nDCG, at which the search begins.
    func extremes(_ value: Double) -> [Double] {
        [search(from: value, bottom) { $0 < $1 }, search(from: value, top) { $0 > $1 }]
    }

    private func search(from value: Double, _ discounts: [Double], _ isBetter: (Double, Double) -> Bool) -> Double {
        var ratio = value
        // Each round comes much nearer; after a few, only rounding is left.
        for _ in 0..<50 {
            let best = self.best(ratio, discounts, isBetter)
            guard best.ideal > 0, isBetter(best.dcg / best.ideal, ratio) else { break }
            ratio = best.dcg / best.ideal
        }
        return ratio
    }

    /// The optimal DCG and ideal DCG for this ratio.
    private func best(_ ratio: Double, _ discounts: [Double], _ isBetter: (Double, Double) -> Bool) -> Sum {
        func gain(_ sum: Sum) -> Double { sum.dcg - ratio * sum.ideal }
        // Indexed by the number of open documents that may reach the group: the optimum for it and all groups above.
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
