import Foundation
import Relevance
import Reranking
import Sessions

/// The stops of a query's documents as a table, best document first.
struct StopTable {
    private let report: RankReport

    init(_ report: RankReport) { self.report = report }

    var text: String {
        let choices = report.settings.mode.choices
        let rows = report.ranking.flatMap { row in
            row.stops.map { stop -> [String] in
                let distribution = stop.distribution
                let answer = distribution.peak.flatMap { choices.indices.contains($0) ? choices[$0] : nil } ?? "-"
                return [
                    "\(row.rank)", row.id, "\(stop.afterTokens)", answer, Self.number(distribution.expected, 3),
                    Self.number(distribution.entropy, 2), Self.number(distribution.other, 3),
                ]
            }
        }
        let table = TextTable(
            header: ["rank", "id", "after tokens", "answer", "expected", "entropy", "other"], rows: rows,
            rightAligned: [0, 2, 3, 4, 5, 6])
        return "\(report.query.text)\n\n\(table.text)\n"
    }

    private static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
