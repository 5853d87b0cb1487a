import Foundation
import Inference
import Relevance
import Reranking

/// A session as Markdown: for each query its ranking, then the model's thought about each document.
public struct SessionMarkdown {
    private let state: SessionState
    private let reports: [RankReport]

    /// The Markdown of these reports of a session.
    public init(_ state: SessionState, reports: [RankReport]) { (self.state, self.reports) = (state, reports) }

    /// The text, one section per query.
    public var text: String {
        if reports.isEmpty {
            let topics = state.topics.isEmpty ? [Topic(query: state.query, candidates: [])] : state.topics
            return topics.map(withoutRun).joined(separator: "\n")
        }
        return reports.map(section).joined(separator: "\n")
    }

    /// A query that nothing has scored.
    private func withoutRun(_ topic: Topic) -> String {
        let query = topic.query.text.isEmpty ? "a session without a query" : MarkdownText.escaped(topic.query.text)
        let graded = state.book.final(query: topic.id).count
        let words = graded > 0 ? " \(graded) of \(topic.candidates.count) documents judged." : ""
        return "# \(query)\n\nNo run yet.\(words)\n"
    }

    private func section(_ report: RankReport) -> String {
        let byID = report.candidates
        let grades = state.book.final(query: report.query.id)
        let header = """
            | # | first stage | score | answer | expected | entropy | grade | state | id | title |
            | --: | --: | --: | --: | --: | --: | --: | --- | --- | --- |

            """
        let rows = report.ranking.map { Self.row($0, candidate: byID[$0.id], grade: grades[$0.id]) }
        let thoughts = report.ranking.map { Self.thought($0, title: byID[$0.id]?.document.title ?? "") }
        return summary(report) + "\n" + header + rows.joined() + thoughts.joined()
    }

    private func summary(_ report: RankReport) -> String {
        var text = "# \(MarkdownText.escaped(report.query.text))\n\n"
        let model = report.model.map { "\($0.name) (\($0.quantisation), \($0.engine), \($0.machine))" } ?? "none"
        text += "- Model: \(MarkdownText.escaped(model))\n"
        let left = report.unscoredCount
        let all = report.ranking.count
        let isOne = (state.job(report.job)?.runs.count ?? 1) < 2
        let done = isOne ? "complete" : "complete for this query"
        text += "- Job: \(report.job.rawValue), \(left == 0 ? done : "\(left) of \(all) documents not scored")\n"
        text += "- Mode: \(report.settings.mode.rawValue), ranked by \(report.rule.applied.rawValue)\n"
        if let note = report.rule.note { text += "- Ranking: \(note)\n" }
        text += "- Instruction: \(MarkdownText.escaped(report.settings.instruction))\n"
        if let statistics = report.statistics {
            text += "- Documents: \(report.counts.words), in \(Self.number(statistics.seconds)) s, "
            text += "\(statistics.promptTokens) prompt and \(statistics.newTokens) new tokens\n"
        }
        return text
    }

    private static func row(_ row: RankReport.Row, candidate: Candidate?, grade: Int?) -> String {
        let result = row.result
        var cells = [String(row.rank), candidate.map { String($0.firstStageRank) } ?? ""]
        cells += [number(row.score, 3), result?.answer.map(String.init) ?? "-"]
        cells += [number(result?.distribution?.expected, 3), number(result?.distribution?.entropy)]
        cells.append(grade.map(String.init) ?? "")
        cells.append(row.words)
        cells += [MarkdownText.escaped(row.id), MarkdownText.escaped(candidate?.document.title ?? "")]
        return "| \(cells.joined(separator: " | ")) |\n"
    }

    private static func thought(_ row: RankReport.Row, title: String) -> String {
        guard !row.reasoning.isEmpty else { return "" }
        let lines = row.reasoning.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let heading = "\n## \(row.rank). \(MarkdownText.escaped(title)) (\(MarkdownText.escaped(row.id)))\n\n"
        return heading + lines.map { "> \(MarkdownText.withoutHTML($0))\n" }.joined()
    }

    private static func number(_ value: Double?, _ decimals: Int = 2) -> String {
        value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
    }
}
