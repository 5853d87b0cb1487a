/// How far two judges agree on the items both of them graded.
public struct PairAgreement: Sendable, Hashable {
    public var judges: [String]
    /// Items with a grade of both.
    public var count: Int
    /// The share of those on which the grades are the same, in [0, 1]; nil without any.
    public var raw: Double?
    /// Cohen's kappa: every disagreement counts alike.
    public var kappa: Coefficient
    /// With disagreement weighted by the steps of the scale between the grades.
    public var linearKappa: Coefficient
    /// With disagreement weighted by the square of those steps.
    public var quadraticKappa: Coefficient
}

extension RatingTable {
    /// Agreement of two judges, by their places in `judges`.
    ///
    /// kappa = 1 - sum w(i, j) o(i, j) / sum w(i, j) e(i, j), where o counts the items graded i by the one and j by the other, and
    /// e(i, j) = a(i) b(j) / n is what the two judges' own habits (a and b: how often each gave a grade) would give by chance. The weight w
    /// is 0 on the diagonal and elsewhere 1 (plain), |i - j| (linear) or (i - j)^2 (quadratic), i and j being ranks on the scale.
    ///
    /// Sources: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960); Weighted kappa,
    /// Psychological Bulletin 70 (1968). The same numbers as scikit-learn's `cohen_kappa_score` with the scale as its `labels`.
    ///
    /// - Complexity: O(n + k) for n items and k grades of the scale; the table of k x k is never made.
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

    /// 1 - observed / expected disagreement.
    static func corrected(observed: Double, expected: Double, count: Int) -> Coefficient {
        if count == 0 { return .undefined(.noOverlap) }
        return expected > 0 ? .value(1 - observed / expected) : .undefined(.oneGrade)
    }

    /// sum a(i) b(j) |i - j| / n: each step of the scale counts once for every pair of grades that lies across it.
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

    /// sum a(i) b(j) (i - j)^2 / n: n times both variances and the square of the means' distance, so that nothing large is subtracted.
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
