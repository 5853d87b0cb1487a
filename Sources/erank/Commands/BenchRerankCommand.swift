import ArgumentParser
import Inference
import LocalEngine
import Reranking

struct BenchRerankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerank", abstract: "Measure a whole reranking job and how its time is divided.",
        discussion: """
            Runs the job like 'erank rank', then measures the machine's limits and prints which share of them the job reached. \
            The figures mean something only on an otherwise idle machine.
            """)

    @Option(
        help: "A name from 'erank models list' (fetched if missing), or the path of a GGUF file.", completion: .models)
    var model: String
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(help: "Where thoughts are stopped (see 'erank rank'); none by default.") var stops: StopsOption = .none
    @OptionGroup var resources: ResourceOptions
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        try source.checkOneStage()
    }

    func run() async throws {
        var watch = RerankWatch()
        let tasks = try source.read(depth: scoring.depth)
        let engine = try await watch.load {
            try await LocalEngine.open(
                model, template: scoring.template, settings: scoring.settings, options: try resources.unwatchedEngine())
        }
        defer { engine.stop() }
        var job = RankJob.new(
            tasks, engine: engine, settings: scoring.settings, stops: stops.plan, rankBy: scoring.rankBy,
            source: source.description, file: nil)
        job.observe = { watch.see($0) }
        try await job.run { _, _ in }
        watch.stop()
        let statistics = await engine.statistics
        let limits = try await Machine.limits(threads: engine.model.threads)
        let report = RerankReport(watch, statistics, limits, model: engine.model, mode: scoring.settings.mode)
        if json { try JSONLine.print(report) } else { try StandardOutput.write(report.text) }
    }
}
