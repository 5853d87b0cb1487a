extension RatingTable {
    /// How the size of a disagreement is measured.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        /// All disagreements count the same.
        case nominal
        /// Grades have an order: the distance of two grades is the distance of their mean ranks among all given grades.
        case ordinal
        /// Grades are numbers: the distance of two grades is their difference.
        case interval
    }

    /// Krippendorff's alpha over any number of judges; grades may be missing.
    ///
    /// alpha = 1 - Do / De. Do is the mean of the squared distance d(c, k) over all pairs of grades of the same item, where
    /// each grade of an item with m grades is weighted by 1 / (m - 1). De is the mean over all pairs of the n grades,
    /// whatever their items. Items with fewer than two grades are left out of both. d is 1 for any two different grades
    /// (nominal), the distance between their mean ranks among the n grades (ordinal), or their difference (interval).
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
        // De averages over n (n - 1) ordered pairs, Do over n weighted grades.
        return Self.corrected(observed: observed * (n - 1) / n, expected: expected, count: Int(n))
    }

    /// How often each grade was given, counting only items with two or more grades.
    private func pairableCounts() -> [Double] {
        var counts = [Double](repeating: 0, count: grades.count)
        forEachItem { ranks in for rank in ranks { counts[Int(rank)] += 1 } }
        return counts
    }

    /// The coordinate of each grade on the line on which distances are measured.
    private func places(_ level: Level, _ counts: [Double]) -> [Double] {
        guard level == .ordinal else {
            // As distances from the first grade, because these are exact even for large grades.
            return grades.map { Double($0) - Double(grades[0]) }
        }
        var before = 0.0
        return counts.map { count in
            defer { before += count }
            return before + count / 2
        }
    }

    /// The sum over items of the pairs that disagree, each grade weighted by 1 / (m - 1).
    private func nominalDisagreement() -> Double {
        var (sum, counts) = (0.0, [Int](repeating: 0, count: grades.count))
        forEachItem { ranks in
            var alike = 0
            // c equal grades form c (c - 1) ordered pairs, which this sums up as 0 + 2 + 4 + ... .
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

    /// The sums of squared distances on a line: within items, weighted as above, and over all grades, divided by n.
    private func disagreement(of places: [Double], counts: [Double]) -> (observed: Double, expected: Double) {
        var observed = 0.0
        forEachItem { ranks in
            // Distances are taken from the item's first grade, so that equal grades have a distance of exactly 0.
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
        // With a single grade, the mean may be rounded to a number next to it, and the sum would not be exactly 0.
        return (observed, counts.count(where: { $0 > 0 }) > 1 ? expected : 0)
    }

    /// Calls `body` with the ranks of every item that has two or more grades.
    private func forEachItem(_ body: (ArraySlice<Int32>) -> Void) {
        var ranksOfItem = [Int32](repeating: 0, count: judges.count)
        for item in 0..<itemCount {
            var count = 0
            for judge in ranks.indices where ranks[judge][item] >= 0 {
                ranksOfItem[count] = ranks[judge][item]
                count += 1
            }
            if count > 1 { body(ranksOfItem[..<count]) }
        }
    }
}
