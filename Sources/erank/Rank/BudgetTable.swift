import Comparing
import Foundation
import Relevance
import Reranking
import Sessions

/// A budget curve as a table, as CSV and as JSON.
struct BudgetTable {
    private let curve: BudgetCurve
    private let job: JobState

    init(_ curve: BudgetCurve, job: JobState) { (self.curve, self.job) = (curve, job) }

    private var measureName: String { curve.measure?.name ?? "measure" }

    var text: String {
        func number(_ value: Double?, _ digits: Int = 3) -> String { value.map { String(format: "%.\(digits)f", $0) } ?? "-" }
        let rows = curve.points.map { point in
            [
                "\(point.budget)", number(point.tokenShare * 100, 0) + " %", number(point.value, 4), number(point.kendallTauB),
                number(point.tauAPB),
            ]
        }
        let table = TextTable(
            header: ["tokens at most", "of all tokens", measureName, "tau_b", "tau_AP,b"], rows: rows,
            rightAligned: [0, 1, 2, 3, 4])
        return
            "ranked by \(curve.rankBy.rawValue): \(queries)\n\n\(table.text)\n\n\(curve.sentence)\n"
            + note
    }

    private var queries: String {
        curve.queries == job.runs.count
            ? curve.queries.counted("query", "queries")
            : "\(curve.queries) of \(job.runs.count) queries, those with stops"
    }

    /// What limits the figures.
    private var note: String {
        let unstopped =
            curve.unstopped > 0 ? "\(curve.unstopped.counted("document")) without stops: as they are, whatever the budget\n" : ""
        return unstopped
            + BudgetCurve.note + "\n"
    }

    var csv: String {
        func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let rows = curve.points.map { point in
            "\(point.budget),\(point.tokenShare),\(number(point.value)),\(number(point.kendallTauB)),\(number(point.tauAPB))"
        }
        return (["tokens,token_share,\(measureName),tau_b,tau_ap_b"] + rows).joined(separator: "\n") + "\n"
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { line in
            line.member("job", job.id.rawValue)
            line.member("rank_by", curve.rankBy.rawValue)
            line.member("queries", curve.queries)
            line.member("documents", curve.documents)
            line.member("settled_at_once", curve.settledAtOnce)
            line.member("unstopped", curve.unstopped)
            line.member("measure") { $0.valueOrNull(curve.measure?.name) }
            line.member("budgets") { writer in
                writer.array { writer in
                    for point in curve.points {
                        writer.object {
                            $0.member("tokens", point.budget)
                            $0.member("token_share", point.tokenShare)
                            $0.member("value") { $0.valueOrNull(point.value) }
                            $0.member("tau_b") { $0.valueOrNull(point.kendallTauB) }
                            $0.member("tau_ap_b") { $0.valueOrNull(point.tauAPB) }
                        }
                    }
                }
            }
            line.member("enough") { $0.valueOrNull(curve.enough?.budget) }
            line.member("sentence", curve.sentence)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
