import Inference
import Tokenizer
import Transformer

/// How fast an engine reads prompts and writes tokens: random tokens, no beginning shared, as llama-batched-bench measures it.
public struct EngineBenchmark: Sendable, Hashable {
    /// Streams at once.
    public var batch: Int
    public var promptTokensPerSecond: Double
    /// Of all streams together.
    public var decodeTokensPerSecond: Double
    /// The most memory the process has had resident so far.
    public var peakResidentBytes: Int
}

extension LocalEngine {
    /// Reads `batch` prompts, then lets all of them generate at once.
    ///
    /// - Parameter seed: of the prompts' tokens; another one for each run, so that none of them is in the cache.
    /// - Throws: `EngineError` for prompts that do not fit the context, or from the model.
    public func benchmark(promptTokens: Int, newTokens: Int, batch: Int, seed: UInt64) async throws(EngineError)
        -> EngineBenchmark
    {
        var random = SplitMix64(seed: seed)
        let vocabulary = Int32(core.tokenizer.vocabularySize)
        func prompt() -> [Int32] { (0..<promptTokens).map { _ in Int32.random(in: 0..<vocabulary, using: &random) } }
        let prompts = (0..<batch).map { _ in prompt() }
        guard promptTokens + newTokens <= tokenLimit else {
            throw .promptTooLong(tokens: promptTokens + newTokens, limit: tokenLimit)
        }

        // Memory is taken and cleared when it is first touched: by a prompt that does not count, as in llama-bench.
        try await generate([prompt()], newTokens: 0)
        let before = await statistics
        try await generate(prompts, newTokens: 0)
        let read = await statistics
        // The prompts are in the cache now but for the ends of their last pages.
        try await generate(prompts, newTokens: newTokens)
        let written = await statistics
        return EngineBenchmark(
            batch: batch,
            promptTokensPerSecond: Double(read.promptTokens - before.promptTokens)
                / (read.promptPasses.cost.total - before.promptPasses.cost.total).seconds,
            decodeTokensPerSecond: Double(written.decodePasses.decodedTokens - read.decodePasses.decodedTokens)
                / (written.decodePasses.cost.total - read.decodePasses.cost.total).seconds,
            peakResidentBytes: Machine.peakResidentBytes)
    }

    private func generate(_ prompts: [[Int32]], newTokens: Int) async throws(EngineError) {
        var generations: [LocalGeneration] = []
        for prompt in prompts {
            generations.append(try start(TokenStream.Request(prompt: prompt, maxNewTokens: newTokens, ignoresEndOfTurn: true)))
        }
        for generation in generations {
            for await event in generation.events {
                if case .ended(.failed(let error)) = event { throw error }
            }
        }
        for generation in generations { generation.end() }
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
