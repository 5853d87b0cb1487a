import Foundation
import Relevance

/// What queries are divided by.
public enum SliceKey: String, Sendable, Hashable, CaseIterable {
    /// The words of the query.
    case length
    /// The number of judged relevant documents.
    case relevant
    /// The share of both sides' first ten documents that is judged.
    case judged
}

/// Some of the queries, with their mean difference.
public struct Slice: Sendable, Hashable {
    /// What they have in common: "4 to 6 words".
    public var name: String
    /// B - A per query.
    public var differences: PairedDifferences
    /// The mean of A.
    public var a: Double
    /// The mean of B.
    public var b: Double
    /// The t interval of the mean difference; nil if there is no spread.
    public var interval: ClosedRange<Double>?

    /// The number of queries.
    public var count: Int { differences.values.count }

    init?(_ name: String, _ pairs: [ComparedQuery.Pair], alpha: Double) {
        guard !pairs.isEmpty else { return nil }
        self.name = name
        differences = PairedDifferences(pairs.map(\.difference))
        a = pairs.reduce(0) { $0 + $1.a } / Double(pairs.count)
        b = pairs.reduce(0) { $0 + $1.b } / Double(pairs.count)
        interval = differences.interval(confidence: 1 - alpha)
    }
}

extension Comparison {
    /// The queries in three parts of nearly the same size by a key, the lowest first, and the difference of the first measure in
    /// each. Queries that are equal by the key stay together, so there may be fewer parts.
    ///
    /// - Returns: empty without judgments, and where the key is not known, as the length of queries of a TREC run.
    /// - Complexity: O(n log n) for n queries.
    public func slices(by key: SliceKey) -> [Slice] {
        let keyed = queries.compactMap { query in
            value(of: query, key).flatMap { value in query.values.first.map { (value, $0) } }
        }.sorted { $0.0 < $1.0 }
        guard !keyed.isEmpty else { return [] }
        var parts: [[(Double, ComparedQuery.Pair)]] = []
        for (place, entry) in keyed.enumerated() {
            let isNext = parts.count * keyed.count <= place * 3
            if parts.isEmpty || isNext && parts.last?.last?.0 != entry.0 { parts.append([]) }
            parts[parts.count - 1].append(entry)
        }
        return parts.compactMap { part in
            guard let first = part.first, let last = part.last else { return nil }
            return Slice(Self.name(key, first.0, last.0), part.map(\.1), alpha: options.alpha)
        }
    }

    /// The queries by their tags, the tags in alphabetical order; queries without one are left out.
    public func slices(by tags: [String: String]) -> [Slice] {
        var pairs: [String: [ComparedQuery.Pair]] = [:]
        for query in queries {
            if let tag = tags[query.id], let pair = query.values.first { pairs[tag, default: []].append(pair) }
        }
        return pairs.sorted { $0.key < $1.key }.compactMap { Slice($0.key, $0.value, alpha: options.alpha) }
    }

    private func value(of query: ComparedQuery, _ key: SliceKey) -> Double? {
        switch key {
        case .length:
            let words = query.text.split(whereSeparator: \.isWhitespace).count
            return words > 0 ? Double(words) : nil
        case .relevant: return query.relevantCount.map(Double.init)
        case .judged: return query.judged10.map { ($0.a + $0.b) / 2 }
        }
    }

    private static func name(_ key: SliceKey, _ low: Double, _ high: Double) -> String {
        func range(_ text: (Double) -> String) -> String {
            text(low) == text(high) ? text(low) : "\(text(low)) to \(text(high))"
        }
        switch key {
        case .length: return range { "\(Int($0))" } + (high == 1 ? " word" : " words")
        case .relevant: return range { "\(Int($0))" } + " relevant"
        case .judged: return range { "\(Int(($0 * 100).rounded()))" } + " % judged"
        }
    }
}
