import ArgumentParser
import LocalEngine

/// The root of the command line: `erank` and its subcommands.
struct Erank: AsyncParsableCommand {
    static let version = LocalEngine.version

    static let configuration = CommandConfiguration(
        commandName: "erank", abstract: "See why a reasoning reranker ranks as it does.", version: version,
        subcommands: [
            ScreensCommand.self, DemoCommand.self, RankCommand.self, StopsCommand.self, EvaluateCommand.self, CompareCommand.self,
            JudgeCommand.self,
            JudgmentsCommand.self, ReplayCommand.self, SessionsCommand.self, ModelsCommand.self, TokenizeCommand.self,
            PerplexityCommand.self, BenchCommand.self, KeysCommand.self,
        ], defaultSubcommand: ScreensCommand.self)
}
