import ArgumentParser
import Comparing
import Foundation
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Terminal

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare two systems on the same queries: TREC runs, recorded sessions, live models.",
        discussion: """
            SESSION#2 names job 2 of a session; a session alone stands for its last job and the one before it that asked \
            otherwise. Differences are B - A, and wins are B's. Queries are paired by id; with judgments only judged queries \
            count. Without --qrels the judgments of the sessions are used, if there are any. Without judgments only the \
            agreement of the rankings is printed.

            With --model both sides are scored now, at the same time, on the candidates of --candidates or --collection. Side B \
            is side A but for what the --b- options name. --session records both jobs.

            What is not defined, such as the correlation of a ranking wholly tied, is '-' (null in JSON), left out of the means, \
            and counted.
            """)

    @Argument(help: "A, B and further sides, which are compared with A: TREC runs or sessions.", completion: .sessions) var sides:
        [String] = []
    @Option(help: "The judgments: qrels in TREC's or BEIR's format.", completion: .file()) var qrels: String?
    @OptionGroup var comparing: ComparisonArguments
    @Option(help: "Score both sides now with this model, by name or path.", completion: .models) var model: String?
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @OptionGroup(title: "Side B") var other: OtherSideOptions
    @OptionGroup var resources: ResourceOptions
    @Option(
        help: "Record both jobs in this new session, which 'erank compare SESSION' reads.",
        completion: .file(extensions: ["jsonl"]))
    var session: String?

    func validate() throws {
        guard model != nil else {
            guard !sides.isEmpty else {
                throw ValidationError("name two sides, A and B, or a session with two jobs, or a model with --model")
            }
            if source.isGivenAnything || other.isGiven || session != nil {
                throw ValidationError(
                    "candidates and queries to score, --b- options and --session go with --model, which scores both sides now")
            }
            if let option = scoring.firstGiven ?? resources.firstGiven {
                throw ValidationError("\(option) goes with --model, which scores both sides now")
            }
            if sides.count > 2, let output = comparing.output, [.csv, .latex, .trec].contains(output) {
                throw ValidationError(
                    "--output \(output.rawValue) has two sides: leave \(sides[2]) out, or print a table or JSON")
            }
            return
        }
        guard sides.isEmpty else { throw ValidationError("--model scores both sides now: leave \(sides[0]) out") }
        guard other.isGiven else {
            throw ValidationError("say what side B does otherwise, for example with --b-model or --b-mode")
        }
        try source.checkOneStage()
    }

    func run() async throws {
        var options = try comparing.options()
        if try await showsScreen(options) { return }
        // Judgments that cannot be read are known before models are loaded.
        let given = try qrels.map(judgments)
        let tags = try comparing.readTags()
        var failure: (any Error)?
        let all: [ComparedSource]
        if let model { (all, failure) = try await scored(with: model, given) } else { all = try read() }
        let judged = given ?? all.lazy.compactMap(\.ownJudgments).first
        let named = Self.named(all.map(\.side))
        if let session = judged?.session {
            options.evaluation = options.evaluation(session.scale.evaluation(highest: session.book.highestGrade(judge: nil)))
        }
        let comparisons = try named.dropFirst().map { other in
            let comparison = Comparison(
                named[0], other, qrels: judged?.qrels, judgments: judged?.source, judges: judged?.judges ?? [], options: options)
            try comparison.checkCommon()
            return comparison
        }
        guard let first = comparisons.first else { return }
        do { try comparing.print(ComparisonReport(comparison: first, others: Array(comparisons.dropFirst()), tags: tags)) } catch
        {
            throw failure ?? error
        }
        // What was scored is printed before what was not is said; by a part nothing is judged.
        if let failure { throw failure }
        for comparison in comparisons { try comparing.checkLimit(comparison) }
    }

    /// Opens the screen, if it was asked for, or is the default here.
    ///
    /// - Returns: whether the screen was shown.
    private func showsScreen(_ options: ComparisonOptions) async throws -> Bool {
        let isTerminal = isatty(STDIN_FILENO) == 1 && StandardOutput.isTerminal
        let isForTable =
            comparing.failBelow != nil || comparing.tags != nil
        guard comparing.output == .screen || (comparing.output == nil && isTerminal && !isForTable) else { return false }
        guard !isForTable else {
            throw ValidationError("--fail-below and --tags are for a table: leave them out, or print a table")
        }
        try Screens.checkTerminal()
        let screens = try screenOptions()
        let given = try qrels.map(judgments)
        if let model {
            let live = try live(with: model, try resources.engine(priority: .behindScreen))
            let prepared = try await live.prepare(judgments: given)
            defer { for engine in prepared.engines { engine.stop() } }
            try await Screens.open(.comparingLive(prepared, options), screens)
            return true
        }
        let names = sides.map { SessionName($0) }
        if given == nil, names.count == 1, names.allSatisfy({ $0.job == nil && SessionFile.isSession($0.path) }) {
            _ = try SessionReader(path: names[0].path)
            try await Screens.open(.comparing(names[0].path, options), screens)
        } else if given == nil, let pair = Self.twoJobs(of: names) {
            for side in sides { _ = try ComparedSource(side) }
            try await Screens.open(.comparing(names[0].path, options, sides: pair), screens)
        } else {
            let sources = try read()
            let judged = given ?? sources.lazy.compactMap(\.ownJudgments).first
            try Comparison(sources[0].side, sources[1].side, qrels: judged?.qrels).checkCommon()
            if sources.count > 2 {
                StandardError.write("erank: note: two sides are shown at once: --output table has all \(sources.count)")
            }
            try await Screens.open(.comparingSides(SideSession(sources, judged), scaled(options, by: judged)), screens)
        }
        return true
    }

    /// Both sides where they are jobs of one session: it is opened itself then.
    private static func twoJobs(of names: [SessionName]) -> ComparedSides? {
        guard names.count == 2, names[0].path == names[1].path, let a = names[0].job, let b = names[1].job, a != b,
            SessionFile.isSession(names[0].path)
        else { return nil }
        return ComparedSides(a: .job(a), b: .job(b))
    }

    /// The scale of judgments in a file is what the file has; a session says its own.
    private func scaled(_ options: ComparisonOptions, by judged: ComparedSource.Judgments?) -> ComparisonOptions {
        guard let judged, judged.session == nil else { return options }
        var options = options
        options.evaluation.highestGrade = judged.qrels.highestGrade
        return options
    }

    /// The sides named; a session alone stands for two of its jobs.
    private func read() throws -> [ComparedSource] {
        guard sides.count == 1 else { return try sides.map { try ComparedSource($0, ids: source.ids.ids) } }
        let (a, b) = try ComparedSource.bothSides(of: sides[0])
        return [a, b]
    }

    /// The screens' options: the resources given here, and all else as usual.
    private func screenOptions() throws -> ScreenOptions {
        var options = try ScreenOptions.parse([])
        options.resources = resources
        return options
    }

    /// Scores both sides now.
    ///
    /// - Returns: both sides, and the failure of a job of which a part was scored.
    private func scored(
        with model: String, _ judgments: ComparedSource.Judgments?
    ) async throws -> ([ComparedSource], (any Error)?) {
        if session == nil { try StandardOutput.checkIsOpen() }
        let sides = try await live(with: model, try resources.unwatchedEngine()).run(judgments: judgments)
        return ([sides.a, sides.b].map { ComparedSource(side: $0) }, sides.failure)
    }

    private func live(with model: String, _ engine: EngineOptions) throws -> LiveComparison {
        let settings = scoring.settings
        let a = LiveComparison.Side(model: model, template: scoring.template, settings: settings, rankBy: scoring.rankBy)
        // Another model has another template.
        let b = LiveComparison.Side(
            model: other.model ?? model, template: other.template ?? (other.model == nil ? scoring.template : nil),
            settings: other.settings(over: settings), rankBy: other.rankBy ?? scoring.rankBy)
        let tasks = try source.read(
            depth: max(a.settings.depth, b.settings.depth), isDepthDefault: scoring.givenDepth == nil)
        let documents = tasks.reduce(0) { $0 + $1.candidates.count }
        var engine = engine
        // Both are recorded at once.
        let (bytes, isTooLarge) = a.settings.recordBytes(documents: documents).addingReportingOverflow(
            b.settings.recordBytes(documents: documents))
        engine.callerBytes = isTooLarge ? .max : bytes
        if let session { try NewSession.check(session) }
        return LiveComparison(a: a, b: b, tasks: tasks, source: source.description, options: engine, session: session)
    }

    private func judgments(in path: String) throws(FormatError) -> ComparedSource.Judgments {
        let qrels = try Qrels.read(path).sayingWarnings().unescaped(source.ids.ids)
        return ComparedSource.Judgments(qrels: qrels, source: path, judges: [])
    }

    /// Sides of one name are told apart by their sources.
    private static func named(_ sides: [ComparisonSide]) -> [ComparisonSide] {
        sides.map { side in
            guard sides.count(where: { $0.name == side.name }) > 1 else { return side }
            var side = side
            side.name += " (\((side.source as NSString).lastPathComponent))"
            return side
        }
    }
}

/// How two sides are compared, and what is printed.
struct ComparisonArguments: ParsableArguments {
    enum Output: String, ExpressibleByArgument, CaseIterable { case screen, table, json, csv, markdown, html, latex, trec }

    @Option(
        name: [.customShort("m", allowingJoined: true), .long],
        help: """
            A measure as in 'erank evaluate'; may be repeated. The first one sorts, decides --fail-below, and is the one \
            that the screen begins with.
            """,
        completion: .list(Measure.names))
    var measure: [String] = []
    @Option(
        help: """
            The format. screen shows the sides side by side; it is the default on a terminal, and table is elsewhere and with \
            --fail-below and --tags.
            """)
    var output: Output?
    @Option(parsing: .unconditional, help: "1 - the confidence of the intervals.") var alpha = 0.05
    @Option(parsing: .unconditional, help: "Differences up to this size are ties.") var tie = 0.0
    @Option(help: "A judged query that one side lacks: skip it, or count 0 (zero).") var missing = ComparisonOptions.Missing.skip
    @Option(parsing: .unconditional, help: "The persistence p of rank-biased overlap.") var rboP = 0.9
    @Option(
        help: """
            What ties mean in rank-biased overlap: a, their order is unknown; w, they have one rank; b, as a, corrected so that \
            a ranking overlaps with itself by 1.
            """)
    var rboTies = RankBiasedOverlap.Ties.unknown
    @Option(parsing: .unconditional, help: "The seed of the randomisation test, for more than 20 queries.") var seed: UInt64 = 1
    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("level")], parsing: .unconditional,
        help: "The lowest grade that counts as relevant.")
    var level = 1
    @Flag(help: "Also compute Wilcoxon's signed-rank test.") var wilcoxon = false
    @Option(help: "Divide the queries by their tags: a file of lines 'query<TAB>tag'.", completion: .file()) var tags: String?
    @Option(
        parsing: .unconditional,
        help: "End with status 5 if the mean difference of the first measure is below this for any side, such as -0.02.")
    var failBelow: Double?

    func validate() throws {
        guard alpha > 0, alpha < 1 else { throw ValidationError("--alpha must be between 0 and 1, not \(alpha)") }
        guard rboP > 0, rboP < 1 else { throw ValidationError("--rbo-p must be between 0 and 1, not \(rboP)") }
        guard tie >= 0, tie.isFinite else { throw ValidationError("--tie must be at least 0, not \(tie)") }
        guard level >= 0 else { throw ValidationError("-l must be a grade of at least 0, not \(level)") }
        if let failBelow, !failBelow.isFinite { throw ValidationError("--fail-below must be a number, not \(failBelow)") }
    }

    /// - Throws: `FormatError` for an unknown measure; a usage error for one that has no value per query.
    func options() throws -> ComparisonOptions {
        var options = ComparisonOptions()
        if !measure.isEmpty {
            let named = try measure.flatMap { try Measure.ofOneQuery($0) }
            // One named twice is one: p values are corrected over all.
            options.measures = named.enumerated().filter { !named.prefix($0).contains($1) }.map(\.element)
        }
        (options.alpha, options.tie, options.missing) = (alpha, tie, missing)
        (options.persistence, options.overlapTies) = (rboP, rboTies)
        (options.seed, options.hasWilcoxon) = (seed, wilcoxon)
        options.evaluation.level = level
        return options
    }

    /// The tags of queries by their ids; empty without a file.
    ///
    /// - Throws: `FormatError` for a file that cannot be read, and for a line without a tag.
    func readTags() throws(FormatError) -> [String: String] {
        guard let tags else { return [:] }
        var reader = try LineReader(path: tags)
        var found: [String: String] = [:]
        while let line = try reader.next() {
            let text = String(decoding: line.bytes, as: UTF8.self)
            if text.allSatisfy(\.isWhitespace) { continue }
            let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 2 else {
                throw FormatError(
                    .badLine, file: tags, line: line.number, problem: "it is not 'query<TAB>tag'",
                    remedy: "write one query and one tag a line")
            }
            found[String(fields[0])] = String(fields[1])
        }
        return found
    }

    /// Prints the comparison.
    ///
    /// - Throws: a `Failure` with status 5 if the first measure fell below the limit.
    func print(_ report: ComparisonReport) throws {
        let first = report.comparison.measures.first
        if first == nil, let output, [.csv, .latex, .trec].contains(output) {
            throw Failure("--output \(output.rawValue) has figures of measures alone: name judgments with --qrels", .usage)
        }
        let comparison = report.comparison
        if comparison.finished.isEmpty, let omission = comparison.omission {
            throw Failure(
                "there is nothing to compare: \(omission); score them first", .jobFailed)
        }
        if first == nil, let option = !measure.isEmpty ? "-m" : tags != nil ? "--tags" : nil {
            StandardError.write("erank: warning: \(option) goes by judgments, and there are none: name them with --qrels")
        }
        if failBelow != nil, first?.differences.mean == nil {
            throw first == nil
                ? Failure("--fail-below needs judgments: name them with --qrels", .usage)
                : Failure("--fail-below: no judged query is finished on both sides", .jobFailed)
        }
        switch output ?? .table {
        case .csv, .latex, .trec:
            // These formats have no place for it.
            for words in [report.comparison.omission, report.comparison.otherQueries].compactMap(\.self) {
                StandardError.write("erank: warning: \(words)")
            }
        default: break
        }
        switch output ?? .table {
        case .table, .screen: try StandardOutput.write(report.text)
        case .json: try StandardOutput.write(data: report.json + "\n")
        case .csv: try StandardOutput.write(data: report.csv)
        case .markdown: try StandardOutput.write(report.markdown)
        case .html: try StandardOutput.write(data: report.html)
        case .latex: try StandardOutput.write(report.latex)
        case .trec: try StandardOutput.write(data: report.trec)
        }
    }

    /// - Throws: a `Failure` if the first measure fell below the limit.
    func checkLimit(_ comparison: Comparison) throws(Failure) {
        guard let failBelow, let first = comparison.measures.first else { return }
        guard let mean = first.differences.mean else {
            throw Failure("--fail-below: no judged query of \(comparison.b.name) is finished on both sides", .jobFailed)
        }
        if mean < failBelow {
            throw Failure(
                "the mean difference of \(first.measure.name), \(comparison.b.name) - \(comparison.a.name), is "
                    + "\(ComparisonTables.value(mean)): below the limit \(failBelow)", .regressed)
        }
        if let left = comparison.omission ?? comparison.otherQueries {
            throw Failure("--fail-below: the limit was not checked on all queries: \(left)", .jobFailed)
        }
    }
}

extension RankBiasedOverlap.Ties: ExpressibleByArgument {}
extension ComparisonOptions.Missing: ExpressibleByArgument {}
