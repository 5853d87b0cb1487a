import Foundation
import Relevance
import Sessions
import Terminal

extension JudgeAgreement {
    /// The coefficients for people, without a newline at the end.
    var text: String {
        let rows = pairs.map { pair in
            [
                pair.judges.joined(separator: ", "), "\(pair.count)", pair.raw.map(Self.number) ?? "-",
                Self.number(pair.kappa), Self.number(pair.linearKappa), Self.number(pair.quadraticKappa),
                pair.kappa.reason?.description ?? "",
            ].map { TerminalText.sanitized($0) }
        }
        var parts = [
            TextTable(
                header: ["judges", "documents", "equal", "kappa", "linear", "quadratic", ""], rows: rows,
                rightAligned: [1, 2, 3, 4, 5]
            ).text
        ]
        let why = nominal.reason.map { " (\($0))" } ?? ""
        parts.append("alpha of \(judges.count) judges: nominal \(Self.number(nominal)), ordinal \(Self.number(ordinal))\(why)")
        if let modelName, let modelBasis {
            parts.append(TerminalText.sanitized("model: \(modelName), \(modelBasis.words) as the nearest grade"))
        }
        if judges.count == 2 { parts.append(confusion) }
        return parts.joined(separator: "\n\n")
    }

    /// For two judges: rows are the first judge's grades, columns the second's.
    private var confusion: String {
        let table = ConfusionTable(self.table, 0, 1)
        let grades = table.grades.count <= Self.shownGrades ? table.grades : table.used
        let rows = grades.map { row in ["\(row)"] + grades.map { "\(table[row, $0])" } }
        let title = TerminalText.sanitized("rows: \(table.judges[0]), columns: \(table.judges[1])")
        return title + "\n"
            + TextTable(
                header: [""] + grades.map { "\($0)" }, rows: rows, rightAligned: Set(0...grades.count)
            ).text
    }

    /// The most grades for which the whole scale is shown, so that the table fits on a terminal. Of a longer scale, only
    /// grades in use are shown.
    private static let shownGrades = 16

    /// The documents with the grades of all judges, without a newline at the end.
    func disagreementTable(titles topics: [Topic]) -> String {
        guard !disagreements.isEmpty else { return "no document has different grades" }
        var titles: [String: [String: String]] = [:]
        for topic in topics {
            for candidate in topic.candidates { titles[topic.id, default: [:]][candidate.document.id] = candidate.document.title }
        }
        let rows = disagreements.map { document in
            let grades = document.grades.map { $0.map(String.init) ?? "-" }
            let decided = document.adjudication.map { $0.grade.map(String.init) ?? "?" } ?? "-"
            let title = titles[document.queryID]?[document.documentID] ?? ""
            return (["\(document.span)"] + grades + [decided, document.queryID, document.documentID, title])
                .map { TerminalText.sanitized($0) }
        }
        let table = TextTable(
            header: (["steps"] + judges + ["adjudicated", "query", "document", "title"]).map { TerminalText.sanitized($0) },
            rows: rows, rightAligned: Set(0...judges.count + 1))
        return table.text
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func number(_ coefficient: Coefficient) -> String { coefficient.value.map(number) ?? "-" }
}

extension ConfusionTable {
    /// The grades that either judge gave.
    fileprivate var used: [Int] {
        grades.filter { grade in grades.contains { self[grade, $0] > 0 || self[$0, grade] > 0 } }
    }
}
