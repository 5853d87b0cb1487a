import Inference
import Tokenizer
import Transformer

/// The prefill and decoding speed of an engine with random tokens and no shared prefixes, measured as llama-batched-bench does.
public struct EngineBenchmark: Sendable, Hashable {
    /// The number of concurrent streams.
    public var batch: Int
    /// Prompt tokens of all streams, per second of prefill.
    public var promptTokensPerSecond: Double
    /// Generated tokens of all streams together, per second of decoding.
    public var decodeTokensPerSecond: Double
    /// The peak resident memory of the process so far, in bytes.
    public var peakResidentBytes: Int
}

extension LocalEngine {
    /// Measures the prefill of `batch` random prompts, then the concurrent decoding of all of them.
    ///
    /// - Parameters:
    ///   - promptTokens: tokens of each prompt.
    ///   - newTokens: tokens that each stream generates.
    ///   - batch: concurrent streams.
    ///   - seed: determines the prompts' tokens. Use a new one for each run, so that no prompt is in the prefix cache.
    /// - Throws: `EngineError.promptTooLong` if prompt and new tokens exceed the context; any error of the model.
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

        // The first use of memory is slow, because the system clears it. So a warm-up prompt runs first, as in llama-bench.
        try await generate([prompt()], newTokens: 0)
        let before = await statistics
        try await generate(prompts, newTokens: 0)
        let read = await statistics
        // The prompts are now in the prefix cache, except for the ends of their last pages.
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
