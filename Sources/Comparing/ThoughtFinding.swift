import Foundation
import Inference
import Relevance
import Reranking

/// What the thought changed, where both sides are the same model, one with its thought and one without.
public struct ThoughtFinding: Sendable, Hashable {
    /// Documents whose rank the thought changed, of those that both ranked.
    public var moved: Int
    /// Documents that both ranked.
    public var documents: Int
    /// The first measure: its name, its value without and with the thought.
    public var measure: (name: String, without: Double, with: Double)? {
        name.flatMap { name in without.flatMap { without in with.map { (name, without, $0) } } }
    }
    private var name: String?
    private var without: Double?
    private var with: Double?
    /// The p of the randomisation test; nil for one query.
    public var p: Double?
    /// Tokens read and written with the thought, for each one without; nil if it is not known.
    public var cost: Double?

    /// - Returns: nil for two models, where more differs than that one side thinks, and where no document is ranked by both.
    init?(_ comparison: Comparison) {
        guard let a = comparison.a.settings, let b = comparison.b.settings, let model = a.model,
            model.sha256 == b.model?.sha256, a.rankBy == b.rankBy
        else { return nil }
        // A side that does not think never comes to its limit of new tokens.
        var other = a.run.withOtherThought
        other.maxNewTokens = b.run.maxNewTokens
        guard other == b.run else { return nil }
        let queries = comparison.finished
        let both = queries.flatMap(\.documents).compactMap(\.move)
        guard !both.isEmpty else { return nil }
        (moved, documents) = (both.count { $0 != 0 }, both.count)
        let isBThinking = b.run.mode.thinks
        if let first = comparison.measures.first {
            name = first.measure.name
            (without, with) = isBThinking ? (first.a, first.b) : (first.b, first.a)
            p = queries.count > 1 ? first.randomisationP : nil
        }
        let costs = [comparison.a, comparison.b].map {
            SideProfile($0, queries: queries)?.readAndWrittenPerDocument
        }
        if let direct = costs[isBThinking ? 0 : 1], let thinking = costs[isBThinking ? 1 : 0], direct > 0 {
            cost = thinking / direct
        }
    }

    /// The same in few words: "the thought moved 7 of 20, ndcg_cut_10 .580 to .610, 12 x tokens".
    public var words: String {
        var parts = ["the thought moved \(moved) of \(documents)"]
        func short(_ value: Double) -> String { String(String(format: "%.3f", value).trimmingPrefix("0")) }
        if let measure { parts.append("\(measure.name) \(short(measure.without)) to \(short(measure.with))") }
        if let cost { parts.append(String(format: cost < 10 ? "%.1f x tokens" : "%.0f x tokens", cost)) }
        return parts.joined(separator: ", ")
    }

    /// "the thought changed the rank of 7 of 20 documents, moved ndcg_cut_10 from 0.580 to 0.610 (p 0.21), and cost 12 x the
    /// tokens"
    public var sentence: String {
        var parts = ["the thought changed the rank of \(moved) of \(documents) documents"]
        if let measure {
            let p = p.map { String(format: " (p %.2g)", $0) } ?? ""
            parts.append(String(format: "moved \(measure.name) from %.3f to %.3f", measure.without, measure.with) + p)
        }
        if let cost { parts.append(String(format: cost < 10 ? "cost %.1f x the tokens" : "cost %.0f x the tokens", cost)) }
        return parts.count < 3 ? parts.joined(separator: ", and ") : "\(parts[0]), \(parts[1]), and \(parts[2])"
    }
}

extension Comparison {
    /// What the thought changed; nil where the sides are not one model with and without it.
    public var thoughtFinding: ThoughtFinding? { ThoughtFinding(self) }
}
