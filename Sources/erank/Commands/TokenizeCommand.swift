import ArgumentParser
import Foundation
import GGUF
import ModelCatalog
import Tokenizer

struct TokenizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize", abstract: "Print the tokens of a text.",
        discussion: "Reads all of standard input and prints the ids on one line, without special tokens.")

    @Option(help: "A name from 'erank models list', or the path of a GGUF file.", completion: .models) var model: String

    func run() async throws {
        let catalog = ModelCatalog()
        let path = try await catalog.provide(model).path
        let tokenizer = try await catalog.opening(path) { try Tokenizer(file: GGUFFile(path: path)) }
        let text = try TextInput.read(.standardInput, name: "standard input")
        try StandardOutput.write(tokenizer.encode(text).map(String.init).joined(separator: " "))
    }
}
