import Inference
import Relevance
import Reranking
import Sessions

/// A run computed without a model, in the form in which an engine would stream it: sixteen documents at a time, one token of
/// each in turn. Equal parameters give equal events.
struct MadeUpRun {
    /// The number of documents. They are scored in order.
    let documents: Int
    /// The number of tokens written for each document.
    let tokensEach: Int
    /// The number of alternatives of each token; nil for the distribution in the recorded sessions: 20 for two thirds of the
    /// tokens, 1 to 12 for the others.
    let alternatives: Int?

    private static let streams = 16

    // MARK: Query and candidates

    static let query = Query(id: "1", text: "which of these is made up?")

    /// The request of the run, as part of a job.
    func request(_ settings: RunSettings, job: JobID = JobID(1)) -> RunRequest {
        RunRequest(job: job, query: Self.query, candidates: CandidateSetID(candidates), model: nil, settings: settings)
    }

    var candidates: [Candidate] {
        (0..<documents).map { number in
            let text = (0..<150).map { Self.word(number * 151 + $0) }.joined()
            return Candidate(
                document: Document(id: "d\(number)", title: "Made up," + Self.word(number) + Self.word(number + 1), text: text),
                firstStageRank: number + 1, firstStageScore: 100 / Double(number + 1))
        }
    }

    // MARK: Events

    /// The events of the run, from its first admission to its end.
    func forEachEvent(_ body: (RunEvent) throws -> Void) rethrows {
        for first in stride(from: 0, to: documents, by: Self.streams) {
            let group = first..<min(documents, first + Self.streams)
            for document in group {
                try body(.admitted(document: document, promptTokens: 240, cachedTokens: document > 0 ? 112 : 0))
                try body(.promptProgress(document: document, done: 240, of: 240))
            }
            for place in 0..<tokensEach {
                for document in group { try body(.token(document: document, token(document * tokensEach + place))) }
            }
            for document in group { try body(.finished(document: document, result(of: document))) }
        }
        try body(
            .ended(
                RunStatistics(
                    documents: documents, seconds: Double(documents), promptTokens: documents * 240,
                    newTokens: documents * tokensEach)))
    }

    private func token(_ number: Int) -> TokenEvent {
        let count = alternatives ?? (Self.mixed(number) % 100 < 66 ? 20 : 1 + Self.mixed(number) % 12)
        let list = (0..<count).map { place in
            let id = Self.id(number &* 32 &+ place)
            return TokenAlternative(
                id: id, text: Self.text(id),
                logProbability: -0.05 - Double(place) * 0.4 - Double(Self.mixed(number &+ place) % 1_000_000) * 3e-7)
        }
        let id = list.first?.id ?? Self.id(number)
        return TokenEvent(
            id: id, text: Self.text(id), logProbability: list.first?.logProbability ?? -1,
            entropy: Double(Self.mixed(number) % 3_000_000) * 1e-6, alternatives: list)
    }

    private func result(of document: Int) -> DocumentResult {
        let answer = Self.mixed(document) % 11
        let rest = Double(Self.mixed(document + 7) % 1_000_003) * 4e-7
        let probabilities = (0...10).map { $0 == answer ? 0.99 - rest : rest / 10 }
        return DocumentResult(
            outcome: .scored(answer: answer, forced: false),
            distribution: ScoreDistribution(probabilities: probabilities, other: 0.01),
            answerToken: max(0, tokensEach - 3), promptTokens: 240, cachedTokens: 112, newTokens: tokensEach, seconds: 1.25)
    }

    // MARK: Words

    /// A token id from a vocabulary as large as the models'; low ids are by far the most common.
    private static func id(_ number: Int) -> Int32 {
        let share = Double(mixed(number) % 1_000_000) / 1_000_000
        return Int32(share * share * share * 150_000)
    }

    private static func text(_ id: Int32) -> String { word(Int(id)) }

    /// A word from " ba" to " zuzuzu", determined by a number.
    private static func word(_ number: Int) -> String {
        let syllables = ["ba", "den", "fi", "gol", "ka", "les", "mo", "ner", "po", "ris", "su", "tan", "vi", "wex", "yo", "zu"]
        var word = " "
        var left = mixed(number) % 4096
        repeat {
            word += syllables[left % 16]
            left /= 16
        } while left > 0
        return word
    }

    /// A pseudo-random number of at least 0 (the finaliser of SplitMix64).
    private static func mixed(_ number: Int) -> Int {
        var z = UInt64(bitPattern: Int64(number)) &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) >> 1)
    }
}
