extension Measure {
    /// A definition for people, in one or two sentences: what is counted, with which weight, divided by what, and down to
    /// which rank.
    public var definition: String {
        let k = cutoff.map { "the first \($0) documents" } ?? "the ranking"
        return switch kind {
        case .runID: "The run's name: the last column of its file."
        case .queries: "How many queries were measured: those with both a ranking and judgments."
        case .retrieved: "How many documents were ranked."
        case .relevant: "How many documents are judged relevant, ranked or not."
        case .relevantRetrieved: "How many of the ranked documents are relevant."
        case .nonrelevantRetrieved: "How many of the ranked documents are judged and not relevant."
        case .averagePrecision:
            "Average precision: the precision at the rank of each relevant document, summed, divided by the number of all "
                + "relevant documents; those not ranked add 0. Grades only count as relevant or not. The mean over queries is "
                + "MAP."
        case .averagePrecisionCut:
            "Average precision over \(k): the precision at the rank of each relevant one among them, summed, divided by the "
                + "number of all relevant documents."
        case .geometricAveragePrecision:
            "The geometric mean over queries of the average precision, each at least 0.00001: it falls with the worst queries."
        case .rPrecision: "The share of relevant documents among the first R, where R is how many are judged relevant."
        case .bpref:
            "For each relevant document ranked, 1 less the share of judged non-relevant ones above it (of at most R), summed, "
                + "divided by R, the number of all relevant. Unjudged documents are passed over (Buckley and Voorhees, SIGIR "
                + "2004)."
        case .reciprocalRank: "1 divided by the rank of the first relevant document; 0 where none is ranked. The mean is MRR."
        case .interpolatedPrecision:
            "The highest precision at any rank where at least \(Int((parameter * 100).rounded())) % of all relevant documents "
                + "were found."
        case .precision: "The share of relevant ones in \(k). A shorter ranking counts as filled up with others."
        case .recall: "The share of all relevant documents that stands in \(k)."
        case .success: "1 where a relevant document stands in \(k), else 0."
        case .setPrecision: "The share of relevant ones among all ranked documents, whatever their order."
        case .setRecall: "The share of all relevant documents that was ranked, whatever the order."
        case .setF: "The harmonic mean of set_P and set_recall."
        case .ndcg, .ndcgCut:
            "Normalised discounted cumulative gain: each grade divided by log2(rank + 1), summed over \(k), divided by the "
                + "same of the best order of all judged documents\(bestCut). Gain: the grade; negative or none: 0. (Järvelin "
                + "and Kekäläinen, TOIS 2002)"
        case .exponentialNDCG, .exponentialNDCGCut:
            "nDCG with the gain 2^grade - 1: each divided by log2(rank + 1), summed over \(k), divided by the same of the best "
                + "order of all judged documents\(bestCut). (Burges et al., ICML 2005)"
        case .expectedReciprocalRank:
            "Expected reciprocal rank in \(k): a reader goes down the ranking and is satisfied by a document with the chance "
                + "(2^grade - 1) / 2^highest grade; the mean of 1 / the rank where they stop. (Chapelle et al., CIKM 2009)"
        case .rankBiasedPrecision:
            "Rank-biased precision: (1 - p) p^(rank - 1) for each relevant document, summed, for a reader who goes on to the "
                + "next with the chance p = \(parameter). (Moffat and Zobel, TOIS 2008)"
        case .rankBiasedResidual:
            "What rank-biased precision with p = \(parameter) could still gain: (1 - p) p^(rank - 1) for each unjudged "
                + "document, and p^n for all below the n ranked. (Moffat and Zobel, TOIS 2008)"
        case .judged: "The share of judged ones, whatever the grade, in \(k) (or in the ranking, where it is shorter)."
        }
    }

    private var bestCut: String { cutoff.map { ", cut there too at \($0)" } ?? "" }
}
