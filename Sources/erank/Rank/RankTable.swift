import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// The ranking of a query for people.
struct RankTable {
    private let report: RankReport
    private let run: RunState

    init(_ report: RankReport, _ run: RunState) { (self.report, self.run) = (report, run) }

    /// Without a line feed at the end.
    var text: String {
        let candidates = Dictionary(
            run.candidates.enumerated().map { ($1.document.id, (place: $0 + 1, title: $1.document.title)) }
        ) { first, _ in first }
        let rows = report.ranking.map { row in
            let candidate = candidates[row.id]
            return [
                "\(row.rank)", Self.move(from: candidate?.place ?? row.rank, to: row.rank),
                row.score.map { Self.number($0) } ?? "-",
                row.result?.answer.map(String.init) ?? "-", (row.result?.distribution?.expected).map { Self.number($0) } ?? "-",
                (row.result?.distribution?.entropy).map { Self.number($0, 2) } ?? "-", Self.state(row), row.id,
                candidate?.title ?? "",
            ]
        }
        let table = TextTable(
            header: ["#", "move", "score", "answer", "expected", "entropy", "state", "id", "title"], rows: rows,
            rightAligned: [0, 1, 2, 3, 4, 5])
        let query = TerminalText.sanitized("query \(report.query.id): \(report.query.text)")
        return "\(query)\n\(table.text)\n\(Self.footer(report))\n"
    }

    /// Scores as on the screens. No negative zero.
    private static func number(_ value: Double, _ decimals: Int = 3) -> String {
        let text = String(format: "%.\(decimals)f", value)
        return text.contains { $0 != "0" && $0 != "." && $0 != "-" } ? text : text.replacing("-", with: "")
    }

    /// The number of ranks gained since the first stage.
    private static func move(from place: Int, to rank: Int) -> String {
        place == rank ? "=" : place > rank ? "+\(place - rank)" : "-\(rank - place)"
    }

    private static func state(_ row: RankReport.Row) -> String {
        row.result?.isCut == true ? row.words + ", cut" : row.words
    }

    private static func footer(_ report: RankReport) -> String {
        guard let statistics = report.statistics else { return "" }
        let note = report.rule.note.map { $0 + "\n" } ?? ""
        // For a resumed run, time and speed are those of the documents scored since.
        let now = report.keptCount > 0 ? ", \(report.settledNowCount) of them since it was resumed," : ""
        let rate = report.documentsPerSecond.map { "\(number($0)) documents/s, " } ?? ""
        return note + """
            \(report.counts.words) by \(report.model?.name ?? "no model")\(now) in \
            \(number(statistics.seconds)) s (\(rate)\(statistics.promptTokens) \
            prompt and \(statistics.newTokens) new tokens)
            """
    }
}
