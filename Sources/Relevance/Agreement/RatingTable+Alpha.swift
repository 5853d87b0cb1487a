extension RatingTable {
    /// What counts as a large disagreement.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        /// Every disagreement is alike.
        case nominal
        /// Grades have an order: a disagreement is as large as the number of grades that were given between the two.
        case ordinal
        /// Grades are numbers: a disagreement is their difference squared.
        case interval
    }

    /// Krippendorff's alpha over all judges: any number of them, with gaps.
    ///
    /// alpha = 1 - Do / De. Do is the mean of the squared difference d(c, k) over all pairs of grades within an item, each grade of an
    /// item with m of them weighted by 1 / (m - 1); De is its mean over all pairs of the n grades whatever their item; items with fewer
    /// than two grades are left out of both. d is 1 for any two grades (nominal), the square of the distance between their mean ranks among
    /// the n grades (ordinal), or of their difference (interval).
    ///
    /// Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    ///
    /// - Complexity: O(m n) for m judges and n items, and O(k) memory for k grades.
    public func alpha(_ level: Level) -> Coefficient {
        let counts = pairableCounts()
        let n = counts.reduce(0, +)
        guard n > 0 else { return .undefined(.noOverlap) }
        let (observed, expected) =
            if level == .nominal {
                (nominalDisagreement(), n - counts.reduce(0) { $0 + $1 * $1 } / n)
            } else { disagreement(of: places(level, counts), counts: counts) }
        // Of n grades each has n - 1 others: De is over n (n - 1) pairs, Do over n.
        return Self.corrected(observed: observed * (n - 1) / n, expected: expected, count: Int(n))
    }

    /// How often each grade was given to an item with two grades or more.
    private func pairableCounts() -> [Double] {
        var counts = [Double](repeating: 0, count: grades.count)
        forEachItem { ranks in for rank in ranks { counts[Int(rank)] += 1 } }
        return counts
    }

    /// Where each grade stands on the line on which differences are taken.
    private func places(_ level: Level, _ counts: [Double]) -> [Double] {
        guard level == .ordinal else {
            // As distances from the first, which are exact where the grades themselves are large.
            return grades.map { Double($0) - Double(grades[0]) }
        }
        var before = 0.0
        return counts.map { count in
            defer { before += count }
            return before + count / 2
        }
    }

    /// The sum over items of the disagreeing pairs, each grade weighted by 1 / (m - 1).
    private func nominalDisagreement() -> Double {
        var (sum, counts) = (0.0, [Int](repeating: 0, count: grades.count))
        forEachItem { ranks in
            var alike = 0
            // Of c equal grades each has c - 1 that agree with it: 0 + 2 + 4 and so on, two for each pair.
            for rank in ranks {
                alike += 2 * counts[Int(rank)]
                counts[Int(rank)] += 1
            }
            for rank in ranks { counts[Int(rank)] = 0 }
            let m = ranks.count
            sum += Double(m * (m - 1) - alike) / Double(m - 1)
        }
        return sum
    }

    /// The sums of squared differences on a line: within items as above, and over all grades divided by n.
    private func disagreement(of places: [Double], counts: [Double]) -> (observed: Double, expected: Double) {
        var observed = 0.0
        forEachItem { ranks in
            // Taken from the item's first grade, so that equal grades differ by exactly nothing.
            let first = places[Int(ranks[0])]
            var (sum, squares) = (0.0, 0.0)
            for rank in ranks {
                let distance = places[Int(rank)] - first
                sum += distance
                squares += distance * distance
            }
            let m = Double(ranks.count)
            observed += 2 * (m * squares - sum * sum) / (m - 1)
        }
        let n = counts.reduce(0, +)
        let mean = zip(places, counts).reduce(0) { $0 + $1.0 * $1.1 } / n
        let expected = zip(places, counts).reduce(0.0) { sum, entry in
            let distance = entry.0 - mean
            return sum + 2 * distance * distance * entry.1
        }
        // One grade's mean may round to a neighbour of it.
        return (observed, counts.count(where: { $0 > 0 }) > 1 ? expected : 0)
    }

    /// Calls `body` with the ranks of every item that two judges or more graded.
    private func forEachItem(_ body: (ArraySlice<Int32>) -> Void) {
        var given = [Int32](repeating: 0, count: judges.count)
        for item in 0..<itemCount {
            var count = 0
            for judge in ranks.indices where ranks[judge][item] >= 0 {
                given[count] = ranks[judge][item]
                count += 1
            }
            if count > 1 { body(given[..<count]) }
        }
    }
}
