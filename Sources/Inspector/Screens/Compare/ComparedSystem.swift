import Comparing
import Inference
import Relevance
import Reranking
import Sessions

/// A ranking of the session that can be a side of a comparison.
enum ComparedSystem: Sendable, Hashable {
    /// The candidates in the order in which they were loaded.
    case firstStage
    /// The runs of a job.
    case job(JobID)
    /// A ranking recorded beside the first stage, by its tag.
    case recorded(String)

    /// Everything in a session that ranks one of its queries: the first stage, then the jobs, then what was recorded.
    static func all(in session: SessionState) -> [ComparedSystem] {
        [.firstStage] + session.jobs.map { .job($0.id) } + session.recordedTags.map { .recorded($0) }
    }

    /// The job shown, or the newest, against the one before it; against the first stage where it is the only one.
    static func sides(on board: Board) -> (a: ComparedSystem, b: ComparedSystem) {
        let jobs = board.session.jobs.map(\.id).filter {
            ComparedSystem.job($0).run(of: board.query.id, in: board.session) != nil
        }
        guard let shown = board.run?.request.job ?? jobs.last else {
            return (.firstStage, all(in: board.session).last ?? .firstStage)
        }
        let other = jobs.last { $0.rawValue < shown.rawValue } ?? jobs.first { $0.rawValue > shown.rawValue }
        guard let other else { return (.firstStage, .job(shown)) }
        return other.rawValue < shown.rawValue ? (.job(other), .job(shown)) : (.job(shown), .job(other))
    }

    /// Its name for people: "smollm2-135m direct, job 2".
    func name(in session: SessionState) -> String {
        switch self {
        case .firstStage: return "first stage"
        case .recorded(let tag): return tag
        case .job(let id):
            guard let job = session.job(id) else { return "job \(id.rawValue)" }
            let number = session.jobs.count > 1 ? ", job \(id.rawValue)" : ""
            return "\(job.model?.name ?? "unknown") \(job.settings.mode.rawValue)\(number)"
        }
    }

    /// Its run of a query; nil for a ranking without runs, or a query that it did not score.
    func run(of queryID: String, in session: SessionState) -> RunState? {
        guard case .job(let id) = self else { return nil }
        return session.runs.last { $0.request.job == id && $0.query.id == queryID }
    }

    /// How far its run of a query is with a document; nil for a document that the run does not score. O(candidates).
    func progress(of documentID: String, for queryID: String, in session: SessionState) -> (RunState, DocumentProgress)? {
        guard let run = run(of: queryID, in: session), let index = run.index(of: documentID) else { return nil }
        return (run, run.documents[index])
    }

    /// Both sides of some queries by one measure, the first of `options`. Queries without grades are compared by their rankings
    /// alone, if no query has any.
    func comparison(
        with other: ComparedSystem, of topics: [Topic], on board: Board, _ options: ComparisonOptions
    ) -> Comparison {
        let (session, judge) = (board.session, board.evaluation.measuredJudge(board.session))
        var qrels = Qrels()
        for topic in topics {
            for (id, grade) in session.book.grades(query: topic.id, judge: judge) {
                qrels.set(grade, query: topic.query.exportedID, document: id)
            }
        }
        var options = options
        options.measures = Array(options.measures.prefix(1))
        let level = options.evaluation.level
        options.evaluation = session.scale.evaluation(highest: session.book.highestGrade(judge: judge))
        // What was asked for goes before what the scale says.
        if level != EvaluationOptions().level { options.evaluation.level = level }
        return Comparison(
            side(of: topics, in: session), other.side(of: topics, in: session), qrels: qrels.count > 0 ? qrels : nil,
            judgments: "your grades", judges: judge.map { [$0] } ?? session.book.judges, options: options)
    }

    /// Its rankings of these queries. O(documents), and O(runs) for each query of a job.
    func side(of topics: [Topic], in session: SessionState) -> ComparisonSide {
        let name = name(in: session)
        switch self {
        case .job:
            let reports = topics.compactMap { run(of: $0.id, in: session) }.map { RankReport($0, rankBy: session.rankBy) }
            var side = ComparisonSide(reports, source: name) ?? ComparisonSide(name: name, source: name, lists: [])
            side.name = name
            return side
        case .firstStage:
            return ComparisonSide(
                name: name, source: name,
                lists: topics.filter { !$0.candidates.isEmpty }.map { topic in
                    // In the order in which it is measured, and as its file had its scores.
                    let scores = Dictionary(
                        topic.candidates.map { ($0.document.id, $0.firstStageScore) }, uniquingKeysWith: { first, _ in first })
                    let order = QueryEvaluation(ranking: EvaluationCache.firstStage(topic.candidates), grades: [:]).documentIDs
                    return Self.list(topic, order, order.map { scores[$0] ?? nil })
                })
        case .recorded(let tag):
            return ComparisonSide(
                name: name, source: name,
                lists: topics.compactMap { topic in
                    guard let ranking = session.rankings[topic.id]?.first(where: { $0.tag == tag }) else { return nil }
                    return Self.list(topic, ranking.documentIDs, ranking.scores ?? [])
                })
        }
    }

    /// A list in the order given. Without a score for each document, the places stand for the scores.
    private static func list(_ topic: Topic, _ ids: [String], _ scores: [Double?]) -> ComparisonSide.List {
        let isScored = scores.count == ids.count && scores.allSatisfy { $0 != nil }
        let documents = ids.enumerated().map { place, id in
            ComparisonSide.Ranked(id: id, rank: place + 1, score: isScored ? scores[place] : -Double(place))
        }
        return ComparisonSide.List(queryID: topic.query.exportedID, text: topic.query.text, documents: documents)
    }
}

extension RunState {
    /// The index of a document that the run scores. O(candidates).
    func index(of documentID: String) -> Int? {
        candidates.firstIndex { $0.document.id == documentID }.flatMap { documents.indices.contains($0) ? $0 : nil }
    }
}
