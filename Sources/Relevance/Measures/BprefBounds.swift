/// The lowest and the highest bpref that are possible while some documents of a ranking are unjudged ("open").
///
/// Two numbers are not known: how many open documents are relevant, and how many are judged and not relevant. Best is that the
/// relevant ones are at the top and the others at the bottom; worst is the other way round. Each number of relevant documents
/// is tried. The number of others is found by bisection: bpref subtracts a sum over a divisor that both grow with it, the
/// divisor by one a step and the sum by steps that only grow (best) or only shrink (worst).
///
/// The sum over the relevant documents is of the non-relevant documents above each, counted up to the number of relevant ones
/// in all (the cap); the divisor is the number of non-relevant documents, up to the same cap.
///
/// - Complexity: O(n log n) for n documents.
struct BprefBounds {
    private let ranking: GradedRanking
    private let openCount: Int
    /// Of the judged relevant documents, in rank order: the non-relevant and the open ones above each.
    private let (above, openAbove): (Prefix, Prefix)
    /// Of the open documents, in rank order: the judged non-relevant ones above each, and the judged relevant ones below.
    private let (aboveOpen, belowOpen): (Prefix, Prefix)

    /// Numbers with the sums of the first so many.
    private struct Prefix {
        private(set) var values: [Int] = []
        private(set) var sums = [0]

        var sum: Int { sums.last ?? 0 }

        mutating func append(_ value: Int) {
            values.append(value)
            sums.append(sum + value)
        }
    }

    init(_ ranking: GradedRanking) {
        self.ranking = ranking
        var (above, openAbove, aboveOpen, belowOpen) = (Prefix(), Prefix(), Prefix(), Prefix())
        var (other, passed) = (0, 0)
        for grade in ranking.grades {
            if grade == GradedRanking.unjudged {
                aboveOpen.append(other)
                belowOpen.append(ranking.relevantIndices.count - above.values.count)
                passed += 1
            } else if GradedRanking.isRelevant(grade, level: ranking.level) {
                above.append(other)
                openAbove.append(passed)
            } else if grade >= 0 {
                other += 1
            }
        }
        (self.above, self.openAbove, self.aboveOpen, self.belowOpen, openCount) = (above, openAbove, aboveOpen, belowOpen, passed)
    }

    /// - Parameters:
    ///   - canBeRelevant: whether the scale has a relevant grade.
    ///   - canBeOther: whether the scale has a grade that is not relevant.
    func extremes(canBeRelevant: Bool, canBeOther: Bool) -> [Double] {
        var values: [Double] = []
        var (best, worst) = (Pointers(), Pointers(openAbove: openAbove.values.count))
        for made in 0...(canBeRelevant ? openCount : 0) {
            let cap = ranking.relevantCount + made
            guard cap > 0 else { continue }
            let others = canBeOther ? openCount - made : 0
            let lost = [
                leastLost(made, others: others, cap: cap, &best), mostLost(made, others: others, cap: cap, &worst),
            ]
            values += lost.map { (Double(above.values.count + made) - $0) / Double(cap) }
        }
        return values
    }

    /// The places from which on the cap counts. With every relevant document more they only move one way.
    private struct Pointers {
        var above = 0
        var aboveOpen = 0
        /// The judged relevant documents with at most so many open ones above them as are made non-relevant.
        var openAbove = 0
    }

    /// The first `made` open documents are relevant, and of the last ones as many are not as makes the least loss.
    private func leastLost(_ made: Int, others: Int, cap: Int, _ pointers: inout Pointers) -> Double {
        let known = ranking.nonrelevantCount
        guard known > 0 else { return 0 }
        guard known < cap else {
            // The divisor is the cap already.
            while pointers.above < above.values.count, above.values[pointers.above] < cap { pointers.above += 1 }
            while pointers.aboveOpen < openCount, aboveOpen.values[pointers.aboveOpen] < cap { pointers.aboveOpen += 1 }
            let uncapped = min(pointers.aboveOpen, made)
            let capped = above.values.count - pointers.above + made - uncapped
            return Double(above.sums[pointers.above] + aboveOpen.sums[uncapped] + capped * cap) / Double(cap)
        }
        func sum(_ others: Int) -> Int {
            above.sum + aboveOpen.sums[made] + belowOpen.sum - belowOpen.sums[openCount - others]
        }
        let found = Self.first(in: 0..<min(others, cap - known)) {
            belowOpen.values[openCount - 1 - $0] * (known + $0) >= sum($0)
        }
        return Double(sum(found)) / Double(known + found)
    }

    /// The last `made` open documents are relevant, and of the first ones as many are not as makes the greatest loss.
    private func mostLost(_ made: Int, others: Int, cap: Int, _ pointers: inout Pointers) -> Double {
        let known = ranking.nonrelevantCount
        var lost = 0.0
        let uncappedOthers = min(others, cap - known)
        let least = known > 0 ? 0 : 1
        if least <= uncappedOthers {
            func sum(_ others: Int) -> Int {
                above.sum + aboveOpen.sum - aboveOpen.sums[openCount - made] + belowOpen.sums[others] + others * made
            }
            let found = Self.first(in: least..<uncappedOthers) {
                (belowOpen.values[$0] + made) * (known + $0) <= sum($0)
            }
            lost = Double(sum(found)) / Double(known + found)
        }
        if known + others >= cap {
            // The divisor is the cap, and the sum only grows.
            while pointers.openAbove > 0, openAbove.values[pointers.openAbove - 1] > others { pointers.openAbove -= 1 }
            func isCapped(_ place: Int) -> Bool { above.values[place] + min(openAbove.values[place], others) >= cap }
            while pointers.above < above.values.count, !isCapped(pointers.above) { pointers.above += 1 }
            while pointers.aboveOpen < openCount, aboveOpen.values[pointers.aboveOpen] + others < cap { pointers.aboveOpen += 1 }
            let whole = min(pointers.above, pointers.openAbove)
            let judged =
                above.sums[pointers.above] + openAbove.sums[whole] + (pointers.above - whole) * others
                + (above.values.count - pointers.above) * cap
            let start = openCount - made
            let end = max(pointers.aboveOpen, start)
            let opened = aboveOpen.sums[end] - aboveOpen.sums[start] + (end - start) * others + (openCount - end) * cap
            lost = max(lost, Double(judged + opened) / Double(cap))
        }
        return lost
    }

    /// The first number that the condition holds for, which holds for all after it; the end if there is none.
    private static func first(in range: Range<Int>, where isTrue: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isTrue(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
