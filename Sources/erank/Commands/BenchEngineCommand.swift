import ArgumentParser
import LocalEngine
import ModelCatalog

struct BenchEngineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Measure prompt and decoding speed.",
        discussion: """
            Uses random prompts without a common beginning, like llama-batched-bench. All streams of a batch decode together.
            """)

    @Option(help: "A name from 'erank models list', or the path of a GGUF file.", completion: .models) var model: String
    @Option(parsing: .unconditional, help: "Tokens of each prompt.") var promptTokens = 512
    @Option(parsing: .unconditional, help: "Tokens that each stream generates.") var newTokens = 64
    @Option(help: "Numbers of streams to measure, separated by commas.") var batch = "1,4,8,16"
    @OptionGroup var resources: ResourceOptions
    @Option(parsing: .unconditional, help: "The most tokens in one forward pass.") var batchLimit = EngineOptions().batchLimit
    @Flag(help: "Print one JSON object per line.") var json = false

    private struct Report: Encodable {
        var batch: Int
        var promptTokensPerSecond: Double
        var decodeTokensPerSecond: Double
        var peakResidentBytes: Int
    }

    private var batches: [Int] { batch.split(separator: ",").compactMap { Int($0.filter { $0 != " " }) } }

    func validate() throws {
        guard !batches.isEmpty, batches.count == batch.split(separator: ",").count, batches.allSatisfy((1...256).contains) else {
            throw ValidationError("--batch must be numbers from 1 to 256, separated by commas, not '\(batch)'")
        }
        guard promptTokens >= 1 else { throw ValidationError("--prompt-tokens must be at least 1") }
        // The first new token comes from the pass of the prompt, so decoding can be timed only from the second one on.
        guard newTokens >= 2 else { throw ValidationError("--new-tokens must be at least 2") }
    }

    func run() async throws {
        let file = try await ModelCatalog().provide(model)
        var options = try resources.engine()
        (options.batchLimit, options.maxStreams) = (batchLimit, batches.max() ?? 1)
        let engine = try await LocalEngine.load(path: file.path, sha256: "", options: options)
        defer { engine.stop() }
        if !json { try StandardOutput.write("batch  prompt tokens/s  decode tokens/s  peak resident MiB") }
        for (seed, batch) in batches.enumerated() {
            let result = try await engine.benchmark(
                promptTokens: promptTokens, newTokens: newTokens, batch: batch, seed: UInt64(seed))
            if json {
                try JSONLine.print(
                    Report(
                        batch: batch, promptTokensPerSecond: result.promptTokensPerSecond,
                        decodeTokensPerSecond: result.decodeTokensPerSecond, peakResidentBytes: result.peakResidentBytes))
            } else {
                let rates = [result.promptTokensPerSecond, result.decodeTokensPerSecond].map { String(Int($0.rounded())) }
                let cells = zip([String(batch)] + rates + [String(result.peakResidentBytes >> 20)], [5, 17, 17, 19])
                try StandardOutput.write(cells.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined())
            }
        }
    }
}
