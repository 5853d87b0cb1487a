import ArgumentParser
import Relevance

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure a run against judgments, as trec_eval does and prints it.",
        discussion: """
            Judgments are qrels as TREC or BEIR write them, the run is TREC's. Without -m the measures are trec_eval's official ones; -m takes \
            map, gm_map, Rprec, bpref, recip_rank, iprec_at_recall, P, recall, ndcg, ndcg_cut, map_cut, success, set_P, set_recall, set_F, \
            num_q, num_ret, num_rel, num_rel_ret, num_nonrel_judged_ret and runid, all as trec_eval has them, and judged, ndcg_exp, \
            ndcg_exp_cut, err, rbp and rbp_resid; with parameters, as in P.5,10 or rbp.0.95, or without for the usual ones; or a set of \
            them: official, set, all_trec (all of trec_eval's above), all.

            Documents are ranked by falling score in single precision, equal scores by falling id; the rank column is not looked at. Of a \
            document that stands in a query twice the better is kept, with a warning (trec_eval ends there).

            With --changed-qrels and --changed-run, both made under changed instructions, it prints FollowIR's p-MRR too.
            """)

    @Argument(help: "The judgments.") var qrels: String
    @Argument(help: "The run; - is standard input.") var run: String
    @Option(
        name: [.customShort("m", allowingJoined: true), .long],
        help: "A measure, perhaps with parameters, or a set of them; may be given several times.") var measure: [String] = []
    @Flag(name: .shortAndLong, help: "Print each query's figures too.") var query = false
    @Flag(name: [.customShort("n"), .long], help: "Print no figures over all queries.") var noSummary = false
    @Flag(name: .shortAndLong, help: "Average over all judged queries; those without a ranking count 0.") var complete = false
    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("level")], parsing: .unconditional,
        help: "A document is relevant from this grade on.")
    var level = 1
    @Flag(name: [.customShort("J"), .long], help: "Leave out all unjudged documents before measuring.") var judgedOnly = false
    @Option(
        name: [.customShort("M", allowingJoined: true), .customLong("depth")], parsing: .unconditional,
        help: "Leave out all that ranks deeper than this.")
    var depth: Int?
    @Option(parsing: .unconditional, help: "The scale's highest grade, for err; by default the highest in the judgments.")
    var highestGrade: Int?
    @Flag(help: "Print the low and high end of each mean's 95 % bootstrap interval behind it.") var ci = false
    @Flag(help: "Print one JSON object: figures over all queries with their 95 % intervals, and each query's.") var json = false
    @Option(help: "Judgments under the changed instructions.") var changedQrels: String?
    @Option(help: "The run under the changed instructions.") var changedRun: String?

    func validate() throws {
        guard level >= 0 else { throw ValidationError("-l takes a grade from 0, and \(level) is not") }
        if let depth, depth < 1 { throw ValidationError("-M takes a number from 1, and \(depth) is not") }
        if let highestGrade, highestGrade < 1 {
            throw ValidationError("--highest-grade takes a grade from 1, and \(highestGrade) is not")
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
        try json ? StandardOutput.write(report.json) : StandardOutput.write(lines: report.text)
    }
}
