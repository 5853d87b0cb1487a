import LocalEngine
import Reranking
import Sessions

/// Measures the times of a reranking job while it runs.
struct RerankWatch {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private(set) var loading = Duration.zero
    private(set) var firstToken: Duration?
    private(set) var firstScore: Duration?
    private(set) var total = Duration.zero
    private(set) var peakResidentBytes = 0
    private(set) var queries = 0
    private(set) var documents = 0
    private(set) var scored = 0
    private(set) var newTokens = 0

    /// Times count from the start of the process.
    init() { start = clock.now - (Machine.processAge ?? .zero) }

    /// Since the start.
    private var elapsed: Duration { clock.now - start }

    mutating func load<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        let begin = elapsed
        defer { loading = elapsed - begin }
        return try await work()
    }

    mutating func see(_ event: RunEvent) {
        switch event {
        case .token: firstToken = firstToken ?? elapsed
        case .finished(_, let result):
            documents += 1
            newTokens += result.newTokens
            guard result.answer != nil else { return }
            scored += 1
            firstScore = firstScore ?? elapsed
        case .ended: queries += 1
        case .admitted, .promptProgress, .stop, .continuation: break
        }
    }

    mutating func stop() {
        total = elapsed
        peakResidentBytes = Machine.peakResidentBytes
    }
}
