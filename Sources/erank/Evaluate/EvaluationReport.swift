import ArgumentParser
import Foundation
import Relevance

/// The output of `erank evaluate`: trec_eval's lines, or JSON.
struct EvaluationReport {
    let evaluation: Evaluation
    /// In the order in which they are printed.
    let measures: [Measure]
    var hasQueries = false
    var hasSummary = true
    var hasIntervals = false
    var pairwise: PairwiseMRR?

    /// Lines of name, query (or "all") and value, byte for byte as trec_eval prints them. The ends of an interval follow the
    /// value.
    var text: String {
        var text = ""
        if hasQueries {
            for query in evaluation.queries {
                for measure in measures where measure.isOfOneQuery {
                    text += Self.line(measure.name, query.id, measure.printed(query.evaluation.value(measure)))
                }
            }
            for query in pairwise?.queries ?? [] {
                text += Self.line(Self.pairwiseName, query.id, Self.fourDecimals(query.value))
            }
        }
        guard hasSummary else { return text }
        for measure in measures {
            let value = measure.kind == .runID ? evaluation.tag : measure.printed(evaluation.overall(measure))
            text += Self.line(measure.name, "all", value, hasIntervals ? evaluation.interval(measure) : nil)
        }
        if let pairwise {
            let interval = hasIntervals ? Bootstrap.interval(of: pairwise.queries.map(\.value)) : nil
            text += Self.line(Self.pairwiseName, "all", Self.fourDecimals(pairwise.mean), interval)
        }
        return text
    }

    /// One object: `runid`; `all` (for each measure its value over all queries, and, except for counts, `low` and `high`, the
    /// ends of the 95 % bootstrap interval); and `queries` (the measures of each query). Numbers have all digits.
    var json: String {
        var writer = JSONWriter()
        let figures = measures.filter { $0.kind != .runID }
        writer.object { object in
            object.member("runid", evaluation.tag)
            object.member("all") { all in
                all.object { all in
                    for measure in figures {
                        Self.write(evaluation.overall(measure), evaluation.interval(measure), of: measure.name, to: &all)
                    }
                    guard let pairwise else { return }
                    let interval = Bootstrap.interval(of: pairwise.queries.map(\.value))
                    Self.write(pairwise.mean, interval, of: Self.pairwiseName, to: &all)
                }
            }
            object.member("queries") { queries in
                let changes = Dictionary(
                    (pairwise?.queries ?? []).map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
                queries.object { queries in
                    for query in evaluation.queries {
                        queries.member(query.id) { member in
                            member.object { values in
                                for measure in figures where measure.isOfOneQuery {
                                    values.member(measure.name, query.evaluation.value(measure))
                                }
                                if let change = changes[query.id] { values.member(Self.pairwiseName, change) }
                            }
                        }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static let pairwiseName = "p-MRR"

    private static func write(
        _ value: Double, _ interval: ClosedRange<Double>?, of name: String, to object: inout JSONWriter
    ) {
        object.member(name) { member in
            member.object { figure in
                figure.member("value", value)
                guard let interval else { return }
                figure.member("low", interval.lowerBound)
                figure.member("high", interval.upperBound)
            }
        }
    }

    private static func line(_ name: String, _ query: String, _ value: String, _ interval: ClosedRange<Double>? = nil) -> String {
        let padding = String(repeating: " ", count: max(22 - name.utf8.count, 0))
        let ends = interval.map { "\t\(fourDecimals($0.lowerBound))\t\(fourDecimals($0.upperBound))" } ?? ""
        return "\(name)\(padding)\t\(query)\t\(value)\(ends)\n"
    }

    fileprivate static func fourDecimals(_ value: Double) -> String { String(format: "%6.4f", value) }
}

extension Measure {
    /// False for measures that trec_eval prints only over all queries.
    var isOfOneQuery: Bool {
        switch kind {
        case .runID, .queries, .geometricAveragePrecision: false
        default: true
        }
    }

    /// The measures of a name that have a value for each query: of a set such as official, the others are left out.
    ///
    /// - Throws: `FormatError` for an unknown name; a usage error where none is left.
    static func ofOneQuery(_ name: String) throws -> [Measure] {
        let usable = try parse(name).filter(\.isOfOneQuery)
        if usable.isEmpty { throw ValidationError("\(name) has no value for one query: choose another measure") }
        return usable
    }

    /// The value as trec_eval prints it: counts as integers, others with four decimals.
    fileprivate func printed(_ value: Double) -> String {
        kind.isCount ? "\(Int(value))" : EvaluationReport.fourDecimals(value)
    }
}
