import Comparing
import Inference
import Relevance
import Reranking
import Sessions

/// Which rankings of a session are the sides of a comparison.
public struct ComparedSides: Sendable, Hashable {
    /// The one that is compared with.
    public var a: ComparedSystem
    /// The one that is compared.
    public var b: ComparedSystem

    /// Two sides.
    public init(a: ComparedSystem, b: ComparedSystem) { (self.a, self.b) = (a, b) }
}

/// A ranking of the session that can be a side of a comparison.
public enum ComparedSystem: Sendable, Hashable {
    /// The candidates in the order in which they were loaded.
    case firstStage
    /// The runs of a job.
    case job(JobID)
    /// A ranking recorded beside the first stage, by its tag.
    case recorded(String)

    /// Whether it is a job, and no ranking alone.
    var isJob: Bool { if case .job = self { true } else { false } }

    /// Everything in a session that ranks one of its queries: the first stage, then the jobs, then what was recorded.
    static func all(in session: SessionState) -> [ComparedSystem] {
        [.firstStage] + session.jobs.map { .job($0.id) } + session.recordedTags.map { .recorded($0) }
    }

    /// The job shown, or the newest, against the one before it; against the first stage where it is the only one. A job of which
    /// nothing came for the query is taken only where there is no other, and a complete one before others.
    static func sides(on board: Board) -> (a: ComparedSystem, b: ComparedSystem) {
        let session = board.session
        var last: [JobID: RunState] = [:]
        for run in session.runs where run.query.id == board.query.id { last[run.request.job] = run }
        let all = session.jobs.map(\.id).filter { last[$0] != nil }
        func jobs(_ isWanted: (RunState) -> Bool) -> [JobID] { all.filter { last[$0].map(isWanted) ?? false } }
        let scored = jobs { $0.isUnderWay || $0.documents.contains(where: \.isSettled) }
        let usable = scored.count > 1 ? scored : all
        guard let shown = usable.last(where: { $0 == board.run?.request.job }) ?? usable.last else {
            return (.firstStage, Self.all(in: session).last ?? .firstStage)
        }
        func nearest(_ jobs: [JobID]) -> JobID? {
            jobs.last { $0.rawValue < shown.rawValue } ?? jobs.first { $0.rawValue > shown.rawValue }
        }
        guard let other = nearest(jobs { $0.isUnderWay || $0.isComplete }) ?? nearest(usable) else {
            return (.firstStage, .job(shown))
        }
        return other.rawValue < shown.rawValue ? (.job(other), .job(shown)) : (.job(shown), .job(other))
    }

    /// Its name for people: "job 2: smollm2-135m direct".
    func name(in session: SessionState) -> String {
        switch self {
        case .firstStage: return session.firstStageName
        case .recorded(let tag): return tag
        case .job(let id):
            guard let job = session.job(id) else { return "job \(id.rawValue)" }
            // The number first: it is what tells two jobs of one model apart where there is little room.
            let number = job.source.map { "\($0): " } ?? (session.jobs.count > 1 ? "job \(id.rawValue): " : "")
            // What sorts it is said where it is not the paper's score.
            let rankBy = session.rankBy(of: id)
            let by = rankBy == .paper ? "" : " by \(rankBy.rawValue)"
            return "\(number)\(job.model?.name ?? "unknown") \(job.settings.mode.rawValue)\(by)"
        }
    }

    /// What sorts its rankings.
    func rankBy(in session: SessionState) -> RankBy {
        if case .job(let id) = self { session.rankBy(of: id) } else { .paper }
    }

    /// Its run of a query; nil for a ranking without runs, or a query that it did not score.
    func run(of queryID: String, in session: SessionState) -> RunState? {
        guard case .job(let id) = self else { return nil }
        return session.runs(ofQuery: queryID).last { $0.request.job == id }
    }

    /// "  4/12 queries" of a job that goes on; nil for any other system.
    func queryProgress(_ session: SessionState) -> String? {
        guard case .job(let id) = self, let job = session.job(id) else { return nil }
        let runs = session.runs(of: job)
        guard runs.contains(where: \.isUnderWay) else { return nil }
        return "  \(runs.count(where: \.isComplete))/\(Figures.count(runs.count, "query", "queries"))"
    }

    /// Whether it is a job of which no run has begun.
    func isUnbegun(_ session: SessionState) -> Bool {
        guard case .job(let id) = self, let job = session.job(id) else { return false }
        return job.runs.allSatisfy { session.run($0)?.status == .announced }
    }

    /// How far its run of a query is with a document; nil for a document that the run does not score. O(candidates).
    func progress(of documentID: String, for queryID: String, in session: SessionState) -> (RunState, DocumentProgress)? {
        guard let run = run(of: queryID, in: session), let index = run.index(of: documentID) else { return nil }
        return (run, run.documents[index])
    }

    /// Both sides of some queries by the measures of `options`. Queries without grades are compared by their rankings
    /// alone. A query that a side does not rank is there with an empty list, and for a job with documents
    /// that wait, if `withUnscored` says so; else it is left out.
    func comparison(
        with other: ComparedSystem, of topics: [Topic], on board: Board, _ options: ComparisonOptions, withUnscored: Bool = false
    ) -> Comparison {
        let session = board.session
        // All grades count, as in the table of `erank compare`, unless somebody chose whose do: nothing is judged blind here.
        var judge: String?
        if case .judge(let chosen) = board.evaluation.graders { judge = chosen }
        // Of two collections that share ids, the session's own ids tell the queries apart.
        let areShared = Set(topics.map(\.query.exportedID)).count < topics.count
        func ids(_ query: Query) -> String { areShared ? query.id : query.exportedID }
        var qrels = Qrels()
        for topic in topics {
            for (id, grade) in session.book.grades(query: topic.id, judge: judge) {
                qrels.set(grade, query: ids(topic.query), document: id)
            }
        }
        var options = options
        options.showsUnjudged = true
        options.evaluation = options.evaluation(session.scale.evaluation(highest: session.book.highestGrade(judge: judge)))
        var sides = [
            side(of: topics, beside: other, in: session, withUnscored, ids),
            other.side(of: topics, beside: self, in: session, withUnscored, ids),
        ]
        // What neither side ranks is nothing to compare.
        let ranked = Set(sides.flatMap(\.lists).filter { !$0.documents.isEmpty || $0.unscored > 0 }.map(\.queryID))
        for index in sides.indices { sides[index].lists.removeAll { !ranked.contains($0.queryID) } }
        return Comparison(
            sides[0], sides[1], qrels: qrels.count > 0 ? qrels : nil,
            judgments: "your grades", judges: judge.map { [$0] } ?? session.book.judges, options: options)
    }

    /// Its rankings of these queries. The first stage is that of the documents that the other side scored. O(documents), and
    /// O(runs) for each query of a job.
    private func side(
        of topics: [Topic], beside other: ComparedSystem, in session: SessionState, _ withUnscored: Bool,
        _ ids: (Query) -> String
    ) -> ComparisonSide {
        let name = name(in: session)
        switch self {
        case .job(let id):
            let reports = topics.compactMap { run(of: $0.id, in: session) }.map { RankReport($0, rankBy: session.rankBy(of: id)) }
            let settings = session.job(id).map {
                ComparisonSide.Settings(model: $0.model, run: $0.settings, rankBy: session.rankBy(of: id))
            }
            var side =
                ComparisonSide(reports, source: name) ?? ComparisonSide(name: name, source: name, settings: settings, lists: [])
            side.name = name
            for (place, report) in reports.enumerated() where side.lists.indices.contains(place) {
                side.lists[place].queryID = ids(report.query)
            }
            let known = Set(side.lists.map(\.queryID))
            // A query that it has not scored has a list of documents that all wait.
            if withUnscored {
                side.lists += topics.filter { !known.contains(ids($0.query)) }.map { topic in
                    var list = Self.empty(ids(topic.query), topic)
                    list.unscored = max(1, topic.candidates.count)
                    return list
                }
            }
            return side
        case .firstStage:
            return ComparisonSide(
                name: name, source: name,
                lists: topics.compactMap { topic in
                    guard session.hasFirstStage(topic.id) else { return withUnscored ? Self.empty(ids(topic.query), topic) : nil }
                    let candidates = other.run(of: topic.id, in: session)?.candidates ?? topic.candidates
                    let isScored = candidates.allSatisfy { $0.firstStageScore != nil }
                    let recorded = session.firstStage(of: topic.id)
                    let entries = recorded?.entries ?? EvaluationCache.firstStage(candidates)
                    return Self.list(ids(topic.query), topic, entries, isScored: recorded.map { $0.scores != nil } ?? isScored)
                })
        case .recorded(let tag):
            return ComparisonSide(
                name: name, source: name,
                lists: topics.compactMap { topic in
                    guard let ranking = session.rankings[topic.id]?.first(where: { $0.tag == tag && !$0.isFirstStage }) else {
                        return withUnscored ? Self.empty(ids(topic.query), topic) : nil
                    }
                    return Self.list(ids(topic.query), topic, ranking.entries, isScored: ranking.scores != nil)
                })
        }
    }

    /// The list of a query that a side does not rank.
    private static func empty(_ id: String, _ topic: Topic) -> ComparisonSide.List {
        ComparisonSide.List(queryID: id, text: topic.query.text, documents: [])
    }

    /// A list in the order in which it is measured; nil for an empty one. Without scores of its own it has none: its ranks tell
    /// the order.
    private static func list(_ id: String, _ topic: Topic, _ entries: [RankedList.Entry], isScored: Bool) -> ComparisonSide.List?
    {
        guard !entries.isEmpty else { return nil }
        let order = QueryEvaluation(ranking: entries, grades: [:]).documentIDs
        let scores = Dictionary(entries.map { ($0.documentID, $0.score) }, uniquingKeysWith: { first, _ in first })
        let documents = order.enumerated().map { place, id in
            ComparisonSide.Ranked(id: id, rank: place + 1, score: isScored ? scores[id] : nil)
        }
        var list = ComparisonSide.List(queryID: id, text: topic.query.text, documents: documents)
        list.isByRank = !isScored
        return list
    }
}

extension RunState {
    /// The index of a document that the run scores. O(candidates).
    func index(of documentID: String) -> Int? {
        candidates.firstIndex { $0.document.id == documentID }.flatMap { documents.indices.contains($0) ? $0 : nil }
    }
}
