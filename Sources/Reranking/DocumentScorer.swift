import Inference
import Relevance

/// Scores one document: builds the prompt, follows the generation, parses the answer and reads its distribution.
///
/// With an engine without `EngineCapabilities.fork`, the written answer counts and has no distribution. No answer is forced,
/// as if forcing were off. Modes without a thought need a fork, so their documents fail at once.
struct DocumentScorer {
    let engine: any Engine
    let settings: RunSettings
    /// Where the thought is stopped; nil for nowhere.
    let stops: StopPlan?
    /// The query, cut to its share of the context; or why it could not be cut.
    let share: Result<ContextShare, EngineError>
    let cancellations: Cancellations
    /// What was written before, where the model goes on from it. Its tokens are not reported.
    var written = WrittenThought(tokens: [])
    let report: @Sendable (RunEvent) -> Void

    func score(_ document: Document, index: Int) async -> DocumentResult {
        guard !cancellations.isCancelled(index) else { return DocumentResult(outcome: .cancelled) }
        guard settings.mode.thinks || canAsk else { return DocumentResult(outcome: .failed(needsFork)) }
        var result = DocumentResult(outcome: .cancelled)
        let generation: any Generation
        do {
            var (request, isCut) = try await share.get().request(for: document)
            result.isCut = isCut
            // Documents of one share may be sampled each in a way of its own.
            request.sampling = settings.sampling
            request.prefillTokens = written.tokens.map(\.id)
            request.maxNewTokens = max(0, request.maxNewTokens - written.tokens.count)
            guard !cancellations.isCancelled(index) else { return result }
            generation = try engine.start(request)
        } catch {
            result.outcome = outcome(of: error)
            return result
        }
        cancellations.begin(generation, for: index)
        defer {
            generation.end()
            cancellations.finish(index)
        }

        return await withTaskGroup(of: Bool.self) { group in
            await follow(generation, index: index, &result) { point in group.addTask { await stop(generation, point, index) } }
            // The document is finished when its stops are: cancelled before that, it is scored again when the run is resumed.
            let areRead = await group.reduce(true) { $0 && $1 }
            guard areRead || !cancellations.isCancelled(index) else { return DocumentResult(outcome: .cancelled) }
            return result
        }
    }

    /// Follows a generation to its end and reads its answer. `stop` is called at each point where the thought is stopped.
    private func follow(
        _ generation: any Generation, index: Int, _ result: inout DocumentResult, stop: (StopFinder.Point) -> Void
    ) async {
        let clock = ContinuousClock()
        var admission = clock.now
        var tokens = written.tokens.map(\.text)
        var end = GenerationEnd.cancelled
        var mismatch: EngineError?
        var finder = canAsk && settings.mode.thinks ? stops.map { StopFinder($0) } : nil
        for await event in generation.events {
            switch event {
            case .admitted(let promptTokens, let cachedTokens):
                admission = clock.now
                (result.promptTokens, result.cachedTokens) = (promptTokens, cachedTokens)
                mismatch = written.mismatch(promptTokens: promptTokens)
                if mismatch != nil { generation.end() }
                report(.admitted(document: index, promptTokens: promptTokens, cachedTokens: cachedTokens))
            case .promptProgress(let done, let total):
                report(.promptProgress(document: index, done: done, of: total))
            case .token(let token):
                if tokens.isEmpty, let finder { stop(finder.start) }
                tokens.append(token.text)
                report(.token(document: index, token))
                if let point = finder?.append(token.text) { stop(point) }
            case .ended(let reason): end = reason
            }
        }
        result.newTokens = tokens.count - written.tokens.count
        if let mismatch {
            result.outcome = outcome(of: mismatch)
        } else {
            await answer(generation, tokens: tokens, end: end, into: &result)
        }
        result.seconds = admission.duration(to: clock.now).seconds
    }

    /// Reads the answer at a point of the thought. A point without an answer is left out: the thought itself is not affected.
    ///
    /// - Returns: whether it was read.
    private func stop(_ generation: any Generation, _ point: StopFinder.Point, _ index: Int) async -> Bool {
        let asker = StopAsker(generation: generation, mode: settings.mode)
        guard let stop = try? await asker.stop(at: point, isUrgent: false) else { return false }
        report(.stop(document: index, stop))
        return true
    }

    private var canAsk: Bool { engine.capabilities.contains(.fork) }

    private func answer(_ generation: any Generation, tokens: [String], end: GenerationEnd, into result: inout DocumentResult)
        async
    {
        switch end {
        case .cancelled: result.outcome = .cancelled
        case .failed(let error): result.outcome = outcome(of: error)
        case .endOfTurn, .stopText, .length:
            switch AnswerParser(mode: settings.mode).parse(
                tokens: tokens, prefill: settings.mode.prefill, isComplete: end != .length)
            {
            case .unreadable(let text): result.outcome = .unreadable(text)
            case .outOfRange(let integer): result.outcome = .outOfRange(integer)
            case .choice(let choice, let place):
                result.answerToken = place.token
                result.outcome = .scored(answer: choice, forced: false)
                await addDistribution(from: generation, at: place, to: &result)
            case .missing(let place):
                let unanswered: DocumentResult.Outcome = end == .length ? .cutOff : .unreadable("")
                result.outcome = unanswered
                // In a mode without a thought the model writes nothing: the answer is always asked for.
                guard settings.forcesAnswer || !settings.mode.thinks, canAsk else { return }
                do {
                    let distribution = try await ask(generation, at: place)
                    result.distribution = distribution
                    result.outcome = .scored(answer: distribution.peak ?? 0, forced: settings.mode.thinks)
                } catch .unsupported {
                    result.outcome = settings.mode.thinks ? unanswered : .failed(needsFork)
                } catch {
                    result.outcome = outcome(of: error)
                }
            }
        }
    }

    /// An answer that the model wrote counts even if reading its distribution fails. Only a cancellation discards it.
    private func addDistribution(from generation: any Generation, at place: AnswerParser.Place, to result: inout DocumentResult)
        async
    {
        guard canAsk else { return }
        do {
            result.distribution = try await ask(generation, at: place)
        } catch .cancelled {
            result.outcome = .cancelled
        } catch .unsupported {
        } catch {
            result.readoutFailure = error.description
        }
    }

    private func ask(_ generation: any Generation, at place: AnswerParser.Place) async throws(EngineError) -> ScoreDistribution {
        try await StopAsker(generation: generation, mode: settings.mode).distribution(after: place.token, lead: place.lead)
    }

    private func outcome(of error: EngineError) -> DocumentResult.Outcome {
        error == .cancelled ? .cancelled : .failed(error.description)
    }

    private var needsFork: String {
        let thinking = settings.mode.isBinary ? ScoringMode.binaryReasoned : .reasoned
        return """
            the mode \(settings.mode.rawValue) reads the answer's probabilities from a fork of the prompt, and this engine \
            cannot fork: use the mode \(thinking.rawValue) or the local engine
            """
    }
}
