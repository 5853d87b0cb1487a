import Foundation
import Inference
import Relevance
import Reranking
import Sessions

extension Comparison {
    /// What differs between the sides besides their rankings, each in a few words with A's value and B's. Empty if nothing is
    /// known to differ.
    public var inputDifferences: [String] {
        var words: [String] = []
        func compare(_ name: String, _ a: String, _ b: String) { if a != b { words.append("\(name) \(a) | \(b)") } }
        switch (a.settings, b.settings) {
        case (let one?, let other?):
            // One file under two names is one model.
            let isOne = one.model?.sha256 == other.model?.sha256
            if !isOne { compare("model", Self.words(one.model), Self.words(other.model)) }
            if isOne || one.model?.name == other.model?.name { compare("weights", Self.weights(one), Self.weights(other)) }
            let (one, other, usual) = (one.run, other.run, (one.rankBy, other.rankBy))
            compare("mode", one.mode.rawValue, other.mode.rawValue)
            // Two that begin alike are told apart by their short names.
            let isSame = one.instructionWords == other.instructionWords
            compare(
                "instruction", isSame ? one.instructionName : one.instructionWords,
                isSame ? other.instructionName : other.instructionWords)
            compare("tokens", "\(one.maxNewTokens)", "\(other.maxNewTokens)")
            compare("query cut", "\(one.queryTokenLimit)", "\(other.queryTokenLimit)")
            compare("document cut", "\(one.documentTokenLimit)", "\(other.documentTokenLimit)")
            compare("depth", "\(one.depth)", "\(other.depth)")
            compare("forced answers", one.forcesAnswer ? "yes" : "no", other.forcesAnswer ? "yes" : "no")
            compare("temperature", "\(one.sampling.temperature)", "\(other.sampling.temperature)")
            compare("seed", "\(one.sampling.seed)", "\(other.sampling.seed)")
            compare("ranked by", usual.0.rawValue, usual.1.rawValue)
        case (nil, nil): break
        case (let one, _): words.append("\(one == nil ? "A" : "B") has no model")
        }
        if otherDocuments > 0 { words.append("candidates: \(otherDocuments) of one side only") }
        let changed = changedTexts
        if changed > 0 { words.append("the texts of \(changed.counted("document"))") }
        return words
    }

    private static func words(_ model: ModelDescription?) -> String { model?.name ?? "unknown" }

    private static func weights(_ settings: ComparisonSide.Settings) -> String {
        let model = settings.model
        let template = model?.template.map { " template \($0)" } ?? ""
        return "\(model?.quantisation ?? "unknown") \(model?.sha256.prefix(8) ?? "")" + template
    }

    /// The number of documents whose texts are not the same on both sides.
    private var changedTexts: Int {
        let texts = Dictionary(b.lists.map { ($0.queryID, $0.texts) }, uniquingKeysWith: { first, _ in first })
        return a.lists.reduce(0) { sum, list in
            let other = texts[list.queryID] ?? [:]
            return sum
                + list.texts.count { id, document in
                    other[id].map { !$0.hasSameContent(as: document) } ?? false
                }
        }
    }

    /// The ties of both sides, in the compared queries. O(documents).
    public var tied: (a: TiedDocuments, b: TiedDocuments) {
        let ids = Set(queries.map(\.id))
        func ties(_ side: ComparisonSide) -> TiedDocuments {
            side.lists.filter { ids.contains($0.queryID) }.reduce(into: TiedDocuments()) { $0 += $1.tied }
        }
        return (ties(a), ties(b))
    }

    /// The documents of both sides without a score, in the compared queries. O(documents).
    public var unanswered: (a: TiedDocuments, b: TiedDocuments) {
        let ids = Set(queries.map(\.id))
        func silent(_ side: ComparisonSide) -> TiedDocuments {
            side.lists.filter { ids.contains($0.queryID) }.reduce(into: TiedDocuments()) { sum, list in
                sum.documents += list.documents.count
                sum.count += list.documents.count { $0.score == nil }
            }
        }
        return (silent(a), silent(b))
    }

    /// Which queries the figures leave out since a side is not finished; nil where they leave none out.
    public var omission: String? {
        let left = unfinished
        guard !left.isEmpty else { return nil }
        let named = left.prefix(5).map(\.id).joined(separator: ", ") + (left.count > 5 ? ", ..." : "")
        return "\(left.count.counted("query is", "queries are")) left out so far (\(named)): "
            + "\(unscored.counted("document is", "documents are")) not scored"
    }

    /// How many queries of one id are two and left out; nil for none.
    public var otherQueries: String? {
        otherTexts == 0
            ? nil
            : "\(otherTexts.counted("query has", "queries have")) the same id, and other words or another collection on each side: not the same query, and "
                + "left out"
    }

    /// What a reader must know before believing the figures.
    public var cautions: [String] {
        var words: [String] = []
        if let omission { words.append(omission) }
        for (name, side) in [("A", a), ("B", b)] where side.isMixed {
            words.append("the rankings of \(name) are of several jobs that asked otherwise: name one with #N")
        }
        if unjudged > 0 {
            let queries = unjudged.counted("query of both sides has", "queries of both sides have")
            words.append("\(queries) no judgments and \(unjudged == 1 ? "is" : "are") left out")
        }
        if let otherQueries { words.append(otherQueries) }
        let missing = onlyA.count + onlyB.count
        if missing > 0 {
            let isZero = options.missing == .zero && judgments != nil
            let (queries, is1) = (missing.counted("query", "queries"), missing == 1)
            let rule =
                isZero
                ? (is1 ? "counts 0 for the side that lacks it" : "count 0 for the side that lacks them")
                : (is1 ? "is left out" : "are left out")
            words.append("\(queries) of one side only (A \(onlyA.count), B \(onlyB.count)) \(rule)")
        }
        for (name, side) in [("A", a), ("B", b)] {
            guard let model = side.settings?.model?.name, judges.contains(model) else { continue }
            words.append("the model of \(name), \(model), is among those who made the judgments: they may favour it")
        }
        for (name, tied) in [("A", tied.a), ("B", tied.b)] where tied.isMost {
            words.append(
                "\(tied.count) of \(name)'s \(tied.documents) documents are tied with another: their ranks, and all that is "
                    + "measured by them, rest on the rule for ties")
        }
        for (name, silent) in [("A", unanswered.a), ("B", unanswered.b)] where silent.isMost {
            words.append(
                "\(name) gave no score to \(silent.count) of its \(silent.documents) documents: they rank last, in the order in "
                    + "which they came, and all that is measured by their ranks is not its own")
        }
        if !finished.isEmpty, commonDocuments == 0 { words.append("the sides have no document in common") }
        if let first = measures.first, let smallest = first.differences.smallestP, smallest > options.alpha {
            let few = countedQueries.counted("query allows", "queries allow")
            words.append(
                "\(few) no p of the sign-flip test below \(Self.number(smallest)): too few for a verdict at \(Self.number(options.alpha))"
            )
        }
        return words
    }

    static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}
