/// How far two judges agree on the items that both graded.
public struct PairAgreement: Sendable, Hashable {
    /// The names of the two judges.
    public var judges: [String]
    /// The number of items that both graded.
    public var count: Int
    /// The share of these items with equal grades, in [0, 1]; nil if there are none.
    public var raw: Double?
    /// Cohen's kappa, unweighted: all disagreements count the same.
    public var kappa: Coefficient
    /// Cohen's kappa with each disagreement weighted by its distance on the scale.
    public var linearKappa: Coefficient
    /// Cohen's kappa with each disagreement weighted by the square of its distance on the scale.
    public var quadraticKappa: Coefficient
}

extension RatingTable {
    /// The agreement of two judges, given by their indices in `judges`.
    ///
    /// kappa = 1 - sum w(i, j) o(i, j) / sum w(i, j) e(i, j). o(i, j) is the number of items that the first judge graded i
    /// and the second j. e(i, j) = a(i) b(j) / n is the number expected by chance, where a(i) and b(j) are how often each
    /// judge gave each grade. The weight w is 0 on the diagonal and elsewhere 1 (unweighted), |i - j| (linear) or (i - j)^2
    /// (quadratic); i and j are ranks on the scale.
    ///
    /// Sources: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960);
    /// Weighted kappa, Psychological Bulletin 70 (1968). The results equal those of scikit-learn's `cohen_kappa_score` with
    /// the scale as its `labels`.
    ///
    /// - Complexity: O(n + k) for n items and k grades of the scale. The k x k table is not built.
    public func agreement(_ first: Int, _ second: Int) -> PairAgreement {
        var (a, b) = ([Double](repeating: 0, count: grades.count), [Double](repeating: 0, count: grades.count))
        var (count, same, steps, squares) = (0, 0, 0.0, 0.0)
        forEachPair(first, second) { i, j in
            a[Int(i)] += 1
            b[Int(j)] += 1
            count += 1
            let distance = Double(i - j)
            if i == j { same += 1 }
            steps += abs(distance)
            squares += distance * distance
        }
        let n = Double(count)
        let alike = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / n
        return PairAgreement(
            judges: [first, second].map { judges.indices.contains($0) ? judges[$0] : "" }, count: count,
            raw: count > 0 ? Double(same) / n : nil,
            kappa: Self.corrected(observed: n - Double(same), expected: n - alike, count: count),
            linearKappa: Self.corrected(observed: steps, expected: Self.steps(a, b), count: count),
            quadraticKappa: Self.corrected(observed: squares, expected: Self.squares(a, b), count: count))
    }

    /// Every pair of judges, in the order of `judges`.
    ///
    /// - Complexity: O(m^2 (n + k)) for m judges, n items and k grades.
    public var pairs: [PairAgreement] {
        judges.indices.flatMap { first in judges.indices.filter { $0 > first }.map { agreement(first, $0) } }
    }

    /// 1 - observed / expected disagreement; undefined if nothing can be compared or if no disagreement is expected.
    static func corrected(observed: Double, expected: Double, count: Int) -> Coefficient {
        if count == 0 { return .undefined(.noOverlap) }
        return expected > 0 ? .value(1 - observed / expected) : .undefined(.oneGrade)
    }

    /// sum a(i) b(j) |i - j| / n, in O(k): each step of the scale counts once for every pair of grades on different sides of
    /// it.
    private static func steps(_ a: [Double], _ b: [Double]) -> Double {
        let n = a.reduce(0, +)
        var (below, belowToo, sum) = (0.0, 0.0, 0.0)
        for (i, j) in zip(a, b) {
            below += i
            belowToo += j
            sum += below * (n - belowToo) + belowToo * (n - below)
        }
        return sum / n
    }

    /// sum a(i) b(j) (i - j)^2 / n, computed as n (variance of a + variance of b + squared distance of the means), so that no
    /// large numbers are subtracted.
    private static func squares(_ a: [Double], _ b: [Double]) -> Double {
        func moments(_ counts: [Double]) -> (mean: Double, variance: Double) {
            let n = counts.reduce(0, +)
            let mean = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / n
            let variance = counts.enumerated().reduce(0) { sum, entry in
                let distance = Double(entry.offset) - mean
                return sum + distance * distance * entry.element
            }
            return (mean, variance / n)
        }
        let (first, second) = (moments(a), moments(b))
        let between = first.mean - second.mean
        return a.reduce(0, +) * (first.variance + second.variance + between * between)
    }
}
