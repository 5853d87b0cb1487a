import ArgumentParser

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the speed of erank on this machine.",
        subcommands: [
            BenchMachineCommand.self, BenchEngineCommand.self, BenchRerankCommand.self, BenchTogetherCommand.self,
            BenchScreenCommand.self, BenchSessionCommand.self,
        ])
}
