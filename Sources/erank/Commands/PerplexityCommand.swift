import ArgumentParser
import Foundation
import LocalEngine
import ModelCatalog

struct PerplexityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity", abstract: "Measure how well a model foretells a text.",
        discussion: """
            The text is cut into chunks of the context length; each begins afresh, and the predictions of its second half are scored, as \
            llama-perplexity does. Prints one JSON object.
            """)

    @Option(help: "A name of 'erank models list', or the path of a GGUF file.") var model: String
    @Option(help: "The text, UTF-8.") var file: String
    @Option(help: "Tokens of a chunk.") var context = 512
    @Option(help: "Compute threads; one a core unless given.") var threads: Int?

    func validate() throws {
        guard context >= 4 else { throw ValidationError("--context is \(context) and must be at least 4") }
    }

    private struct Report: Encodable {
        var ppl: Double
        var tokens: Int
        var chunks: Int
        var context: Int
    }

    func run() async throws {
        let text = try TextInput.read(path: file)
        let model = try await LoadedModel.load(path: ModelCatalog().provide(model).path, threads: threads)
        let line = ProgressLine()
        defer { line.clear() }
        let result = try await model.perplexity(of: text, context: context) { done, count, perplexity in
            line.show(
                "perplexity", fraction: Double(done) / Double(count), detail: "\(done) of \(count) chunks, so far \(perplexity)")
        }
        guard let result else {
            throw Failure(
                "\(file) is shorter than one chunk of \(context) tokens: give a longer text or a smaller --context",
                .unreadableFile)
        }
        line.clear()
        try JSONLine.print(Report(ppl: result.perplexity, tokens: result.tokens, chunks: result.chunks, context: context))
    }
}
