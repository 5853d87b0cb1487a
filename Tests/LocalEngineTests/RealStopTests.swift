import Inference
import ModelFixtures
import Relevance
import Reranking
import Synchronization
import Testing

@testable import LocalEngine

/// What a real model would have answered, had its thought been stopped.
@Suite(.serialized) struct RealStopTests {
    private struct Scored {
        var stops: [Stop] = []
        var tokens: [Int32] = []
        var texts: [String] = []
        var result: DocumentResult?
    }

    private static let query = Query(id: "1", text: "how large do goldfish grow?")
    private static let texts = [
        "A goldfish grows to the depth of its tank. In a pond it may reach thirty centimetres.", "Fish are sold on Fridays.",
        "Bridges have arches, and the oldest ones are of stone.",
    ]

    private func score(
        _ texts: [String], _ engine: LocalEngine, mode: ScoringMode = .reasoned, _ stops: StopPlan?
    ) async -> [Scored] {
        let candidates = texts.enumerated().map { Candidate(document: Document(id: "\($0)", text: $1), firstStageRank: $0 + 1) }
        let settings = RunSettings(mode: mode, maxNewTokens: 24)
        let run = Reranker(engine: engine).run(query: Self.query, candidates: candidates, settings: settings, stops: stops)
        var scored = texts.map { _ in Scored() }
        for await event in run.events {
            switch event {
            case .stop(let document, let stop): scored[document].stops.append(stop)
            case .token(let document, let token):
                scored[document].tokens.append(token.id)
                scored[document].texts.append(token.text)
            case .finished(let document, let result): scored[document].result = result
            case .admitted, .promptProgress, .continuation, .ended: break
            }
        }
        for index in scored.indices { scored[index].stops.sort { $0.afterTokens < $1.afterTokens } }
        return scored
    }

    private func isEqual(_ one: ScoreDistribution?, _ other: ScoreDistribution?, within tolerance: Double) -> Bool {
        guard let one, let other, one.probabilities.count == 11, other.probabilities.count == 11 else { return false }
        return zip(one.probabilities + [one.other], other.probabilities + [other.other]).allSatisfy { abs($0 - $1) <= tolerance }
    }

    /// Before the first token it is what `direct` answers; at any point what a fresh, unforked computation of the same tokens
    /// gives; and beside others what it is alone. The answer itself is that of a run without stops.
    @Test(arguments: RealModel.allCases) func stopsAreWhatTheModelWouldAnswer(model: RealModel) async throws {
        guard let path = model.path else { return Skip.say(model.absence) }
        let engine = try await LocalEngine.load(path: path, sha256: "", options: EngineOptions(threads: 2, cacheBytes: 512 << 20))
        defer { engine.stop() }
        let together = await score(Self.texts, engine, .every(6))
        let plain = await score(Self.texts, engine, nil)
        let direct = await score(Self.texts, engine, mode: .direct, nil)
        for (index, scored) in together.enumerated() {
            #expect(scored.stops.first?.afterTokens == 0 && scored.stops.count > 1, "\(scored.stops.map(\.afterTokens))")
            #expect(scored.tokens == plain[index].tokens && scored.result?.outcome == plain[index].result?.outcome)
            #expect(isEqual(scored.result?.distribution, plain[index].result?.distribution, within: 1e-9))
            #expect(isEqual(scored.stops.first?.distribution, direct[index].result?.distribution, within: 1e-4))
        }
        // Going on greedily from any point is the thought itself; with a temperature, a seed always says the same.
        let written = WrittenThought(tokens: Array(zip(together[0].tokens, together[0].texts)))
        for (point, sampling) in [(0, Sampling.greedy), (6, .greedy), (6, Sampling(temperature: 1.5, seed: 3))] {
            var next = sampling
            next.seed += 1
            func goOn() async throws -> [Continuation] {
                let found = Mutex<[Continuation]>([])
                try await Reranker(engine: engine).goOn(
                    written, after: point, [sampling, next], document: Document(id: "0", text: Self.texts[0]),
                    query: Self.query, settings: RunSettings(maxNewTokens: 24)
                ) { one in found.withLock { $0.append(one) } }
                return found.withLock { $0 }.sorted { $0.start < $1.start }
            }
            let found = try await goOn()
            #expect(found.map(\.sampling.seed) == [sampling.seed, sampling.seed + 1])
            #expect(try await goOn() == found)
            guard sampling == .greedy else {
                #expect(Set(found.map { $0.expected ?? -1 }).count == 2, "two seeds say the same: \(found)")
                continue
            }
            let whole = try #require(together[0].result)
            #expect(
                found.allSatisfy { $0.answer == whole.answer && $0.newTokens == together[0].tokens.count - point }, "\(found)")
        }
        let alone = try #require(await score([Self.texts[0]], engine, .every(6)).first)
        #expect(alone.stops.map(\.afterTokens) == together[0].stops.map(\.afterTokens))
        let question = ChoiceQuestion(lead: "", choices: ScoringMode.reasoned.choices, continuation: .digits)
        let prompt = Prompt.text(
            mode: .reasoned, instruction: RunSettings().instruction, query: Self.query.text, document: Self.texts[0])
        for (one, other) in zip(alone.stops, together[0].stops) {
            #expect(isEqual(one.distribution, other.distribution, within: 1e-9))
            let fresh = try engine.start(
                GenerationRequest(prompt: prompt, prefillTokens: Array(alone.tokens.prefix(one.afterTokens)), maxNewTokens: 0))
            defer { fresh.end() }
            var asked = question
            if one.afterTokens == 0 { asked.prefill = StopFinder(.sentences).start.prefill }
            asked.lead = String(one.closing.dropFirst(asked.prefill.count))
            let readout = try await fresh.readout(asked, afterTokens: one.afterTokens)
            let distribution = ScoreDistribution(probabilities: readout.probabilities, other: readout.other)
            #expect(isEqual(one.distribution, distribution, within: 1e-4), "\(one) \(distribution)")
        }
    }
}
