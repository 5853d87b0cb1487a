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
        let hasSecond = report.ranking.contains { !$0.secondStops.isEmpty }
        let rows = report.ranking.flatMap { row in
            let second = Dictionary(row.secondStops.map { ($0.afterTokens, $0) }) { $1 }
            return row.stops.map { stop -> [String] in
                let distribution = stop.distribution
                let answer = distribution.peak.flatMap { choices.indices.contains($0) ? choices[$0] : nil } ?? "-"
                return [
                    "\(row.rank)", row.id, "\(stop.afterTokens)", answer, Self.number(distribution.expected, 3),
                    Self.number(distribution.entropy, 2), Self.number(distribution.other, 3),
                ] + (hasSecond ? [second[stop.afterTokens].map { Self.number($0.distribution.expected, 3) } ?? "-"] : [])
            }
        }
        let table = TextTable(
            header: ["rank", "id", "after tokens", "answer", "expected", "entropy", "other"]
                + (hasSecond ? ["second closing"] : []),
            rows: rows, rightAligned: [0, 2, 3, 4, 5, 6, 7])
        return "\(report.query.text)\n\n\(table.text)\n\(continuations)"
    }

    /// "d1 going on from token 24: mean 7.25 of 8 (7 8 7 7 9 6 7 7), forced there 6.10".
    private var continuations: String {
        let lines = report.ranking.flatMap { row in
            FreeAnswers.all(of: row.continuations).map { free in
                let answers = free.continuations.map { $0.answer.map(String.init) ?? "-" }
                let mean = free.mean.map { "mean \(Self.number($0, 2))" } ?? "no answer"
                let curve = StopCurve(row.stops)
                let forced = curve.map { curve in
                    ", forced there \(Self.number(curve.stops[curve.place(after: free.afterTokens)].distribution.expected, 2))"
                }
                return "\(row.id) going on from token \(free.afterTokens): \(mean) of \(answers.count) "
                    + "(\(answers.joined(separator: " ")))\(forced ?? "")\n"
            }
        }
        return lines.isEmpty ? "" : "\n" + lines.joined()
    }

    private static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
