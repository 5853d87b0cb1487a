import Comparing
import Foundation
import Relevance
import Sessions

/// The tables of a comparison for people, as text: every format prints the same ones.
struct ComparisonTables {
    /// A table with a title.
    struct Table {
        var title: String
        /// What the columns mean, where their titles do not say it.
        var note = ""
        var header: [String]
        var rows: [[String]]

        /// The first column holds names and the last one texts; the others hold numbers.
        func isText(_ column: Int) -> Bool { column == 0 || header[column] == "text" }
    }

    let comparison: Comparison
    /// Further sides against A.
    var others: [Comparison] = []
    /// Of queries, by their ids.
    var tags: [String: String] = [:]

    /// What is compared, one fact per line: the sides, what differs, the judgments.
    var facts: [(name: String, value: String)] {
        let differs = comparison.inputDifferences
        var facts = [
            ("A", Self.words(comparison.a)), ("B", Self.words(comparison.b)),
            ("differs", differs.isEmpty ? unknownDifference : differs.joined(separator: "; ")),
            ("queries", Self.queries(comparison)),
        ]
        if let judgments = comparison.judgments { facts.append(("judgments", judgments)) }
        if let pairs = comparison.judgedPairs {
            facts.append(
                (
                    "pairs",
                    "of \(pairs.count.counted("pair", "pairs")) of documents with different grades A has \(pairs.rightA) in their "
                        + "order, B \(pairs.rightB): B mends \(pairs.mended) and breaks \(pairs.broken)"
                ))
        }
        if let finding = comparison.thoughtFinding { facts.append(("finding", finding.sentence)) }
        return facts + comparison.cautions.map { ("caution", $0) }
    }

    private var unknownDifference: String {
        comparison.a.settings == nil ? "not known: TREC runs do not say what made them" : "nothing"
    }

    /// The name and the source, which a name may end with already.
    private static func words(_ side: ComparisonSide) -> String {
        let ending = " (\((side.source as NSString).lastPathComponent))"
        let name = side.name.hasSuffix(ending) ? String(side.name.dropLast(ending.count)) : side.name
        return "\(name)  (\(side.source))"
    }

    private static func queries(_ comparison: Comparison) -> String {
        let kind = comparison.judgments == nil ? "of both" : "of both, judged"
        let counted = comparison.countedQueries
        let more = counted > comparison.pairedCount ? "; \(counted) counted, those of one side as 0" : ""
        return "\(comparison.pairedCount) \(kind); only A \(comparison.onlyA.count), only B \(comparison.onlyB.count)" + more
    }

    /// All tables that have rows: the measures, the agreement, how each side scores, the queries that got worse, all queries,
    /// and the documents of a comparison of one query.
    var all: [Table] {
        [measures, allSides, agreement, profiles, calibration, bands, slices, regressions, queries, documents]
            .compactMap { $0 }.filter { !$0.rows.isEmpty }
    }

    private static func words(_ ties: RankBiasedOverlap.Ties) -> String {
        switch ties {
        case .unknown: "the order of tied scores counts as unknown, so a ranking with ties overlaps with itself by less than 1"
        case .equal: "tied scores have one rank"
        case .corrected: "the order of tied scores counts as unknown, corrected so that a ranking overlaps with itself by 1"
        }
    }

    // MARK: Means

    var measures: Table {
        let confidence = String(format: "%g", 100 * (1 - comparison.options.alpha))
        let hasWilcoxon = comparison.options.hasWilcoxon
        let rows = comparison.measures.map { one -> [String] in
            let differences = one.differences
            let row = [
                one.measure.name, Self.value(one.a), Self.value(one.b), Self.signed(differences.mean),
                Self.interval(one.interval), Self.interval(one.bounds), Self.plain(differences.effectSize, 2),
                Self.p(differences.tTest?.p),
                Self.p(one.randomisationP),
            ]
            let wilcoxon = hasWilcoxon ? [Self.p(one.wilcoxon?.p)] : []
            return row + wilcoxon + [
                Self.p(one.holmP), "\(one.outcomes.wins)", "\(one.outcomes.ties)", "\(one.outcomes.losses)",
            ]
        }
        let wilcoxon = hasWilcoxon ? ["p Wilcoxon"] : []
        let allEqual = comparison.measures.filter { $0.differences.areAllEqual }.map(\.measure.name)
        let equal =
            allEqual.isEmpty ? "" : " All differences are equal, so there is no t test: \(allEqual.joined(separator: ", "))."
        let zeros =
            hasWilcoxon
            ? comparison.measures.map { one in
                one.wilcoxon.map { "\(one.measure.name) \($0.method.rawValue) of \($0.count)" } ?? "\(one.measure.name) of 0"
            }.joined(separator: ", ") : ""
        let method = hasWilcoxon ? " Wilcoxon's test drops differences of 0: \(zeros)." : ""
        let decided = comparison.measures.filter { $0.isDecided && ($0.bounds.map { $0.lowerBound < $0.upperBound } ?? false) }
        let verdict =
            decided.isEmpty
            ? ""
            : " No judgment that is missing can change which side is better by \(decided.map(\.measure.name).joined(separator: ", "))."
        return Table(
            title: "Means",
            note: """
                difference is B - A with its paired t interval; if all judged: the least and the most that it could be if every \
                document were judged (for measures but nDCG, P and reciprocal rank it may be less than that); d_z is the mean difference over its standard deviation (paired); \
                p t is the paired t test, p flip the sign-flip randomisation test, Holm the p of t corrected over the measures; \
                wins are B's.\(equal)\(method)\(verdict)
                """,
            header: ["measure", "A", "B", "difference", "\(confidence) % interval", "if all judged", "d_z", "p t", "p flip"]
                + wilcoxon + [
                    "p Holm", "wins", "ties", "losses",
                ], rows: rows)
    }

    var agreement: Table {
        let rows = comparison.agreement.map { [$0.title, Self.plain($0.mean, 4), "\($0.undefined)"] }
        let persistence = comparison.options.persistence
        let weight = 100 * RankBiasedOverlap.weight(ofFirst: 10, persistence: persistence)
        return Table(
            title: "Agreement of the rankings",
            note: """
                means over the queries; undefined counts queries without the coefficient, such as a ranking wholly tied. \
                Rank-biased overlap with p = \(String(format: "%g", persistence)), which puts \(Self.plain(weight, 0)) % of the weight \
                on the first ten ranks; \(Self.words(comparison.options.overlapTies)).
                """,
            header: ["coefficient", "mean", "undefined"], rows: comparison.queries.isEmpty ? [] : rows)
    }

    // MARK: Queries

    private static let shownRegressions = 10

    private var regressions: Table? {
        guard let first = comparison.measures.first, comparison.queries.count > 1 else { return nil }
        let all = comparison.regressions
        return Table(
            title: "Queries that got worse by \(first.measure.name)",
            note: all.count > Self.shownRegressions
                ? "the worst \(Self.shownRegressions) of \(all.count); the table of queries has all" : "",
            header: ["query", "A", "B", "difference", "text"],
            rows: all.prefix(Self.shownRegressions).compactMap { query in
                query.values.first.map {
                    [query.id, Self.value($0.a), Self.value($0.b), Self.signed($0.difference), query.text]
                }
            })
    }

    private var queries: Table? {
        let first = comparison.measures.first
        let measured = first.map { ["A \($0.measure.name)", "B", "difference"] } ?? []
        let judged = first == nil ? [] : ["judged@10 A", "B"]
        // Further sides, each with its difference from A.
        let further = first == nil ? [] : others
        let values = further.map { other in
            Dictionary(other.queries.map { ($0.id, $0.values.first) }, uniquingKeysWith: { first, _ in first })
        }
        let names = further.indices.flatMap { [Self.name(ofSide: $0 + 1), "\(Self.name(ofSide: $0 + 1)) - A"] }
        return Table(
            title: "Queries", header: ["query"] + measured + names + ["tau_AP,b", "RBO"] + judged + ["text"],
            rows: comparison.queries.map { query in
                var row = [query.id]
                if first != nil {
                    row += [
                        Self.value(query.values.first?.a), Self.value(query.values.first?.b),
                        Self.signed(query.values.first?.difference),
                    ]
                }
                for values in values {
                    let pair = values[query.id] ?? nil
                    row += [Self.value(pair?.b), Self.signed(pair?.difference)]
                }
                row += [Self.plain(query.correlation.tauAPB, 2), Self.plain(query.overlap?.extrapolated, 2)]
                if first != nil { row += [Self.plain(query.judged10?.a, 2), Self.plain(query.judged10?.b, 2)] }
                return row + [query.text]
            })
    }

    /// The letter of a side against A: B for 0.
    static func name(ofSide place: Int) -> String {
        let names = "BCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
        return names.indices.contains(place) ? names[place] : "side \(place + 2)"
    }

    /// The documents of the only query.
    private var documents: Table? {
        guard comparison.queries.count == 1, let query = comparison.queries.first else { return nil }
        func rank(_ ranked: ComparisonSide.Ranked?) -> String { ranked.map { "\($0.rank)" } ?? "-" }
        func score(_ ranked: ComparisonSide.Ranked?) -> String {
            guard let ranked else { return "-" }
            return ranked.score.map { Self.plain($0, 2) } ?? ranked.state?.rawValue ?? "-"
        }
        return Table(
            title: "Documents", note: "W is the Wasserstein distance of both distributions, in answers.",
            header: ["id", "A rank", "B rank", "move", "A score", "B score", "W", "grade"],
            rows: query.documents.map { document in
                [
                    document.id, rank(document.a), rank(document.b), document.move.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "-",
                    score(document.a), score(document.b), Self.plain(document.wasserstein, 2),
                    document.grade.map(String.init) ?? "-",
                ]
            })
    }

    // MARK: Numbers

    private static let none = "-"

    static func value(_ value: Double?) -> String { plain(value, 4) }

    static func plain(_ value: Double?, _ digits: Int) -> String {
        guard let value else { return none }
        // Halves away from zero, as on the screens.
        let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
        let text = String(format: "%.\(digits)f", (value * unit).rounded() / unit)
        // No negative zero.
        return text.allSatisfy { "-0.".contains($0) } ? text.replacing("-", with: "") : text
    }

    static func signed(_ value: Double?) -> String {
        let text = plain(value, 4)
        return value ?? 0 > 0 && text.contains { "123456789".contains($0) } ? "+" + text : text
    }

    static func interval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(signed($0.lowerBound)) \(signed($0.upperBound))" } ?? none
    }

    static func p(_ p: Double?) -> String { p.map { $0 < 0.0001 ? "<.0001" : plain($0, 4) } ?? none }
}
