import Relevance
import Sessions

extension JudgeAgreement {
    /// The coefficients as one line of JSON. An undefined coefficient is null, with the reason beside it.
    var json: String {
        var writer = JSONWriter()
        writer.object { line in
            line.member("judges") { Self.write(judges, to: &$0) }
            line.member("model") { $0.valueOrNull(modelName) }
            // expected, answers (no distribution) or mixed.
            line.member("model_basis") { $0.valueOrNull(modelBasis?.rawValue) }
            line.member("documents", table.itemCount)
            line.member("pairs") { pairs in
                pairs.array { pairs in
                    let places = judges.indices.flatMap { first in judges.indices.filter { $0 > first }.map { (first, $0) } }
                    for (pair, (first, second)) in zip(self.pairs, places) {
                        pairs.object { Self.write(pair, ConfusionTable(table, first, second), to: &$0) }
                    }
                }
            }
            line.member("alpha") { alpha in
                alpha.object {
                    Self.write("nominal", nominal, to: &$0)
                    Self.write("ordinal", ordinal, to: &$0)
                    Self.write("reason", nominal.reason, to: &$0)
                }
            }
            line.member("disagreements", disagreements.count)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ pair: PairAgreement, _ confusion: ConfusionTable, to writer: inout JSONWriter) {
        writer.member("judges") { write(pair.judges, to: &$0) }
        writer.member("documents", pair.count)
        writer.member("raw") { $0.valueOrNull(pair.raw) }
        write("kappa", pair.kappa, to: &writer)
        write("linear_kappa", pair.linearKappa, to: &writer)
        write("quadratic_kappa", pair.quadraticKappa, to: &writer)
        write("reason", pair.kappa.reason, to: &writer)
        writer.member("confusion") { cells in
            cells.array { cells in
                for row in confusion.grades {
                    for column in confusion.grades where confusion[row, column] > 0 {
                        cells.object {
                            $0.member("grades") { grades in
                                grades.array {
                                    $0.value(row); $0.value(column)
                                }
                            }
                            $0.member("documents", confusion[row, column])
                        }
                    }
                }
            }
        }
    }

    /// Each disagreement as a line of JSON. A judge without a grade is not in `grades`.
    var disagreementLines: [String] {
        disagreements.map { document in
            var writer = JSONWriter()
            writer.object { line in
                line.member("query", document.queryID)
                line.member("document", document.documentID)
                line.member("steps", document.span)
                line.member("grades") { grades in
                    grades.object {
                        for (judge, grade) in zip(judges, document.grades) { if let grade { $0.member(judge, grade) } }
                    }
                }
                line.member("decided") { writer in
                    guard let decision = document.adjudication else { return writer.null() }
                    writer.object {
                        $0.member("judge", decision.judge)
                        $0.member("grade") { $0.valueOrNull(decision.grade) }
                        $0.member("note") { $0.valueOrNull(decision.note) }
                    }
                }
            }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private static func write(_ names: [String], to writer: inout JSONWriter) {
        writer.array { writer in names.forEach { writer.value($0) } }
    }

    private static func write(_ name: String, _ coefficient: Coefficient, to writer: inout JSONWriter) {
        writer.member(name) { $0.valueOrNull(coefficient.value) }
    }

    private static func write(_ name: String, _ reason: Coefficient.Reason?, to writer: inout JSONWriter) {
        writer.member(name) { $0.valueOrNull(reason?.description) }
    }
}
