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

            Without --stops and --at it prints what the session has; no model is needed. With --stops the model of the job reads \
            the missing stops of finished documents from their recorded tokens. With --at it goes on freely from that token, \
            several times, so that the mean of the answers stands beside the forced one. With --closing the thought is closed by \
            another text too. All is recorded in the session. NAME#N means the session's job N; without a number, the newest.
            """)

    @Argument(
        help: "A session's file, or its name from 'erank sessions list'; NAME#N means its job N.", completion: .sessions)
    var session: String
    @Option(help: "Only this document, by its id.") var document: String?
    @Option(help: "Where to stop: sentences, N (every N tokens) or all (every token).") var stops: StopsOption?
    @Option(
        help: "Close thoughts that were opened with <think> by this text too, beside </think><answer>; the answer follows it.")
    var closing: String?
    @Option(help: "Go on freely after this many tokens; may be given several times.") var at: [Int] = []
    @Option(help: "How often to go on from each point, 1 to 64 (default: 8).") var continuations: Int?
    @Option(help: "The temperature of going on (default: the job's, or 0.7 where the job has none).") var temperature: Double?
    @Option(name: .customLong("seed"), help: "The seed of the first continuation (default: 1); each further one has the next.")
    var givenSeed: UInt64?
    @Option(help: "The model's file, if it is not where the job found it.", completion: .models) var model: String?
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

    private var seed: UInt64 { givenSeed ?? 1 }
    private var asksBudgets: Bool { budgets || qrels != nil }
    /// Whether the model is to read something.
    private var reads: Bool { stops != nil || closing != nil || !at.isEmpty }

    func validate() throws {
        if measure != nil, !asksBudgets { throw ValidationError("-m measures the rankings of --budgets: give that too") }
        if givenRankBy != nil, !asksBudgets { throw ValidationError("--rank-by sorts for --budgets: give that too") }
        if output == .csv, !asksBudgets { throw ValidationError("--output csv is for --budgets: give that too, or take json") }
        if asksBudgets, document != nil { throw ValidationError("--budgets ranks all documents: leave --document out") }
        if stops == StopsOption.none {
            throw ValidationError("--stops none reads nothing: leave --stops out to print what is there")
        }
        if model != nil, !reads { throw ValidationError("--model reads stops: say which with --stops, --closing or --at") }
        if at.isEmpty, continuations != nil || temperature != nil || givenSeed != nil {
            throw ValidationError("say from which token to go on: --at 24")
        }
        if let continuations, !(1...64).contains(continuations) { throw ValidationError("--continuations is 1 to 64") }
        if let wrong = at.first(where: { $0 < 0 }) { throw ValidationError("--at \(wrong): it is a number of tokens, from 0") }
        if let temperature, !(temperature > 0 && temperature <= 10) {
            throw ValidationError("--temperature of going on is above 0 and at most 10: at 0 all continuations are the same")
        }
        if let closing, closing.isEmpty || closing.utf8.count > 1000 || closing == StopFinder.usualClosing {
            throw ValidationError("--closing is a text of 1 to 1000 bytes, and another than \(StopFinder.usualClosing)")
        }
    }

    func run() async throws {
        try StandardOutput.checkIsOpen()
        // What is wrong with an option is known before a model is loaded.
        let measured = try Measured(self)
        if reads { return try await read(measured) }
        let recorded = try RecordedSession(session)
        let job = try job(SessionName(session), of: recorded.state)
        try check(job, in: recorded.state, path: recorded.path)
        try print(recorded.state, job, measured, path: recorded.path)
    }

    /// What the rankings of `--budgets` are measured by.
    private struct Measured {
        var measure = Measure.ndcg(at: 10)
        var qrels: Qrels?

        init(_ command: StopsCommand) throws {
            if let name = command.measure {
                let all = try Measure.ofOneQuery(name)
                guard all.count == 1, let only = all.first else {
                    throw ValidationError(
                        "-m \(name) names \(all.count) measures, and --budgets has one: name one, such as ndcg_cut.10")
                }
                measure = only
            }
            qrels = try command.qrels.map { try Qrels.read($0).sayingWarnings() }
        }
    }

    private func check(_ job: JobState, in state: SessionState, path: String) throws(Failure) {
        guard let document else { return }
        let isKnown = state.runs(of: job).contains { $0.candidates.contains { $0.document.id == document } }
        if !isKnown { throw Failure("\(path): job \(job.id.rawValue) has no document '\(document)'", .usage) }
    }

    private func job(_ name: SessionName, of state: SessionState) throws(SessionError) -> JobState {
        guard let job = try name.job(in: state) ?? state.jobs.last else { throw .noRun(name.path) }
        return job
    }

    private func read(_ measured: Measured) async throws {
        let name = SessionName(session)
        var writable = try WritableSession(name.path)
        defer { writable.file.close() }
        let job = try job(name, of: writable.state)
        guard job.settings.mode.thinks else {
            throw Failure(
                "\(writable.path): job \(job.id.rawValue) has no thoughts: its mode is \(job.settings.mode.rawValue)", .usage)
        }
        try check(job, in: writable.state, path: writable.path)
        let thoughts = missing(of: job, in: writable.state)
        var failed = 0
        if !thoughts.isEmpty {
            let work = StopReading(thoughts, job: job)
            StandardError.write("erank: \(work.cost(in: writable.state))")
            let (file, sha256) = try await JobModel(named: model, of: job, path: writable.path).file()
            let engine = try await LocalEngine.open(
                file.path, sha256: sha256, template: job.model?.template, settings: job.settings,
                options: try resources.unwatchedEngine())
            defer { engine.stop() }
            failed = try await work.run(on: engine) { events in try writable.append(events) }
        }
        try print(writable.state, job, measured, path: writable.path)
        if failed > 0 {
            throw Failure("\(failed.counted("document")) of \(thoughts.count) could not be read", .jobFailed)
        }
    }

    /// The finished documents of the job that lack what is asked for.
    private func missing(of job: JobState, in state: SessionState) -> [StopReading.Thought] {
        var ended = 0
        var thoughts: [StopReading.Thought] = []
        for run in state.runs(of: job) {
            for (index, progress) in run.documents.enumerated() {
                let id = run.candidates[index].document.id
                guard document == nil || document == id else { continue }
                guard progress.isSettled, !progress.tokens.isEmpty else { continue }
                // Of a record that lost some of its tokens nothing can be told.
                guard progress.tokens.count == progress.result?.newTokens else {
                    StandardError.write("erank: warning: \(id) is left out: its tokens are not all recorded")
                    continue
                }
                let thought = WrittenThought(
                    tokens: progress.tokens.map { ($0.id, $0.text) }, promptTokens: progress.result?.promptTokens)
                let end = progress.result?.answerToken ?? progress.tokens.count
                let points = Set(at).filter { $0 <= end }.sorted()
                if points.count < Set(at).count { ended += 1 }
                let each = StopReading.Thought(
                    run: run, document: index, thought: thought,
                    points: missingPoints(thought, progress, at: points),
                    continuing: points.map {
                        (after: $0, samplings: missingSamplings(progress, after: $0, job.settings.sampling))
                    }
                    .filter { !$0.samplings.isEmpty })
                if !each.points.isEmpty || !each.continuing.isEmpty { thoughts.append(each) }
            }
        }
        if ended > 0 {
            StandardError.write("erank: note: \(ended.counted("thought")) ended before a token of --at: left out there")
        }
        return thoughts
    }

    /// The points of a thought that were not read yet: of the plan, and those from which it goes on; with the second closing text
    /// those that have the first.
    private func missingPoints(
        _ thought: WrittenThought, _ progress: DocumentProgress, at free: [Int]
    ) -> [StopFinder.Point] {
        let known = Set(progress.stops.map(\.afterTokens))
        // A second text alone needs the first to stand beside.
        let plan = stops?.plan ?? (closing != nil && known.isEmpty ? .sentences : nil)
        var wanted = plan.map { thought.points($0) } ?? []
        let places = Set(free)
        if !places.isEmpty { wanted += thought.points(.every(1)).filter { places.contains($0.afterTokens) } }
        var read: Set<Int> = []
        let first = wanted.filter { !known.contains($0.afterTokens) && read.insert($0.afterTokens).inserted }
        guard let closing else { return first }
        let both = known.union(wanted.map(\.afterTokens))
        let tried = Set(progress.secondStops.filter { $0.second == closing }.map(\.afterTokens))
        return first
            + thought.points(.every(1), closing: closing).filter {
                both.contains($0.afterTokens) && !tried.contains($0.afterTokens)
            }
    }

    /// How a thought has not gone on from a point yet, of the ways that are asked for.
    private func missingSamplings(_ progress: DocumentProgress, after point: Int, _ usual: Sampling) -> [Sampling] {
        let known = Set(progress.continuations.map(\.start))
        return (0..<(continuations ?? 8)).compactMap { index in
            var sampling = usual
            sampling.seed = seed &+ UInt64(index)
            if let temperature {
                sampling.temperature = temperature
            } else if sampling.temperature <= 0 {
                sampling.temperature = 0.7
            }
            return known.contains(Continuation.Start(afterTokens: point, sampling: sampling)) ? nil : sampling
        }
    }

    private func print(_ state: SessionState, _ job: JobState, _ measured: Measured, path: String) throws {
        if asksBudgets { return try printBudgets(state, job, measured, path: path) }
        var hasStops = false
        for run in state.runs(of: job) {
            var report = RankReport(run, rankBy: state.rankBy(of: job.id))
            if let document { report.ranking = report.ranking.filter { $0.id == document } }
            hasStops =
                hasStops || report.ranking.contains { !$0.stops.isEmpty || !$0.secondStops.isEmpty || !$0.continuations.isEmpty }
            guard !report.ranking.isEmpty else { continue }
            if output == .json {
                try StandardOutput.write(data: report.json + "\n")
            } else {
                try StandardOutput.write(StopTable(report).text)
            }
        }
        if !hasStops { StandardError.write("erank: note: \(Self.noStops(job))") }
    }

    private static func noStops(_ job: JobState) -> String {
        job.settings.mode.thinks
            ? "no thought of job \(job.id.rawValue) was stopped: --stops sentences reads the answers from the record"
            : "job \(job.id.rawValue) has no thoughts: its mode is \(job.settings.mode.rawValue)"
    }

    private func printBudgets(_ state: SessionState, _ job: JobState, _ measured: Measured, path: String) throws {
        let runs = state.runs(of: job)
        let options: EvaluationOptions
        let grades: (Query) -> [String: Int]?
        if let qrels = measured.qrels {
            let ids = runs.map(\.query.exportedID)
            guard Set(ids).count == ids.count else {
                throw Failure("\(path): queries of job \(job.id.rawValue) share an id, and --qrels tells them by it", .usage)
            }
            // Grades of a file are on no scale of the session.
            options = EvaluationOptions(highestGrade: qrels.highestGrade)
            grades = { qrels.grades[$0.exportedID] }
        } else {
            options = state.scale.evaluation(highest: state.book.highestGrade(judge: nil))
            grades = { state.book.grades(query: $0.id, judge: nil) }
        }
        let rankBy = givenRankBy ?? state.rankBy(of: job.id)
        guard
            let curve = BudgetCurve(runs, rankBy: rankBy, grades: grades, measure: measured.measure, options: options)
        else {
            throw Failure("\(path): \(Self.noStops(job))", .jobFailed)
        }
        if let qrels,
            !runs.contains(where: { run in
                grades(run.query).map { grades in run.candidates.contains { grades[$0.document.id] != nil } } ?? false
            })
        {
            throw Failure(
                "\(qrels): it judges no document of job \(job.id.rawValue): name the judgments of its collection", .jobFailed)
        }
        if measure != nil, curve.measure == nil {
            throw Failure("\(path): -m measures by judgments, and the session has none: name them with --qrels", .jobFailed)
        }
        if let qrels, curve.measure == nil {
            throw Failure("\(qrels): it has no judgments of the queries of job \(job.id.rawValue)", .jobFailed)
        }
        let table = BudgetTable(curve, job: job)
        switch output {
        case .table: try StandardOutput.write(table.text)
        case .json: try StandardOutput.write(data: table.json + "\n")
        case .csv: try StandardOutput.write(data: table.csv)
        }
    }
}
