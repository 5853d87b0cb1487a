import ArgumentParser
import Foundation
import LocalEngine
import Reranking

/// Ranks a dozen passages live: in the screens or, without a terminal, as a table.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch a model rank a dozen passages.",
        discussion: """
            Opens the screens and starts the run as soon as the model is loaded. The model (1.1 GB) is fetched the first time. \
            Without a terminal, the ranking is printed as a table.
            """)

    @Argument(
        help: "The topic: goldfish, or jaguar, whose query words are misleading.", completion: .list(["goldfish", "jaguar"]))
    var topic = "goldfish"
    @OptionGroup var options: ScreenOptions

    /// The smallest model in the catalogue that writes a thought and then an answer.
    private static let model = "qwen2.5-1.5b"

    func run() async throws {
        let topics = try DemoTopic.all()
        guard let demo = topics.first(where: { $0.name == topic }) else {
            throw Failure("there is no demo '\(topic)': choose \(topics.map(\.name).joined(separator: " or "))", .usage)
        }
        var options = options
        options.model = options.model ?? Self.model
        if isatty(STDIN_FILENO) == 1, StandardOutput.isTerminal {
            try await Screens.open(.demo(topic: demo.name), options)
        } else {
            try await print(demo, options)
        }
    }

    private func print(_ demo: DemoTopic, _ options: ScreenOptions) async throws {
        try StandardOutput.checkIsOpen()
        let engine = try await LocalEngine.open(
            options.model ?? Self.model, settings: RunSettings(), options: try options.resources.engine())
        defer { engine.stop() }
        let job = RankJob.new(
            [demo.task], engine: engine, settings: RunSettings(), rankBy: .paper, source: "the demo \(demo.name)", file: nil)
        try await job.run { report, run in
            try StandardOutput.write(RankTable(report, run).text)
        }
    }
}
