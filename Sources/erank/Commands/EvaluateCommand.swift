import ArgumentParser
import Relevance

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Evaluate a run against judgments, with trec_eval's measures and output.",
        discussion: """
            Judgments are qrels in TREC's or BEIR's format; the run is in TREC's format. Without -m, trec_eval's official \
            measures are printed. -m takes map, gm_map, Rprec, bpref, recip_rank, iprec_at_recall, P, recall, ndcg, ndcg_cut, \
            map_cut, success, set_P, set_recall, set_F, num_q, num_ret, num_rel, num_rel_ret, num_nonrel_judged_ret and runid \
            (all as in trec_eval), and judged, ndcg_exp, ndcg_exp_cut, err, rbp and rbp_resid. Parameters follow a point, as in \
            P.5,10 or rbp.0.95; without them the usual ones are used. -m also takes a set of measures: official, set, all_trec \
            (all of trec_eval's above) or all.

            Documents are ranked by descending score in single precision, equal scores by descending id; the rank column is \
            ignored. If a document occurs twice for a query, its better entry is kept, with a warning (trec_eval would stop).

            With --changed-qrels and --changed-run, made under changed instructions, FollowIR's p-MRR is printed too.
            """)

    @Argument(help: "The judgments.", completion: .file()) var qrels: String
    @Argument(help: "The run; - is standard input.", completion: .file()) var run: String
    @Option(
        name: [.customShort("m", allowingJoined: true), .long],
        help: "A measure, with or without parameters, or a set of measures; may be repeated.",
        completion: .list(Measure.names))
    var measure: [String] = []
    @Flag(name: .shortAndLong, help: "Also print the measures of each query.") var query = false
    @Flag(name: [.customShort("n"), .long], help: "Do not print the measures over all queries.") var noSummary = false
    @Flag(name: .shortAndLong, help: "Average over all judged queries; a query without a ranking counts 0.") var complete = false
    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("level")], parsing: .unconditional,
        help: "The lowest grade that counts as relevant.")
    var level = 1
    @Flag(name: [.customShort("J"), .long], help: "Remove unjudged documents before measuring.") var judgedOnly = false
    @Option(
        name: [.customShort("M", allowingJoined: true), .customLong("depth")], parsing: .unconditional,
        help: "Measure only the first N ranks.")
    var depth: Int?
    @Option(
        parsing: .unconditional, help: "The scale's highest grade, for err; by default the highest grade in the judgments.")
    var highestGrade: Int?
    @Flag(help: "Print the ends of each mean's 95 % bootstrap interval after it.") var ci = false
    @Flag(help: "Print one JSON object: measures over all queries with 95 % intervals, and the measures of each query.")
    var json = false
    @Option(help: "Judgments under the changed instructions.", completion: .file()) var changedQrels: String?
    @Option(help: "The run under the changed instructions.", completion: .file()) var changedRun: String?

    func validate() throws {
        guard level >= 0 else { throw ValidationError("-l must be a grade of at least 0, not \(level)") }
        if let depth, depth < 1 { throw ValidationError("-M must be at least 1, not \(depth)") }
        if let highestGrade, highestGrade < 1 {
            throw ValidationError("--highest-grade must be at least 1, not \(highestGrade)")
        }
        guard (changedQrels == nil) == (changedRun == nil) else {
            throw ValidationError("--changed-qrels and --changed-run go together")
        }
    }

    func run() async throws {
        let measures = Measure.inOrder(
            try measure.isEmpty ? Measure.official : measure.flatMap { name throws(FormatError) in try Measure.parse(name) })
        let original = try await JudgedRun.read(run: run, qrels: qrels)
        let options = EvaluationOptions(level: level, judgedOnly: judgedOnly, depth: depth, highestGrade: highestGrade)
        let evaluation = Evaluation(original.run, qrels: original.qrels, options: options, isComplete: complete)
        guard !evaluation.queries.isEmpty else { throw FormatError.noCommonQuery(run: run, qrels: qrels) }
        var report = EvaluationReport(
            evaluation: evaluation, measures: measures, hasQueries: query, hasSummary: !noSummary, hasIntervals: ci)
        if let changedQrels, let changedRun {
            let changed = try await JudgedRun.read(run: changedRun, qrels: changedQrels)
            report.pairwise = PairwiseMRR(
                original: (original.run, original.qrels), changed: (changed.run, changed.qrels), level: level)
        }
        try json ? StandardOutput.write(data: report.json + "\n") : StandardOutput.write(data: report.text)
    }
}
