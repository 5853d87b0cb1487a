import Foundation
import LocalEngine
import Relevance
import Reranking
import Transformer

/// The times of two models at the same time and one after the other.
struct TogetherReport: Encodable {
    struct Round: Encodable {
        /// One time for each model, in the order of `models`.
        var aloneSeconds: [Double]
        /// Until both have finished.
        var togetherSeconds: Double
        /// The time each model waited for the compute threads while both ran.
        var waitingSeconds: [Double]
        /// `togetherSeconds` divided by the sum of `aloneSeconds`.
        var ratio: Double
    }

    let models: [String]
    let mode: String
    let processor: String
    let threads: Int
    let queries, documents: Int
    private(set) var rounds: [Round] = []
    private(set) var medianRatio = 0.0
    /// True if every document had the same answer and the same distribution, to the last bit, in every job.
    private(set) var areScoresTheSame = true
    private var scores: [[TogetherBench.Score]] = []

    private enum CodingKeys: CodingKey {
        case models, mode, processor, threads, queries, documents, rounds, medianRatio, areScoresTheSame
    }

    init(_ bench: TogetherBench) {
        models = bench.names
        mode = bench.settings.mode.rawValue
        processor = Machine.processor
        threads = bench.models.first?.model.threads.count ?? 0
        queries = bench.tasks.count
        documents = bench.tasks.reduce(0) { $0 + min($1.candidates.count, bench.settings.depth) }
    }

    mutating func add(alone: [TogetherBench.Outcome], together: [TogetherBench.Outcome], in time: Duration) {
        let aloneSeconds = alone.map { $0.time / .seconds(1) }
        let seconds = time / .seconds(1)
        let ratio = seconds / aloneSeconds.reduce(0, +)
        rounds.append(
            Round(
                aloneSeconds: aloneSeconds, togetherSeconds: seconds, waitingSeconds: together.map { $0.waiting / .seconds(1) },
                ratio: ratio))
        let sorted = rounds.map(\.ratio).sorted()
        medianRatio = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        if scores.isEmpty { scores = alone.map(\.scores) }
        areScoresTheSame = areScoresTheSame && alone.map(\.scores) == scores && together.map(\.scores) == scores
    }

    /// A table for people, without a newline at the end.
    var text: String {
        let rows = rounds.enumerated().map { index, round in
            [String(index + 1)] + round.aloneSeconds.map(number) + [number(round.togetherSeconds)]
                + round.waitingSeconds.map(number) + [String(format: "%.3f", round.ratio)]
        }
        let header = ["round", "a alone s", "b alone s", "together s", "a waited s", "b waited s", "ratio"]
        return """
            a \(models.joined(separator: ", b ")); \(mode), \
            \(documents.counted("document")) of \(queries.counted("query", "queries")) each
            \(processor), \(threads.counted("thread"))

            \(TextTable(header: header, rows: rows, rightAligned: Set(0...6)).text)

            median ratio \(String(format: "%.3f", medianRatio)); scores alone and together \
            \(areScoresTheSame ? "the same" : "differ")
            """
    }

    private func number(_ value: Double) -> String { String(format: "%.2f", value) }
}
