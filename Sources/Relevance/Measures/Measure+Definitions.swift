extension Measure {
    /// A definition for people, in one or two sentences: what is counted, with which weight, divided by what, and down to
    /// which rank.
    public var definition: String {
        let k = cutoff.map { "the first \($0) documents" } ?? "the ranking"
        return switch kind {
        case .runID: "The run's name: the last column of its file."
        case .queries: "The number of queries with both a ranking and judgments."
        case .retrieved: "The number of ranked documents."
        case .relevant: "The number of documents judged relevant, ranked or not."
        case .relevantRetrieved: "The number of ranked documents that are relevant."
        case .nonrelevantRetrieved: "The number of ranked documents that are judged not relevant."
        case .averagePrecision:
            "Average precision: the precision at the rank of each relevant document, summed and divided by the number of all "
                + "relevant documents; those not ranked add 0. Grades count only as relevant or not. Its mean is MAP."
        case .averagePrecisionCut:
            "Average precision over \(k): the precision at the rank of each relevant document among them, summed and divided "
                + "by the number of all relevant documents."
        case .geometricAveragePrecision:
            "The geometric mean over queries of the average precision, each at least 0.00001: it falls with the worst queries."
        case .rPrecision: "The share of relevant documents among the first R, where R is the number of documents judged relevant."
        case .bpref:
            "For each ranked relevant document, 1 minus the share of judged non-relevant documents above it (of at most R), "
                + "summed and divided by R, the number of all relevant documents. Unjudged documents are ignored (Buckley and "
                + "Voorhees, SIGIR 2004)."
        case .reciprocalRank: "1 divided by the rank of the first relevant document; 0 if none is ranked. The mean is MRR."
        case .interpolatedPrecision:
            "The highest precision at any rank with a recall of at least \(Int((parameter * 100).rounded())) %."
        case .precision: "The share of relevant documents in \(k). Ranks that a shorter ranking lacks count as not relevant."
        case .recall: "The share of all relevant documents that are in \(k)."
        case .success: "1 if a relevant document is in \(k), else 0."
        case .setPrecision: "The share of relevant documents among all ranked documents, whatever their order."
        case .setRecall: "The share of all relevant documents that are ranked, whatever their order."
        case .setF: "The harmonic mean of set_P and set_recall."
        case .ndcg, .ndcgCut:
            "Normalised discounted cumulative gain: each grade divided by log2(rank + 1), summed over \(k), divided by the "
                + "same of the best order of all judged documents\(bestCut). Gain: the grade; negative or none: 0. (Järvelin "
                + "and Kekäläinen, TOIS 2002)"
        case .exponentialNDCG, .exponentialNDCGCut:
            "nDCG with the gain 2^grade - 1: each gain divided by log2(rank + 1), summed over \(k), divided by the same sum "
                + "for the best order of all judged documents\(bestCut). (Burges et al., ICML 2005)"
        case .expectedReciprocalRank:
            "Expected reciprocal rank in \(k): a reader goes down the ranking and is satisfied by a document with the "
                + "probability (2^grade - 1) / 2^highest grade; the mean of 1 / the rank where the reader stops. (Chapelle et "
                + "al., CIKM 2009)"
        case .rankBiasedPrecision:
            "Rank-biased precision: (1 - p) p^(rank - 1), summed over the relevant documents, for a reader who goes on to the "
                + "next document with the probability p = \(parameter). (Moffat and Zobel, TOIS 2008)"
        case .rankBiasedResidual:
            "The most that rank-biased precision with p = \(parameter) could still gain: (1 - p) p^(rank - 1) for each "
                + "unjudged document, and p^n for all ranks below the n ranked documents. (Moffat and Zobel, TOIS 2008)"
        case .judged: "The share of judged documents, with any grade, in \(k) (or in the ranking, if it is shorter)."
        }
    }

    private var bestCut: String { cutoff.map { ", cut there too at \($0)" } ?? "" }
}
