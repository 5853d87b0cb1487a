import Inference
import Reranking

/// The free continuations of a thought from one point, with one temperature: what stands beside the answer that is forced there.
public struct FreeAnswers: Sendable, Equatable {
    /// The number of generated tokens before the point.
    public let afterTokens: Int
    /// Their temperature.
    public let temperature: Double
    /// By rising seed; never empty.
    public let continuations: [Continuation]

    /// The mean of the answers; nil where none has a readable one.
    public var mean: Double? {
        let answers = continuations.compactMap(\.answer)
        return answers.isEmpty ? nil : Double(answers.reduce(0, +)) / Double(answers.count)
    }

    /// Continuations of one document, by point and temperature. O(n) for continuations in order.
    public static func all(of continuations: [Continuation]) -> [FreeAnswers] {
        var groups: [[Continuation]] = []
        for one in continuations {
            if let last = groups.last?.first, last.afterTokens == one.afterTokens,
                last.sampling.temperature == one.sampling.temperature
            {
                groups[groups.count - 1].append(one)
            } else {
                groups.append([one])
            }
        }
        return groups.map {
            FreeAnswers(afterTokens: $0[0].afterTokens, temperature: $0[0].sampling.temperature, continuations: $0)
        }
    }
}
