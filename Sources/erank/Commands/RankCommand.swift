import ArgumentParser
import LocalEngine
import Relevance
import Reranking
import Sessions

struct RankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "Rerank candidates with a reasoning model, without a screen.",
        discussion: """
            Candidates are a JSONL of {id, title, text}, RankLLM requests, an MS MARCO TSV, a folder of text files, or lines on standard \
            input (--candidates -); or a BEIR folder and a TREC run (--collection and --run). An interrupt (Ctrl-C) ends the run \
            cleanly with what is scored.

            With --session every step is recorded. A job that was stopped or killed goes on with --resume SESSION: documents that wait, were \
            cancelled or failed are scored, those that have an outcome are kept, and the whole job is printed. SESSION#2 is the session's \
            second job; without a number the newest that is not finished is meant. Model and settings are the job's; --rank-by and \
            --output may be others.
            """)

    @Option(help: "A name of 'erank models list', fetched where it is missing, or the path of a GGUF file.") var model: String?
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(help: "Compute threads; by default one a core.") var threads: Int?
    @Option(help: "table, json (one object a query, one line each) or trec (a run).") var output = Output.table
    @Option(help: "Write the session to this file; 'erank replay' plays it, --resume goes on with it.") var session: String?
    @Option(help: "Go on with the job of a session that was not finished; it needs no other option.") var resume: String?

    enum Output: String, ExpressibleByArgument, CaseIterable { case table, json, trec }

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes 1 to 1024, and \(threads) is not")
        }
        if let resume {
            if resume.isEmpty { throw ValidationError("--resume takes a session's file or name") }
            if source.isGivenAnything {
                throw ValidationError("--resume has its queries and candidates from the session: name no others")
            }
            if session != nil { throw ValidationError("--resume appends to its own session: leave --session out") }
            return
        }
        guard model != nil else { throw ValidationError("name the model with --model, or a session to go on with by --resume") }
        try source.checkOneStage()
    }

    func run() async throws {
        if let resume {
            try await JobResumption(name: resume, model: model, scoring: scoring, threads: threads).run { job in
                try await job.run { report, run in try StandardOutput.write(output.text(of: report, run: run)) }
            }
        } else {
            try await begin()
        }
    }

    private func begin() async throws {
        let tasks = try source.read(depth: scoring.depth)
        let engine = try await LocalEngine.open(
            model ?? "", template: scoring.template, options: .unwatched(threads: threads))
        defer { engine.stop() }
        let file = try session.map { path throws(SessionError) in
            try SessionFile.create(at: path, program: "erank \(Erank.version)")
        }
        let job = RankJob.new(
            tasks, engine: engine, settings: scoring.settings, rankBy: scoring.rankBy, source: source.description, file: file)
        try await job.run { report, run in try StandardOutput.write(output.text(of: report, run: run)) }
    }
}
