import Inference
import Relevance

/// One document's way through the model: prompt, thought, answer, distribution.
struct DocumentScorer {
    let engine: any Engine
    let settings: RunSettings
    let query: TextPrefix
    let cancellations: Cancellations
    let report: @Sendable (RunEvent) -> Void

    func score(_ document: Document, index: Int) async -> DocumentResult {
        guard !cancellations.isCancelled(index) else { return DocumentResult(outcome: .cancelled) }
        let content = engine.prefix(of: document.content, tokens: settings.documentTokenLimit)
        var result = DocumentResult(outcome: .cancelled, isCut: content.isCut || query.isCut)
        let generation: any Generation
        do {
            generation = try engine.start(request(for: content.text))
        } catch {
            result.outcome = .failed(error.description)
            return result
        }
        cancellations.begin(generation, for: index)
        defer {
            generation.end()
            cancellations.finish(index)
        }

        let clock = ContinuousClock()
        var admission = clock.now
        var tokens: [String] = []
        var end = GenerationEnd.cancelled
        for await event in generation.events {
            switch event {
            case .admitted(let promptTokens, let cachedTokens):
                admission = clock.now
                (result.promptTokens, result.cachedTokens) = (promptTokens, cachedTokens)
                report(.admitted(document: index, promptTokens: promptTokens, cachedTokens: cachedTokens))
            case .promptProgress(let done, let total):
                report(.promptProgress(document: index, done: done, of: total))
            case .token(let token):
                tokens.append(token.text)
                report(.token(document: index, token))
            case .ended(let reason): end = reason
            }
        }
        result.newTokens = tokens.count
        await answer(generation, tokens: tokens, end: end, into: &result)
        result.seconds = admission.duration(to: clock.now).seconds
        return result
    }

    private func request(for document: String) -> GenerationRequest {
        GenerationRequest(
            prompt: Prompt.text(mode: settings.mode, instruction: settings.instruction, query: query.text, document: document),
            prefill: prefill, maxNewTokens: settings.mode.thinks ? settings.maxNewTokens : 0,
            stopTexts: [AnswerParser.answerClosing], sampling: settings.sampling)
    }

    /// Without a thought, the turn begins with an empty one, as the format has it.
    private var prefill: String { settings.mode.thinks ? "" : "<think></think>" }

    private func answer(_ generation: any Generation, tokens: [String], end: GenerationEnd, into result: inout DocumentResult)
        async
    {
        switch end {
        case .cancelled: result.outcome = .cancelled
        case .failed(.cancelled): result.outcome = .cancelled
        case .failed(let error): result.outcome = .failed(error.description)
        case .endOfTurn, .stopText, .length:
            switch AnswerParser(mode: settings.mode).parse(tokens: tokens, prefill: prefill, isComplete: end != .length) {
            case .unreadable(let text): result.outcome = .unreadable(text)
            case .outOfRange(let integer): result.outcome = .outOfRange(integer)
            case .choice(let choice, let place):
                result.answerToken = place.token
                await read(generation, at: place, into: &result) { _ in .scored(answer: choice, forced: false) }
            case .missing(let place):
                // Modes without a thought always ask: that is what they are.
                guard settings.forcesAnswer || !settings.mode.thinks else {
                    result.outcome = end == .length ? .cutOff : .unreadable("")
                    return
                }
                let isForced = settings.mode.thinks
                await read(generation, at: place, into: &result) { .scored(answer: $0.peak ?? 0, forced: isForced) }
            }
        }
    }

    private func read(
        _ generation: any Generation, at place: AnswerParser.Place, into result: inout DocumentResult,
        outcome: (ScoreDistribution) -> DocumentResult.Outcome
    ) async {
        let question = ChoiceQuestion(
            lead: place.lead, choices: settings.mode.choices, continuation: settings.mode.isBinary ? .letters : .digits)
        do {
            let readout = try await generation.readout(question, afterTokens: place.token)
            let distribution = ScoreDistribution(probabilities: readout.probabilities, other: readout.other)
            result.distribution = distribution
            result.outcome = outcome(distribution)
        } catch .cancelled {
            result.outcome = .cancelled
        } catch {
            result.outcome = .failed(error.description)
        }
    }
}
