import ArgumentParser
import Foundation
import LocalEngine
import ModelCatalog

struct PerplexityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity", abstract: "Measure how well a model predicts a text.",
        discussion: """
            The text is cut into chunks of the context length. Each chunk is evaluated on its own, and the predictions of its \
            second half are scored, as in llama-perplexity. Prints one JSON object.
            """)

    @Option(help: "A name from 'erank models list', or the path of a GGUF file.", completion: .models) var model: String
    @Option(help: "The text, in UTF-8.", completion: .file()) var file: String
    @Option(help: "Tokens per chunk.") var context = 512
    @OptionGroup var resources: ResourceOptions

    func validate() throws {
        guard context >= 4 else { throw ValidationError("--context must be at least 4, not \(context)") }
    }

    private struct Report: Encodable {
        var ppl: Double
        var tokens: Int
        var chunks: Int
        var context: Int
    }

    func run() async throws {
        let text = try TextInput.read(path: file)
        let options = try resources.engine()
        let catalog = ModelCatalog()
        let path = try await catalog.provide(model).path
        let model = try await catalog.opening(path) {
            try await LoadedModel.load(path: path, threads: options.threads, memory: options.memory)
        }
        let line = ProgressLine()
        defer { line.clear() }
        let result = try await model.perplexity(of: text, context: context, memory: options.memory) { done, count, perplexity in
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
