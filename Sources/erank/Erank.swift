import ArgumentParser

@main
struct Erank: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erank", abstract: "See why a reasoning reranker ranks as it does.")
}
