import ArgumentParser
import LocalEngine
import Relevance
import Reranking

struct RankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "Rerank candidates with a reasoning model, without a screen.",
        discussion: """
            Candidates are a JSONL of {id, title, text}, RankLLM requests, an MS MARCO TSV, a folder of text files, or lines on standard \
            input (--candidates -); or a BEIR folder and a TREC run (--collection and --run). An interrupt (Ctrl-C) ends the run \
            cleanly with what is scored.
            """)

    @Option(help: "A name of 'erank models list', fetched where it is missing, or the path of a GGUF file.") var model: String
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(help: "Compute threads; by default one a core.") var threads: Int?
    @Option(help: "table, json (one object a query, one line each) or trec (a run).") var output = Output.table
    @Option(help: "Write the session to this file; 'erank replay' plays it.") var session: String?

    enum Output: String, ExpressibleByArgument, CaseIterable { case table, json, trec }

    func validate() throws {
        try source.validateOneStage()
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes 1 to 1024, and \(threads) is not")
        }
    }

    func run() async throws {
        let tasks = try source.read(depth: scoring.depth)
        let settings = scoring.settings
        let engine = try await LocalEngine.open(model, template: scoring.template, options: .unwatched(threads: threads))
        defer { engine.stop() }
        let recorder = try RunRecorder(sessionPath: session)
        defer { recorder.close() }
        let job = RankJob(
            engine: engine, settings: settings, rankBy: scoring.rankBy, source: source.description, recorder: recorder)
        try await job.run(tasks) { report, run in try StandardOutput.write(output.text(of: report, run: run)) }
    }
}
