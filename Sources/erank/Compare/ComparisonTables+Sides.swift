import Comparing
import Foundation
import Relevance

/// The tables that say how each side scores, where its documents went, and for which queries it is better.
extension ComparisonTables {
    /// How each side gives its scores, and what they cost; nil where no side has a model.
    var profiles: Table? {
        let sides = [comparison.a, comparison.b].map { SideProfile($0, queries: comparison.finished) }
        guard sides.contains(where: { $0 != nil }) else { return nil }
        func row(_ name: String, _ digits: Int, _ value: (SideProfile) -> Double?) -> [String] {
            [name] + sides.map { Self.plain($0.flatMap(value), digits) }
        }
        return Table(
            title: "Scores and cost",
            note: """
                shares are of the documents with an answer; entropy is the mean over their distributions, in bits; \
                tokens read are those of prompts, shared beginnings among them. Sides that were scored at once shared the machine, \
                so each is slower than it would be alone.
                """,
            header: ["of each side", "A", "B"],
            rows: [
                row("documents with an answer", 0) { Double($0.answered) },
                row("share of the lowest answer", 3, \.shareLowest), row("share of the highest answer", 3, \.shareHighest),
                row("share of tied scores", 3, \.shareTied), row("entropy", 2, \.meanEntropy),
                row("tokens written a document", 1, \.writtenPerDocument),
                row("tokens read a document", 1, \.readPerDocument),
                row("documents a second", 2, \.documentsPerSecond),
            ])
    }

    /// The grades of the documents by the answer of each side; nil without judged answers, and for answers to different
    /// questions.
    var calibration: Table? {
        let sides = [comparison.a, comparison.b].map { SideProfile($0, queries: comparison.finished)?.grades ?? [] }
        let count = sides.map(\.count).max() ?? 0
        guard sides.contains(where: { $0.contains { $0.judged > 0 } }), sides.allSatisfy({ $0.isEmpty || $0.count == count })
        else { return nil }
        func cells(_ grades: [(judged: Int, sum: Int)], _ answer: Int) -> [String] {
            guard grades.indices.contains(answer), grades[answer].judged > 0 else { return ["0", Self.plain(nil, 2)] }
            return ["\(grades[answer].judged)", Self.plain(Double(grades[answer].sum) / Double(grades[answer].judged), 2)]
        }
        return Table(
            title: "Grades by answer", note: "the judged documents with each answer, and their mean grade.",
            header: ["answer", "A judged", "A grade", "B judged", "B grade"],
            rows: (0..<count).map { ["\($0)"] + cells(sides[0], $0) + cells(sides[1], $0) })
    }

    /// Where documents went from A to B; nil where no document has both ranks.
    var bands: Table? {
        let bands = RankBands(comparison.finished)
        guard bands.counts.joined().contains(where: { $0 > 0 }) else { return nil }
        return Table(
            title: "Ranks in A and in B", note: "documents by their rank in A (rows) and in B (columns).",
            header: ["A \\ B"] + bands.starts.indices.map(bands.name),
            rows: bands.starts.indices.map { row in [bands.name(row)] + bands.counts[row].map { "\($0)" } })
    }

    /// The first measure for parts of the queries; nil for fewer queries than make sense to divide.
    var slices: Table? {
        guard let first = comparison.measures.first, comparison.queries.count >= 6 else { return nil }
        let slices = SliceKey.allCases.map(comparison.slices(by:)).filter { $0.count > 1 } + [comparison.slices(by: tags)]
        return Table(
            title: "Parts of the queries by \(first.measure.name)",
            note: "thirds by the words of the query, by its relevant documents, and by how much of the first ten is judged.",
            header: ["queries", "number", "A", "B", "difference", "interval"],
            rows: slices.joined().map {
                [
                    $0.name, "\($0.count)", Self.value($0.a), Self.value($0.b), Self.signed($0.differences.mean),
                    Self.interval($0.interval),
                ]
            })
    }

    /// All sides against A; nil for two sides.
    var allSides: Table? {
        guard !others.isEmpty else { return nil }
        let all = [comparison] + others
        let header = ["measure"] + all.indices.flatMap { ["A", Self.name(ofSide: $0), "\(Self.name(ofSide: $0)) - A", "p"] }
        let rows = comparison.measures.indices.map { index in
            [comparison.measures[index].measure.name]
                + all.flatMap { other -> [String] in
                    let one = other.measures[index]
                    return [Self.value(one.a), Self.value(one.b), Self.signed(one.differences.mean), Self.p(one.randomisationP)]
                }
        }
        return Table(
            title: "All sides",
            note: """
                each over the queries that it has in common with A, and A over the same; p is the sign-flip randomisation test. \
                \(zip(all.indices, all).map { "\(Self.name(ofSide: $0)): \($1.b.name)" }.joined(separator: "; ")).
                """,
            header: header, rows: rows)
    }
}
