import Relevance

/// The mean of one measure over the queries that have it.
struct MeanFigure: Sendable {
    /// Of the first stage over the same queries.
    var base: Double
    var value: Double
    /// Where the mean lies if queries are drawn again, with 95 % confidence; nil for fewer than two queries.
    var interval: ClosedRange<Double>?
    /// Where the mean difference from the first stage lies, with 95 % confidence, by a paired t interval; nil for fewer than two
    /// queries, or if all differences are equal.
    var changeInterval: ClosedRange<Double>?
    /// What the unjudged leave open.
    var bounds: ClosedRange<Double>?
}

extension EvaluationCache {
    /// The queries with grades and a ranking of this system. A query of which the model has documents left counts for nothing:
    /// its ranking is none yet.
    func counted(_ system: Int) -> [(row: Row, base: Figures, own: Figures)] {
        rows.compactMap { row in
            guard let own = finishedFigures(row, system), let base = row.figures.first ?? nil else { return nil }
            return (row, base, own)
        }
    }

    /// The figures of a query that count beside others; nil for an unfinished one.
    func finishedFigures(_ row: Row, _ system: Int) -> Figures? {
        row.figures.indices.contains(system) && !isUnfinished(row, system) ? row.figures[system] : nil
    }

    /// Whether documents of a query are left to score for this system.
    func isUnfinished(_ row: Row, _ system: Int) -> Bool {
        guard systems.indices.contains(system), case .model = systems[system] else { return false }
        return row.unscoredCount.map { $0 > 0 } ?? false
    }

    /// How many queries of which the first stage has figures count for nothing, since the model has not scored them to the end.
    func leftOutCount(_ system: Int) -> Int {
        guard systems.indices.contains(system), case .model = systems[system] else { return 0 }
        return rows.count { ($0.figures.first ?? nil) != nil && $0.unscoredCount != 0 }
    }

    /// How many queries are counted: O(queries), and nothing is copied.
    func count(_ system: Int) -> Int {
        rows.count { row in
            !isUnfinished(row, system) && row.figures.indices.contains(system) && row.figures[system] != nil
                && row.figures[0] != nil
        }
    }

    /// Where a measure's mean lies with 95 % confidence: the interval of `erank evaluate --ci`. O(queries * 10,000).
    func interval(_ system: Int, _ measure: Int) -> ClosedRange<Double>? {
        Bootstrap.interval(of: counted(system).map { $0.own.values[measure] })
    }

    /// Every measure's mean, without its interval; empty where no query counts.
    func means(_ system: Int) -> [MeanFigure] {
        let counted = counted(system)
        guard !counted.isEmpty else { return [] }
        let count = Double(counted.count)
        return Self.measures.indices.map { measure in
            let values = counted.map { $0.own.values[measure] }
            let bounds = counted.compactMap { $0.own.bounds?[measure] }
            return MeanFigure(
                base: counted.reduce(0) { $0 + $1.base.values[measure] } / count, value: values.reduce(0, +) / count,
                changeInterval: PairedDifferences(a: counted.map { $0.base.values[measure] }, b: values).interval(),
                bounds: bounds.count < counted.count
                    ? nil
                    : (bounds.reduce(0) { $0 + $1.lowerBound } / count)...(bounds.reduce(0) { $0 + $1.upperBound } / count))
        }
    }
}
