import ArgumentParser
import ModelCatalog

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, fetch and check models.",
        discussion: """
            Wherever a model is asked for, a name of this catalogue serves and so does the path of any GGUF file. Fetched models are \
            kept in $XDG_CACHE_HOME/erank/models (~/.cache/erank/models).
            """,
        subcommands: [List.self, Get.self, Path.self, ModelsCheckCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The models that can be fetched by name, and which are here.")

        func run() throws {
            let catalog = ModelCatalog()
            let rows = catalog.models.map { model in
                [model.name, "\(ByteCount(model.bytes))", catalog.has(model) ? "here" : "not fetched", model.summary]
            }
            try StandardOutput.write(TextTable(header: ["name", "size", "state", "what"], rows: rows).text)
        }
    }

    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch a model with pip, check it, and print its path.",
            discussion: "A fetch that was stopped goes on where it was.")

        @Argument(help: "A name of 'erank models list'.") var model: String

        func run() async throws { try StandardOutput.write(try await ModelCatalog().provide(model).path) }
    }

    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print where a model's file is.")

        @Argument(help: "A name of 'erank models list', or a path.") var model: String

        func run() throws { try StandardOutput.write(try ModelCatalog().present(model).path) }
    }
}

extension ModelCatalog {
    /// The file of the model a person named, which must be here already.
    func present(_ nameOrPath: String) throws -> ModelFile {
        switch try locate(nameOrPath) {
        case .file(let file): return file
        case .missing(let model):
            throw Failure("\(model.name) is not here yet: fetch it with 'erank models get \(model.name)'", .unreadableFile)
        }
    }
}
