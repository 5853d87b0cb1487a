import ArgumentParser

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast it is on this machine.",
        subcommands: [BenchEngineCommand.self, BenchScreenCommand.self, BenchSessionCommand.self])
}
