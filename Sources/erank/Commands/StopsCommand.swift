import ArgumentParser
import Comparing
import Inference
import LocalEngine
import ModelCatalog
import Relevance
import Reranking
import Sessions

struct StopsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stops", abstract: "Print what a model would have answered, had its thoughts been stopped earlier.",
        discussion: """
            For each document of a job: the distribution over the answers that the model would have given, had its thought been \
            closed after so many tokens. This is early forced answering, not a belief: it can fail where thinking on would have \
            found the answer (arXiv 2604.06613).

            Without --stops it prints what the session has; no model is needed. With --stops the model of the job reads the \
            missing stops of finished documents from their recorded tokens, and they are recorded in the session. NAME#N means \
            the session's job N; without a number, the newest.
            """)

    @Argument(
        help: "A session's file, or its name from 'erank sessions list'; NAME#N means its job N.", completion: .sessions)
    var session: String
    @Option(help: "Only this document, by its id.") var document: String?
    @Option(help: "Where to stop: sentences, N (every N tokens) or all (every token).") var stops: StopsOption?
    @Option(help: "The job's model, where it is no longer found.", completion: .models) var model: String?
    @OptionGroup var resources: ResourceOptions
    @Flag(help: "How long must it think? The rankings as a function of the longest thought, instead of the stops.")
    var budgets = false
    @Option(help: "Measure the rankings of --budgets by these judgments; without it by the session's own.", completion: .file())
    var qrels: String?
    @Option(
        name: [.customShort("m", allowingJoined: true), .long], help: "The measure of --budgets (default: ndcg_cut.10).",
        completion: .list(Measure.names))
    var measure: String?
    @Option(
        name: .customLong("rank-by"),
        help: "The score that sorts for --budgets: paper, expected, integer or hybrid (default: the job's).")
    var givenRankBy: RankBy?
    @Option(
        help: "table, json (one object per line and query, as 'erank rank' prints it; of --budgets one object), csv (--budgets).")
    var output = Output.table

    enum Output: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

    private var asksBudgets: Bool { budgets || qrels != nil }

    func validate() throws {
        if measure != nil, !asksBudgets { throw ValidationError("-m measures the rankings of --budgets: give that too") }
        if givenRankBy != nil, !asksBudgets { throw ValidationError("--rank-by sorts for --budgets: give that too") }
        if output == .csv, !asksBudgets { throw ValidationError("--output csv is for --budgets: give that too, or take json") }
        if asksBudgets, document != nil { throw ValidationError("--budgets ranks all documents: leave --document out") }
        if stops == StopsOption.none {
            throw ValidationError("--stops none reads nothing: leave --stops out to print what is there")
        }
    }

    func run() async throws {
        try StandardOutput.checkIsOpen()
        if let plan = stops?.plan { return try await read(plan) }
        let recorded = try RecordedSession(session)
        try print(recorded.state, try job(SessionName(session), of: recorded.state), path: recorded.path)
    }

    private func job(_ name: SessionName, of state: SessionState) throws(SessionError) -> JobState {
        guard let job = try name.job(in: state) ?? state.jobs.last else { throw .noRun(name.path) }
        return job
    }

    private func read(_ plan: StopPlan) async throws {
        let name = SessionName(session)
        var writable = try WritableSession(name.path)
        defer { writable.file.close() }
        let job = try job(name, of: writable.state)
        guard job.settings.mode.thinks else {
            throw Failure(
                "\(writable.path): job \(job.id.rawValue) has no thoughts: its mode is \(job.settings.mode.rawValue)", .usage)
        }
        let thoughts = try missing(plan, of: job, in: writable.state, path: writable.path)
        if !thoughts.isEmpty {
            let work = StopReading(thoughts, job: job)
            StandardError.write("erank: \(work.cost(in: writable.state))")
            let (file, sha256) = try await JobModel(named: model, of: job, path: writable.path).file()
            let engine = try await LocalEngine.open(
                file.path, sha256: sha256, template: job.model?.template, settings: job.settings,
                options: try resources.unwatchedEngine())
            defer { engine.stop() }
            try await work.run(on: engine) { events in try writable.append(events) }
        }
        try print(writable.state, job, path: writable.path)
    }

    /// The finished documents of the job that lack points of the plan.
    private func missing(
        _ plan: StopPlan, of job: JobState, in state: SessionState, path: String
    ) throws(Failure) -> [StopReading.Thought] {
        var isKnown = document == nil
        var thoughts: [StopReading.Thought] = []
        for run in state.runs(of: job) {
            for (index, progress) in run.documents.enumerated() {
                let id = run.candidates[index].document.id
                guard document == nil || document == id else { continue }
                isKnown = true
                guard progress.isSettled, !progress.tokens.isEmpty else { continue }
                let thought = WrittenThought(tokens: progress.tokens.map { ($0.id, $0.text) })
                let known = Set(progress.stops.map(\.afterTokens))
                let points = thought.points(plan).filter { !known.contains($0.afterTokens) }
                if !points.isEmpty { thoughts.append(.init(run: run, document: index, thought: thought, points: points)) }
            }
        }
        guard isKnown else {
            throw Failure("\(path): job \(job.id.rawValue) has no document '\(document ?? "")'", .usage)
        }
        return thoughts
    }

    private func print(_ state: SessionState, _ job: JobState, path: String) throws {
        if asksBudgets { return try printBudgets(state, job, path: path) }
        var hasStops = false
        for run in state.runs(of: job) {
            var report = RankReport(run, rankBy: state.rankBy(of: job.id))
            if let document { report.ranking = report.ranking.filter { $0.id == document } }
            hasStops = hasStops || report.ranking.contains { !$0.stops.isEmpty }
            guard !report.ranking.isEmpty else { continue }
            switch output {
            case .json: try StandardOutput.write(data: report.json + "\n")
            case .table, .csv: try StandardOutput.write(StopTable(report).text)
            }
        }
        if !hasStops { StandardError.write("erank: note: \(Self.noStops(job))") }
    }

    private static func judgments(in path: String) throws(FormatError) -> Qrels {
        let reading = try Qrels.read(path)
        for sentence in reading.warnings.sentences { StandardError.write("erank: warning: \(sentence)") }
        return reading.value
    }

    private static func noStops(_ job: JobState) -> String {
        "no thought of job \(job.id.rawValue) was stopped: --stops sentences reads the answers from the record"
    }

    private func printBudgets(_ state: SessionState, _ job: JobState, path: String) throws {
        let own = state.exported(state.book.qrels())
        let judgments = try qrels.map(Self.judgments) ?? (own.grades.isEmpty ? nil : own)
        let chosen = try measure.map { name throws(FormatError) in try Measure.parse(name) }?.first ?? .ndcg(at: 10)
        let rankBy = givenRankBy ?? state.rankBy(of: job.id)
        guard let curve = BudgetCurve(state.runs(of: job), rankBy: rankBy, qrels: judgments, measure: chosen) else {
            throw Failure("\(path): \(Self.noStops(job))", .jobFailed)
        }
        if qrels != nil, curve.measure == nil {
            throw Failure("\(qrels ?? ""): it has no judgments of the queries of job \(job.id.rawValue)", .jobFailed)
        }
        let table = BudgetTable(curve, job: job)
        switch output {
        case .table: try StandardOutput.write(table.text)
        case .json: try StandardOutput.write(data: table.json + "\n")
        case .csv: try StandardOutput.write(data: table.csv)
        }
    }
}
