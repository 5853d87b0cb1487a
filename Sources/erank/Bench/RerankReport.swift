import Inference
import LocalEngine
import Reranking
import Transformer

/// A reranking job: its speed, how its time was divided, and which share of the machine's limits it reached.
///
/// Times count from the start of the process or, if the system does not tell it, from the start of the command. The parts are
/// consecutive and sum to `seconds`, except the tokenizing time: tokenizing runs while the engine computes.
struct RerankReport: Encodable {
    let model: String
    let mode: String
    let queries: Int
    let machine: MachineReport

    let documents, scored: Int
    let seconds: Double
    /// Over the whole time, including loading the model.
    let documentsPerSecond: Double
    /// nil if no thought was written, or no document was scored.
    let firstTokenSeconds, firstScoreSeconds: Double?
    let peakResidentBytes: Int
    let promptTokens, cachedTokens, newTokens, readoutTokens: Int

    let loadSeconds: Double
    let promptPasses, decodePasses: PassReport
    let settleSeconds, idleSeconds: Double
    /// Starting, reading the candidates, and the engine thread's work between steps.
    let otherSeconds: Double
    let tokenizingSeconds: Double

    init(
        _ watch: RerankWatch, _ statistics: EngineStatistics, _ limits: MachineLimits, model: ModelDescription, mode: ScoringMode
    ) {
        self.model = model.name
        self.mode = mode.rawValue
        machine = MachineReport(limits)
        queries = watch.queries
        documents = watch.documents
        scored = watch.scored
        seconds = watch.total / .seconds(1)
        documentsPerSecond = seconds > 0 ? Double(documents) / seconds : 0
        firstTokenSeconds = watch.firstToken.map { $0 / .seconds(1) }
        firstScoreSeconds = watch.firstScore.map { $0 / .seconds(1) }
        peakResidentBytes = watch.peakResidentBytes
        promptTokens = statistics.promptTokens + statistics.cachedTokens
        cachedTokens = statistics.cachedTokens
        newTokens = watch.newTokens
        readoutTokens = statistics.readoutTokens
        loadSeconds = watch.loading / .seconds(1)
        promptPasses = PassReport(statistics.promptPasses, limits)
        decodePasses = PassReport(statistics.decodePasses, limits)
        settleSeconds = statistics.settleTime / .seconds(1)
        idleSeconds = statistics.idleTime / .seconds(1)
        otherSeconds = seconds - loadSeconds - promptPasses.seconds - decodePasses.seconds - settleSeconds - idleSeconds
        tokenizingSeconds = statistics.tokenizingTime / .seconds(1)
    }
}
