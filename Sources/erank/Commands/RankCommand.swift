import ArgumentParser
import Foundation
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
    @Option(help: StopsOption.help) var stops: StopsOption?
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
            if stops != nil { throw ValidationError("--resume stops thoughts as the job was asked to: leave --stops out") }
            if session != nil { throw ValidationError("--resume appends to the resumed session: leave --session out") }
            return
        }
        guard model != nil else { throw ValidationError("name a model with --model, or a session to resume with --resume") }
        if stops?.plan != nil {
            if !scoring.settings.mode.thinks {
                throw ValidationError("--stops stops thoughts, and the mode \(scoring.settings.mode.rawValue) has none")
            }
            if session == nil, output != .json {
                throw ValidationError("--stops shows in a session and in JSON: add --session FILE or --output json")
            }
        }
        try source.checkOneStage()
    }

    func run() async throws {
        defer { if showMemory { StandardError.write("erank: \(MemoryReport.peak)") } }
        if let resume {
            let resumption = JobResumption(
                name: resume, model: model, scoring: scoring, resources: resources, showsMemory: showMemory)
            try await resumption.run(
                check: { runs in
                    for run in runs { try check(run.query, run.candidates) }
                    if output == .trec { try checkIDs(of: runs.map(\.query), in: resume) }
                }, print)
        } else {
            try await begin()
        }
    }

    private func begin() async throws {
        if let session { try NewSession.check(session) } else { try StandardOutput.checkIsOpen() }
        let tasks = try source.read(depth: scoring.depth, isDepthDefault: scoring.givenDepth == nil)
        for task in tasks { try check(task.query, task.candidates) }
        let documents = tasks.reduce(0) { $0 + $1.candidates.count }
        let options = try resources.unwatchedEngine(
            recordBytes: scoring.settings.recordBytes(documents: documents, stops: stopPlan))
        if case .every(let tokens) = stopPlan {
            let share = Double(StopReading.tokensPerStop) / Double(tokens)
            let cost = String(format: share < 10 ? "%.1f" : "%.0f", share)
            StandardError.write(
                "erank: note: each stop reads about \(StopReading.tokensPerStop) tokens: \(cost) for each one written")
        }
        let engine = try await LocalEngine.open(
            model ?? "", template: scoring.template, settings: scoring.settings, options: options, showsMemory: showMemory)
        defer { engine.stop() }
        let begun = try NewSession.begin(session)
        var job = RankJob.new(
            tasks, engine: engine, settings: scoring.settings, stops: stopPlan, rankBy: scoring.rankBy,
            source: source.description, file: begun.file, state: begun.state)
        job.ownsFile = begun.isNew
        try await print(job)
    }

    /// By default thoughts are stopped where somebody will see it: in a session, and in JSON.
    private var stopPlan: StopPlan? {
        guard let stops else { return session != nil || output == .json ? .sentences : nil }
        return stops.plan
    }

    /// Ids that the output cannot carry are known before a model is loaded.
    private func check(_ query: Query, _ candidates: [Candidate]) throws(FormatError) {
        if output == .trec { try TRECOutput(ids: source.ids.ids).check(query, candidates) }
    }

    /// A TREC run does not say which query is of which collection.
    private func checkIDs(of queries: [Query], in session: String) throws(Failure) {
        let names = Set(queries.compactMap(\.collection)).sorted()
        guard names.count > 1 else { return }
        throw Failure(
            "\(session): the job has queries of several collections (\(names.joined(separator: ", "))), which a TREC run cannot "
                + "tell apart: resume it with --output json, then 'erank sessions export' with --collection writes a run of each",
            .usage)
    }

    private func print(_ job: RankJob) async throws {
        var trec = TRECOutput(ids: source.ids.ids)
        defer { trec.note() }
        try await job.run { report, run in
            switch output {
            case .json: try StandardOutput.write(data: report.json + "\n")
            case .trec: try StandardOutput.write(data: trec.lines(of: report))
            case .table: try StandardOutput.write(RankTable(report, run).text)
            }
        }
    }
}
