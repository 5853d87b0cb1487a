import Comparing
import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// A comparison in one of the formats that people and programs read.
struct ComparisonReport {
    let comparison: Comparison
    /// Further sides against A.
    var others: [Comparison] = []
    /// Of queries, by their ids.
    var tags: [String: String] = [:]

    var tables: ComparisonTables { ComparisonTables(comparison: comparison, others: others, tags: tags) }

    /// For people on a terminal. Without a newline at the end.
    var text: String {
        let facts = tables.facts.map { "\(TerminalText.padded($0.name, to: 11))\(TerminalText.sanitized($0.value))" }
        let parts = tables.all.map { table in
            let rows = table.rows.map { row in row.map { TerminalText.sanitized($0) } }
            let numbers = table.header.indices.filter { !table.isText($0) }
            let body = TextTable(header: table.header, rows: rows, rightAligned: Set(numbers)).text
            return "\(table.title)\n\(body)" + (table.note.isEmpty ? "" : "\n\(table.note)")
        }
        return ([facts.joined(separator: "\n")] + parts).joined(separator: "\n\n")
    }

    /// Query, measure, A, B, difference: a line each, with its line feed.
    var csv: String {
        let rows = comparison.queries.flatMap { query in
            zip(comparison.measures, query.values).map { measure, pair in
                [query.id, measure.measure.name, "\(pair.a)", "\(pair.b)", "\(pair.difference)"]
            }
        }
        return ([["query", "measure", "a", "b", "difference"]] + rows).map(CSVWriter.line).joined()
    }

    /// The differences as trec_eval prints measures with -q: measure, query and value, with "all" for the mean. Each line with
    /// its line feed.
    var trec: String {
        func line(_ measure: Measure, _ query: String, _ value: Double) -> String {
            let name = measure.name.padding(toLength: max(22, measure.name.count), withPad: " ", startingAt: 0)
            return "\(name)\t\(query)\t\(String(format: "%.4f", value))\n"
        }
        let queries = comparison.queries.flatMap { query in
            zip(comparison.measures, query.values).map { line($0.measure, query.id, $1.difference) }
        }
        let means = comparison.measures.compactMap { one in one.differences.mean.map { line(one.measure, "all", $0) } }
        return (queries + means).joined()
    }

    /// What made the rankings, to repeat them: a line for each side that has a model.
    var settings: [String] {
        [("A", comparison.a), ("B", comparison.b)].compactMap { name, side -> String? in
            guard let settings = side.settings, let model = settings.model else { return nil }
            return """
                \(name): \(model.name), \(model.quantisation), sha256 \(model.sha256), \(model.engine); mode \
                \(settings.run.mode.rawValue), instruction "\(settings.run.instruction)", at most \(settings.run.maxNewTokens) \
                tokens, ranked by \(settings.rankBy.rawValue)
                """
        }
    }

    var markdown: String {
        func cell(_ text: String) -> String { MarkdownText.escaped(TerminalText.sanitized(text)) }
        let facts = tables.facts.map { "- \($0.name): \(cell($0.value))" }.joined(separator: "\n")
        let parts = tables.all.map { table in
            let rule = table.header.indices.map { table.isText($0) ? "---" : "--:" }
            let lines = ([table.header, rule] + table.rows).map { "| " + $0.map(cell).joined(separator: " | ") + " |" }
            return "## \(table.title)\n\n\(lines.joined(separator: "\n"))" + (table.note.isEmpty ? "" : "\n\n\(table.note)")
        }
        let made = settings.isEmpty ? [] : ["## Settings\n\n" + settings.map { "- \(cell($0))" }.joined(separator: "\n")]
        return (["# Comparison\n\n\(facts)"] + parts + made).joined(separator: "\n\n")
    }

    /// The measures as a LaTeX table (booktabs).
    var latex: String {
        let table = tables.measures
        let columns = table.header.indices.map { table.isText($0) ? "l" : "r" }.joined()
        let lines = ([table.header] + table.rows).map { $0.map(Self.tex).joined(separator: " & ") + " \\\\" }
        let caption =
            "A: \(comparison.a.name). B: \(comparison.b.name). \(comparison.finished.count.counted("query", "queries")). \(table.note)"
        return """
            % needs \\usepackage{booktabs}
            \\begin{table}
            \\centering
            \\begin{tabular}{\(columns)}
            \\toprule
            \(lines[0])
            \\midrule
            \(lines.dropFirst().joined(separator: "\n"))
            \\bottomrule
            \\end{tabular}
            \\caption{\(Self.tex(caption))}
            \\end{table}
            """
    }

    private static func tex(_ text: String) -> String {
        TerminalText.sanitized(text).map { character -> String in
            switch character {
            case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
            case "\\": "\\textbackslash{}"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "<": "\\textless{}"
            case ">": "\\textgreater{}"
            default: String(character)
            }
        }.joined()
    }
}
