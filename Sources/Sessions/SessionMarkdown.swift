import Foundation
import Inference
import Relevance
import Reranking

/// A session as a page to read: for each query its ranking, then what the model thought of each document.
public struct SessionMarkdown {
    private let state: SessionState

    public init(_ state: SessionState) { self.state = state }

    public var text: String {
        let reports = state.reports
        if reports.isEmpty {
            return "# \(Self.line(state.query.text.isEmpty ? "a session without a query" : state.query.text))\n\nNo run yet.\n"
        }
        return reports.map(section).joined(separator: "\n")
    }

    private func section(_ report: RankReport) -> String {
        let candidates = state.runs.last { $0.query == report.query }?.candidates ?? []
        let titles = Dictionary(candidates.map { ($0.document.id, $0) }, uniquingKeysWith: { first, _ in first })
        let grades = state.grades[report.query.id] ?? [:]
        var text = "# \(Self.line(report.query.text))\n\n"
        text += "- Model: \(report.model.map { "\($0.name) (\($0.quantisation), \($0.engine), \($0.machine))" } ?? "none")\n"
        text += "- Mode: \(report.settings.mode.rawValue), ranked by \(report.rankBy.rawValue)\n"
        text += "- Instruction: \(Self.line(report.settings.instruction))\n"
        if let statistics = report.statistics {
            text += "- \(statistics.documents) documents in \(Self.number(statistics.seconds)) s, "
            text += "\(statistics.promptTokens) prompt and \(statistics.newTokens) new tokens\n"
        }
        text += "\n| # | first stage | score | answer | expected | entropy | grade | state | id | title |\n"
        text += "| --: | --: | --: | --: | --: | --: | --: | --- | --- | --- |\n"
        for row in report.ranking {
            let candidate = titles[row.id]
            let result = row.result
            var cells = [String(row.rank), candidate.map { String($0.firstStageRank) } ?? ""]
            cells += [Self.number(row.score), result?.answer.map(String.init) ?? "-"]
            cells += [Self.number(result?.distribution?.expected), Self.number(result?.distribution?.entropy)]
            cells.append(grades[row.id].map(String.init) ?? "")
            cells.append(result?.isForced == true ? "forced" : row.state.rawValue)
            cells += [Self.cell(row.id), Self.cell(candidate?.document.title ?? "")]
            text += "| \(cells.joined(separator: " | ")) |\n"
        }
        for row in report.ranking where !row.reasoning.isEmpty {
            text += "\n## \(row.rank). \(Self.line(titles[row.id]?.document.title ?? "")) (\(Self.line(row.id)))\n\n"
            text += row.reasoning.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)\n" }
                .joined()
        }
        return text
    }

    private static func number(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "-" }

    private static func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

    private static func cell(_ text: String) -> String { line(text).replacingOccurrences(of: "|", with: "\\|") }
}
