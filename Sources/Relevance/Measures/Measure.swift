import Foundation

/// A measure of the quality of a ranking against judgments.
///
///     Measure("ndcg_cut.10")?.name        // ndcg_cut_10
///     try Measure.parse("P.5,10")         // P_5, P_10
///
/// Names and definitions are those of trec_eval 9 (Buckley). For measures that trec_eval lacks, `definition` cites the
/// source.
public struct Measure: Sendable, Hashable, CustomStringConvertible {
    /// What is measured.
    public let kind: Kind
    /// The cut-off (an integer from 1), the recall level (0 to 1) or the persistence (between 0 and 1), according to
    /// `kind.parameter`; 0
    /// for a kind without a parameter.
    public let parameter: Double

    /// - Returns: nil for a parameter that the kind cannot have.
    public init?(_ kind: Kind, _ parameter: Double = 0) {
        guard kind.parameter.allows(parameter) else { return nil }
        self.kind = kind
        self.parameter = parameter
    }

    /// A measure with a cut-off, or one without a parameter.
    private init(_ kind: Kind, at cutoff: Int) {
        self.kind = kind
        parameter = Double(kind.parameter == .cutoff ? max(cutoff, 1) : 0)
    }

    /// The cut-off; nil for a measure without one.
    public var cutoff: Int? { kind.parameter == .cutoff ? Int(parameter) : nil }

    /// The name as trec_eval prints it: `ndcg_cut_10`, `iprec_at_recall_0.10`.
    public var name: String {
        switch kind.parameter {
        case .none: kind.rawValue
        case .cutoff: "\(kind.rawValue)_\(Int(parameter))"
        case .recall: "\(kind.rawValue)_\(String(format: "%3.2f", parameter))"
        case .persistence: "\(kind.rawValue)_\(parameter)"
        }
    }

    /// The name.
    public var description: String { name }
}

extension Measure {
    /// The kinds of measures. The raw value is the name without a parameter. The order is that in which trec_eval prints
    /// them; the kinds after `num_nonrel_judged_ret` are not in trec_eval.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case runID = "runid"
        case queries = "num_q"
        case retrieved = "num_ret"
        case relevant = "num_rel"
        case relevantRetrieved = "num_rel_ret"
        case averagePrecision = "map"
        case geometricAveragePrecision = "gm_map"
        case rPrecision = "Rprec"
        case bpref = "bpref"
        case reciprocalRank = "recip_rank"
        case interpolatedPrecision = "iprec_at_recall"
        case precision = "P"
        case recall = "recall"
        case ndcg = "ndcg"
        case ndcgCut = "ndcg_cut"
        case averagePrecisionCut = "map_cut"
        case success = "success"
        case setPrecision = "set_P"
        case setRecall = "set_recall"
        case setF = "set_F"
        case nonrelevantRetrieved = "num_nonrel_judged_ret"

        /// The share of the first k documents that are judged.
        case judged = "judged"
        /// nDCG with the gain 2^grade - 1.
        case exponentialNDCG = "ndcg_exp"
        /// `ndcg_exp` with a cut-off.
        case exponentialNDCGCut = "ndcg_exp_cut"
        /// Expected reciprocal rank.
        case expectedReciprocalRank = "err"
        /// Rank-biased precision.
        case rankBiasedPrecision = "rbp"
        /// The most that unjudged documents and unretrieved ranks could add to rank-biased precision.
        case rankBiasedResidual = "rbp_resid"
    }

    /// The parameter of a kind.
    public enum Parameter: Sendable, Hashable {
        /// No parameter.
        case none
        /// The number of documents that count, from the top of the ranking; at least 1.
        case cutoff
        /// A recall level, from 0 to 1.
        case recall
        /// The probability that a reader goes on to the next document, between 0 and 1.
        case persistence

        func allows(_ value: Double) -> Bool {
            switch self {
            case .none: value == 0
            case .cutoff: value >= 1 && value <= 1e9 && value == value.rounded()
            case .recall: value >= 0 && value <= 1
            case .persistence: value > 0 && value < 1
            }
        }
    }
}

extension Measure.Kind {
    /// What parameter measures of this kind have.
    public var parameter: Measure.Parameter {
        switch self {
        case .precision, .recall, .ndcgCut, .averagePrecisionCut, .success, .judged, .exponentialNDCGCut, .expectedReciprocalRank:
            .cutoff
        case .interpolatedPrecision: .recall
        case .rankBiasedPrecision, .rankBiasedResidual: .persistence
        default: .none
        }
    }

    /// The parameters for the name without a parameter, as in trec_eval.
    var defaultParameters: [Double] {
        switch self {
        case .success: [1, 5, 10]
        case .judged, .expectedReciprocalRank: [5, 10, 20]
        case .interpolatedPrecision: (0...10).map { Double($0) / 10 }
        case .rankBiasedPrecision, .rankBiasedResidual: [0.8]
        default: parameter == .cutoff ? [5, 10, 15, 20, 30, 100, 200, 500, 1000] : [0]
        }
    }

    /// True for a count: an integer that is summed over the queries.
    public var isCount: Bool {
        switch self {
        case .queries, .retrieved, .relevant, .relevantRetrieved, .nonrelevantRetrieved: true
        default: false
        }
    }
}

extension Measure {
    /// Average precision (`map`).
    public static let averagePrecision = Measure(.averagePrecision, at: 0)
    /// Reciprocal rank (`recip_rank`).
    public static let reciprocalRank = Measure(.reciprocalRank, at: 0)
    /// Precision at the number of relevant documents (`Rprec`).
    public static let rPrecision = Measure(.rPrecision, at: 0)
    /// Binary preference (`bpref`), which ignores unjudged documents.
    public static let bpref = Measure(.bpref, at: 0)
    /// nDCG over the whole ranking (`ndcg`).
    public static let ndcg = Measure(.ndcg, at: 0)
    /// nDCG of the first `cutoff` documents (`ndcg_cut`).
    public static func ndcg(at cutoff: Int) -> Measure { Measure(.ndcgCut, at: cutoff) }
    /// nDCG with the gain 2^grade - 1 (`ndcg_exp_cut`).
    public static func exponentialNDCG(at cutoff: Int) -> Measure { Measure(.exponentialNDCGCut, at: cutoff) }
    /// Precision of the first `cutoff` documents (`P`).
    public static func precision(at cutoff: Int) -> Measure { Measure(.precision, at: cutoff) }
    /// Recall of the first `cutoff` documents (`recall`).
    public static func recall(at cutoff: Int) -> Measure { Measure(.recall, at: cutoff) }
    /// 1 if one of the first `cutoff` documents is relevant (`success`).
    public static func success(at cutoff: Int) -> Measure { Measure(.success, at: cutoff) }
    /// The share of judged documents among the first `cutoff` (`judged`).
    public static func judged(at cutoff: Int) -> Measure { Measure(.judged, at: cutoff) }
    /// Expected reciprocal rank of the first `cutoff` documents (`err`).
    public static func err(at cutoff: Int) -> Measure { Measure(.expectedReciprocalRank, at: cutoff) }

    /// The most common measures, for a screen or a report, in the order of their rows.
    public static let standard: [Measure] = {
        let graded = [ndcg(at: 10), ndcg, exponentialNDCG(at: 10), err(at: 20)]
        let binary = [averagePrecision, reciprocalRank, precision(at: 10), recall(at: 100), success(at: 10), rPrecision, bpref]
        return graded + binary + all(.rankBiasedPrecision) + all(.rankBiasedResidual) + [judged(at: 10)]
    }()

    /// The measures that trec_eval prints if none is named.
    public static let official: [Measure] = officialKinds.flatMap(all)

    /// A kind with each of its default parameters.
    public static func all(_ kind: Kind) -> [Measure] { kind.defaultParameters.compactMap { Measure(kind, $0) } }

    private static let officialKinds: [Kind] = [
        .runID, .queries, .retrieved, .relevant, .relevantRetrieved, .averagePrecision, .geometricAveragePrecision, .rPrecision,
        .bpref, .reciprocalRank, .interpolatedPrecision, .precision,
    ]
}
