/// The bounds of the measures that divide by the number of relevant documents. How many of the unjudged ("open") documents are
/// relevant is not known, so every number is tried. The extremes have the relevant ones at the top or at the bottom; from one
/// number to the next a single document changes, so that all numbers together cost as much as one ranking.
struct RelevantCountBounds {
    private let ranking: GradedRanking
    /// The indices of the open documents, in rank order.
    private let open: [Int]
    /// How many judged relevant documents, and how many open ones, are among the first so many.
    private let (relevantAmong, openAmong): ([Int], [Int])

    init(_ ranking: GradedRanking, open: [Int]) {
        (self.ranking, self.open) = (ranking, open)
        var (relevant, unjudged) = ([0], [0])
        relevant.reserveCapacity(ranking.grades.count + 1)
        unjudged.reserveCapacity(ranking.grades.count + 1)
        for grade in ranking.grades {
            relevant.append((relevant.last ?? 0) + (GradedRanking.isRelevant(grade, level: ranking.level) ? 1 : 0))
            unjudged.append((unjudged.last ?? 0) + (grade == GradedRanking.unjudged ? 1 : 0))
        }
        (relevantAmong, openAmong) = (relevant, unjudged)
    }

    /// - Complexity: O(n) for n documents.
    func averagePrecision(cutoff: Int) -> [Double] {
        let count = min(cutoff, ranking.grades.count)
        // The sums of 1 / rank of the relevant and of the open documents below each index, down to the cut-off.
        var (relevantBelow, openBelow) = ([Double](repeating: 0, count: count + 1), [Double](repeating: 0, count: count + 1))
        var sum = 0.0
        for index in (0..<count).reversed() {
            let isOpen = ranking.grades[index] == GradedRanking.unjudged
            let isRelevant = GradedRanking.isRelevant(ranking.grades[index], level: ranking.level)
            relevantBelow[index] = relevantBelow[index + 1] + (isRelevant ? 1 / Double(index + 1) : 0)
            openBelow[index] = openBelow[index + 1] + (isOpen ? 1 / Double(index + 1) : 0)
            if isRelevant { sum += Double(relevantAmong[index + 1]) / Double(index + 1) }
        }
        var (best, worst) = (sum, sum)
        var values: [Double] = []
        for (made, (top, bottom)) in zip(open, open.reversed()).enumerated() {
            if top < count { best += Double(relevantAmong[top] + made + 1) / Double(top + 1) + relevantBelow[top + 1] }
            if bottom < count {
                worst +=
                    Double(relevantAmong[bottom] + 1) / Double(bottom + 1) + relevantBelow[bottom + 1] + openBelow[bottom + 1]
            }
            let relevant = Double(ranking.relevantCount + made + 1)
            values += [best / relevant, worst / relevant]
        }
        return values
    }

    /// - Complexity: O(n) for n documents.
    func rPrecision() -> [Double] {
        (0...open.count).filter { ranking.relevantCount + $0 > 0 }.flatMap { made in
            let relevant = ranking.relevantCount + made
            let depth = min(relevant, ranking.grades.count)
            let (known, unjudged) = (relevantAmong[depth], openAmong[depth])
            return [known + min(made, unjudged), known + max(0, made - (open.count - unjudged))].map {
                Double($0) / Double(relevant)
            }
        }
    }

    /// - Complexity: O(n) for n documents but for hostile orders, where it is O(n²).
    func interpolatedPrecision(recall: Double) -> [Double] {
        func needed(_ made: Int) -> Int { GradedRanking.needed(recall: recall, of: ranking.relevantCount + made) }
        // Best at each rank is that all open documents down to it are relevant and no other: one relevant document more never
        // raises the number needed by more than one.
        let best = ranking.grades.indices.reduce(0.0) { best, index in
            let (made, count) = (openAmong[index + 1], relevantAmong[index + 1] + openAmong[index + 1])
            return count >= needed(made) ? max(best, Double(count) / Double(index + 1)) : best
        }
        // Worst can only be where one relevant document more raised the number needed.
        var worst = Double.infinity
        var first = 0
        for made in 0...open.count where made == 0 || needed(made) > needed(made - 1) {
            let least = needed(made)
            func count(_ index: Int) -> Int {
                relevantAmong[index + 1] + max(0, made - (open.count - openAmong[index + 1]))
            }
            // From one number to the next, as many documents are needed as are added at most: the rank never rises.
            while first > 0, count(first - 1) >= least { first -= 1 }
            while first < ranking.grades.count, count(first) < least { first += 1 }
            var value = 0.0
            for index in first..<ranking.grades.count {
                value = max(value, Double(count(index)) / Double(index + 1))
                // Another number is worse already.
                if value >= worst { break }
            }
            worst = min(worst, value)
        }
        return [best, worst]
    }
}
