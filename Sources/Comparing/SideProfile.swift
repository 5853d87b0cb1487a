import Inference
import Relevance
import Reranking

/// How one side gives its scores, over all its queries: where its answers stand, what the grades say of them, what they cost.
public struct SideProfile: Sendable, Hashable {
    /// Documents with an answer.
    public var answered = 0
    /// Documents with an outcome: those with an answer, and those without a readable one.
    public var documents = 0
    /// The documents by their answer, from the lowest to the highest of the scale.
    public var answers: [Int] = []
    /// By answer, the judged documents and the sum of their grades.
    public var grades: [(judged: Int, sum: Int)] { zip(judged, gradeSums).map { ($0, $1) } }
    private var judged: [Int] = []
    private var gradeSums: [Int] = []
    /// Documents whose score another document of the same query has too.
    public var tied = 0
    /// The sum of the entropies of their distributions, in bits, and how many have one.
    private var entropy = 0.0
    private var distributions = 0
    /// Prompt tokens that were computed: those shared with an earlier prompt are not counted.
    public var promptTokens = 0
    /// All prompt tokens, also those shared with an earlier prompt.
    public var readTokens = 0
    /// Tokens that the model wrote.
    public var writtenTokens = 0
    /// Seconds of all runs; nil if no run says.
    public var seconds: Double?
    /// The documents of the runs that say how long they took.
    private var timed = 0

    /// The profile of a side that a model scored.
    ///
    /// - Parameters:
    ///   - side: the side.
    ///   - queries: the compared queries, which have the grades.
    /// - Returns: nil for a run without answers.
    /// - Complexity: O(documents).
    public init?(_ side: ComparisonSide, queries: [ComparedQuery]) {
        guard let settings = side.settings else { return nil }
        let count = settings.run.mode.choices.count
        (answers, judged, gradeSums) = (
            Array(repeating: 0, count: count), Array(repeating: 0, count: count), Array(repeating: 0, count: count)
        )
        let grades = Dictionary(
            queries.map { query in
                (query.id, Dictionary(query.documents.map { ($0.id, $0.grade) }, uniquingKeysWith: { first, _ in first }))
            }, uniquingKeysWith: { first, _ in first })
        for list in side.lists where grades[list.queryID] != nil {
            if let own = list.seconds {
                seconds = (seconds ?? 0) + own
                timed += list.documents.count { $0.result != nil }
            }
            tied += list.tied.count
            for document in list.documents {
                guard let result = document.result else { continue }
                documents += 1
                promptTokens &+= max(0, result.promptTokens &- result.cachedTokens)
                readTokens &+= max(0, result.promptTokens)
                writtenTokens &+= result.newTokens
                guard let answer = result.answer, answers.indices.contains(answer) else { continue }
                answered += 1
                answers[answer] += 1
                if let distribution = result.distribution {
                    (entropy, distributions) = (entropy + distribution.entropy, distributions + 1)
                }
                if let grade = grades[list.queryID]?[document.id] ?? nil {
                    judged[answer] += 1
                    gradeSums[answer] &+= grade
                }
            }
        }
    }

    /// The share of the answers that are the lowest of the scale; nil without an answer.
    public var shareLowest: Double? { share(answers.first ?? 0) }
    /// The share of the answers that are the highest of the scale.
    public var shareHighest: Double? { share(answers.last ?? 0) }
    /// The share of the documents with an answer that are tied.
    public var shareTied: Double? { share(tied) }
    /// The mean entropy of the distributions, in bits; nil without one.
    public var meanEntropy: Double? { distributions > 0 ? entropy / Double(distributions) : nil }
    /// Tokens read and written for a document, on average. They do not depend on which side was scored first, as those computed
    /// do.
    public var readAndWrittenPerDocument: Double? {
        documents > 0 ? Double(readTokens &+ writtenTokens) / Double(documents) : nil
    }
    /// Tokens written for a document, on average.
    public var writtenPerDocument: Double? { documents > 0 ? Double(writtenTokens) / Double(documents) : nil }
    /// Tokens of prompts for a document, on average: those that an earlier prompt had computed already count too, since how many
    /// those are depends on which side was scored first.
    public var readPerDocument: Double? { documents > 0 ? Double(readTokens) / Double(documents) : nil }
    /// Documents a second; nil if the runs do not say how long they took.
    public var documentsPerSecond: Double? { seconds.flatMap { $0 > 0 ? Double(timed) / $0 : nil } }

    private func share(_ count: Int) -> Double? { answered > 0 ? Double(count) / Double(answered) : nil }
}

/// Where documents went from A to B, by bands of ranks.
public struct RankBands: Sendable, Hashable {
    /// The first rank of each band.
    public let starts: [Int]
    /// Documents, by A's band and then by B's.
    public let counts: [[Int]]

    private static let usual = [1, 2, 4, 6, 11, 21, 51, 101]

    /// The documents that both sides ranked. Only bands that have a document.
    public init(_ queries: [ComparedQuery]) {
        let places = queries.flatMap(\.documents).compactMap { document in
            document.a.flatMap { a in document.b.map { (a.rank, $0.rank) } }
        }
        let deepest = places.reduce(1) { max($0, $1.0, $1.1) }
        let starts = Self.usual.filter { $0 <= deepest }
        var counts = starts.map { _ in starts.map { _ in 0 } }
        func band(_ rank: Int) -> Int { starts.lastIndex { $0 <= rank } ?? 0 }
        for (a, b) in places { counts[band(a)][band(b)] += 1 }
        (self.starts, self.counts) = (starts, counts)
    }

    /// "4-5"; the last one is open.
    public func name(_ band: Int) -> String {
        guard starts.indices.contains(band) else { return "" }
        guard starts.indices.contains(band + 1) else { return "\(starts[band])+" }
        let last = starts[band + 1] - 1
        return last > starts[band] ? "\(starts[band])-\(last)" : "\(last)"
    }
}
