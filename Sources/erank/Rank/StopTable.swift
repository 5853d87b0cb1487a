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
        return "\(report.query.text)\n\n\(table.text)\n\(continuations)\n\(Self.note)\n"
    }

    /// What limits the figures.
    private static let note =
        "entropy in bits; other: off the scale. A stop is a forced answer and no belief: thinking on might have found another."

    /// "d1 going on from token 24 at temperature 0.7: 7 8 7 7 9 6 7 7, mean 7.25; forced there 6.10".
    private var continuations: String {
        let choices = report.settings.mode.choices
        let lines = report.ranking.flatMap { row -> [String] in
            let forced = Dictionary(row.stops.map { ($0.afterTokens, $0.distribution.expected) }) { $1 }
            return FreeAnswers.all(of: row.continuations).map { free in
                let answers = free.continuations.map { one in
                    one.answer.flatMap { choices.indices.contains($0) ? choices[$0] : nil } ?? "-"
                }
                let mean = free.mean.map { "mean \(Self.number($0, 2))" } ?? "no answer"
                let there = forced[free.afterTokens].map { "; forced there \(Self.number($0, 2))" } ?? ""
                return
                    "\(row.id) going on from token \(free.afterTokens) at temperature \(free.temperature): \(answers.joined(separator: " ")), \(mean)\(there)\n"
            }
        }
        return lines.isEmpty ? "" : "\n" + lines.joined()
    }

    private static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
