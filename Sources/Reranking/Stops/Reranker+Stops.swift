import Inference
import Relevance

/// A thought that was written before, token by token.
public struct WrittenThought: Sendable {
    /// The ids of its tokens, and the text of each.
    public var tokens: [(id: Int32, text: String)]
    /// The tokens of the prompt before it; nil if they are not known.
    public var promptTokens: Int?

    /// A thought of these tokens.
    public init(tokens: [(id: Int32, text: String)], promptTokens: Int? = nil) {
        (self.tokens, self.promptTokens) = (tokens, promptTokens)
    }

    /// Why it does not stand behind a prompt: it was written behind another one, since an engine with less memory cuts documents
    /// shorter. nil for its own.
    ///
    /// - Parameter promptTokens: those of the prompt and of the thought.
    func mismatch(promptTokens: Int) -> EngineError? {
        let here = promptTokens - tokens.count
        guard let own = self.promptTokens, own != here else { return nil }
        return .model("its prompt had \(own.counted("token")) and has \(here) here: give the memory that the run had (--memory)")
    }

    /// The points of a plan, the empty thought first. O(tokens).
    public func points(_ plan: StopPlan, closing: String = StopFinder.usualClosing) -> [StopFinder.Point] {
        var finder = StopFinder(plan, closing: closing)
        return [finder.start] + tokens.compactMap { finder.append($0.text) }
    }
}

extension Reranker {
    /// Reads what the model would have answered, had a thought that it wrote before been stopped at some points. The prompt is
    /// that of the run, so the query and the document must be the run's, and the model the one that wrote the thought.
    ///
    /// - Parameters:
    ///   - thought: what the model wrote, token by token.
    ///   - points: of the thought; see `WrittenThought.points(_:)`.
    ///   - document: the run's document.
    ///   - query: the run's query.
    ///   - settings: the run's settings.
    ///   - report: called with each stop as it is read, in any order.
    /// - Throws: `EngineError.unsupported` from engines without `EngineCapabilities.tokenPrefill` and `.fork`; any error of the
    ///   engine.
    public func stop(
        _ thought: WrittenThought, at points: [StopFinder.Point], of document: Document, query: Query, settings: RunSettings,
        report: @escaping @Sendable (Stop) -> Void
    ) async throws(EngineError) {
        let share = try await share(of: query, settings).get()
        var request = try await share.request(for: document).request
        request.prefillTokens = thought.tokens.map(\.id)
        request.maxNewTokens = 0
        let generation = try engine.start(request)
        defer { generation.end() }
        for await event in generation.events {
            switch event {
            case .admitted(let promptTokens, _): if let error = thought.mismatch(promptTokens: promptTokens) { throw error }
            case .ended(.failed(let error)): throw error
            default: break
            }
        }
        let asker = StopAsker(generation: generation, mode: settings.mode)
        let failures = await withTaskGroup(of: EngineError?.self) { group in
            for point in points {
                group.addTask {
                    do throws(EngineError) {
                        report(try await asker.stop(at: point, isUrgent: true))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var failures: [EngineError] = []
            for await error in group { if let error { failures.append(error) } }
            return failures
        }
        if let failure = failures.first { throw failure }
    }
}

/// Asks a generation what it would answer at points of its thought.
struct StopAsker: Sendable {
    let generation: any Generation
    let mode: ScoringMode

    func stop(at point: StopFinder.Point, isUrgent: Bool) async throws(EngineError) -> Stop {
        let distribution = try await distribution(
            after: point.afterTokens, prefill: point.prefill, lead: point.closing, isUrgent: isUrgent)
        return Stop(
            afterTokens: point.afterTokens, closing: point.prefill + point.closing, second: point.second,
            distribution: distribution)
    }

    /// The probabilities of the answers behind so many tokens and a text.
    func distribution(
        after tokens: Int, prefill: String = "", lead: String, isUrgent: Bool = true
    ) async throws(EngineError) -> ScoreDistribution {
        let question = ChoiceQuestion(
            lead: lead, prefill: prefill, choices: mode.choices, continuation: mode.continuation)
        let readout = try await generation.readout(question, afterTokens: tokens, isUrgent: isUrgent)
        return ScoreDistribution(probabilities: readout.probabilities, other: readout.other)
    }
}

extension ScoringMode {
    /// What continues an answer, so that a longer one is not taken for it.
    var continuation: ChoiceQuestion.ContinuationClass { isBinary ? .letters : .digits }
}
