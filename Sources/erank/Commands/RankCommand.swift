import ArgumentParser
import LocalEngine
import Relevance
import Reranking
import Sessions

struct RankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "Rerank candidates with a reasoning model, without screens.",
        discussion: """
            Candidates are a JSONL file of {id, title, text}, RankLLM requests, an MS MARCO TSV, a folder of text files, lines \
            on standard input (--candidates -), or a BEIR folder with a TREC run (--collection and --run). An interrupt \
            (Ctrl-C) ends the run and prints what has been scored.

            With --session every step is recorded. --resume SESSION continues a job that was stopped or killed: it scores the \
            documents that wait, were cancelled or failed, keeps the other results, and prints the whole job. SESSION#2 is the \
            session's second job; without a number, the newest unfinished job is resumed. The job's model and settings are used; \
            --rank-by and --output may differ.
            """)

    @Option(
        help: "A name from 'erank models list' (fetched if missing), or the path of a GGUF file.", completion: .models)
    var model: String?
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @OptionGroup var resources: ResourceOptions
    @Flag(help: "Say on standard error what memory is used for, and at the end the peak.") var showMemory = false
    @Option(help: "table, json (one object per line and query) or trec (a run).") var output = Output.table
    @Option(
        help: "Write the session to this new file, for 'erank replay' and --resume.",
        completion: .file(extensions: ["jsonl"]))
    var session: String?
    @Option(help: "Resume the unfinished job of a session; no other option is needed.", completion: .sessions)
    var resume: String?

    enum Output: String, ExpressibleByArgument, CaseIterable { case table, json, trec }

    func validate() throws {
        if let resume {
            if resume.isEmpty { throw ValidationError("--resume needs a session's file or name") }
            if source.isGivenAnything {
                throw ValidationError(
                    "--resume takes queries and candidates from the session: leave their options out")
            }
            if session != nil { throw ValidationError("--resume appends to the resumed session: leave --session out") }
            return
        }
        guard model != nil else { throw ValidationError("name a model with --model, or a session to resume with --resume") }
        try source.checkOneStage()
    }

    func run() async throws {
        defer { if showMemory { StandardError.write("erank: \(MemoryReport.peak)") } }
        if let resume {
            try await JobResumption(name: resume, model: model, scoring: scoring, resources: resources, showsMemory: showMemory)
                .run { job in
                    try await job.run { report, run in try StandardOutput.write(output.text(of: report, run: run)) }
                }
        } else {
            try await begin()
        }
    }

    private func begin() async throws {
        let tasks = try source.read(depth: scoring.depth)
        let engine = try await LocalEngine.open(
            model ?? "", template: scoring.template, settings: scoring.settings, options: try resources.unwatchedEngine(),
            showsMemory: showMemory)
        defer { engine.stop() }
        let file = try session.map { path throws(SessionError) in
            try SessionFile.create(at: path, program: "erank \(Erank.version)")
        }
        let job = RankJob.new(
            tasks, engine: engine, settings: scoring.settings, rankBy: scoring.rankBy, source: source.description, file: file)
        try await job.run { report, run in try StandardOutput.write(output.text(of: report, run: run)) }
    }
}
