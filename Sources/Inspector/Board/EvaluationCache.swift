import Inference
import Relevance
import Reranking
import Sessions

/// What every ranking of every query of a session is worth by the grades so far. A query is worked out again only when its own
/// grades or rankings change, so that one more grade costs one query.
struct EvaluationCache: Sendable {
    /// The rankings that are compared; the first stage is the first.
    private(set) var systems: [System] = []
    private(set) var rows: [Row] = []
    private var keys: [String: Key] = [:]
    private var places: [String: Int] = [:]

    static let measures = Measure.standard

    enum System: Sendable, Hashable {
        /// By its name.
        case firstStage(String)
        /// The run in view, and of other queries the last that asked the same; the name is the model's.
        case model(String)
        /// A ranking recorded beside the first stage, by its tag.
        case recorded(String)

        var name: String {
            switch self {
            case .firstStage(let name), .model(let name), .recorded(let name): name
            }
        }
    }

    /// One query.
    struct Row: Sendable {
        var query: Query
        var documentCount: Int
        /// Of the candidates.
        var judgedCount: Int
        /// Documents of the model's run without an outcome; nil where it has no run of this query.
        var unscoredCount: Int?
        /// The job of the model's run; nil where it has none.
        var job: JobID?
        /// By system; nil for one that has no ranking of this query.
        var figures: [Figures?]
        /// How the model's last run of it is ranked; nil where there is none.
        var rule: RankingRule?

        var unjudgedShare: Double { documentCount > 0 ? Double(documentCount - judgedCount) / Double(documentCount) : 0 }
    }

    struct Figures: Sendable {
        var evaluation: QueryEvaluation
        /// By measure.
        var values: [Double]
        /// What the unjudged leave open, by measure; worked out when first shown.
        var bounds: [ClosedRange<Double>]?
    }

    /// What a query's figures depend on.
    private struct Key: Equatable {
        var grades: [String: Int]
        var run: Int?
        var finished: Int
        var rankBy: RankBy
        // Arrays that nobody changed are told to be equal by their place in memory.
        /// Of the run, whose first stage is measured beside it; all, where nothing is.
        var candidates: [Candidate]
        var rankings: [RecordedRanking]
        var options: EvaluationOptions
    }

    func row(_ queryID: String) -> Row? { places[queryID].map { rows[$0] } }

    // MARK: Working it out

    /// Works out what has changed of one query, or (with a limit) of all, at most so many at once.
    ///
    /// - Parameters:
    ///   - judge: a judge; nil for the grades that count.
    ///   - shown: the query that comes first.
    ///   - run: the run in view, by its index; nil for the last with a result.
    ///   - isAlone: whether nothing stands beside the first stage, which then ranks all candidates, not only a run's.
    ///   - limit: how many others; nil for none.
    /// - Returns: whether all that was asked for is up to date.
    mutating func refresh(
        _ session: SessionState, book: JudgmentBook, judge: String?, shown: String, run: Int?, isAlone: Bool = false, limit: Int?
    ) -> Bool {
        let runs = Self.runs(like: run, of: session)
        let systems = Self.systems(of: session, runs: runs)
        if systems != self.systems { (self.systems, keys) = (systems, [:]) }
        let options = session.scale.evaluation(highest: book.highestGrade(judge: judge))
        for topic in session.topics.dropFirst(rows.count) {
            places[topic.id] = rows.count
            rows.append(
                Row(query: topic.query, documentCount: topic.candidates.count, judgedCount: 0, figures: systems.map { _ in nil }))
        }
        var room = limit ?? 0
        var isComplete = true
        for topic in session.topics where limit != nil || topic.id == shown {
            guard let place = places[topic.id] else { continue }
            rows[place].query = topic.query
            let grades = book.grades(query: topic.id, judge: judge)
            let run = runs[topic.id].map { session.runs[$0] }
            let candidates = isAlone ? topic.candidates : run?.candidates ?? topic.candidates
            let key = Key(
                grades: grades, run: runs[topic.id], finished: run?.documents.count(where: \.isSettled) ?? 0,
                rankBy: session.rankBy, candidates: candidates,
                rankings: session.rankings[topic.id] ?? [],
                options: options)
            if keys[topic.id] == key { continue }
            if topic.id != shown {
                guard room > 0 else {
                    isComplete = false
                    continue
                }
                room -= 1
            }
            keys[topic.id] = key
            rows[place] = Self.row(
                topic, candidates, run: run, rankings: session.rankings[topic.id] ?? [], grades, systems, session, options)
        }
        return isComplete
    }

    /// By query, the last run with an outcome that asked the same model the same way as a run does, a complete one before others;
    /// of that run's query, itself if it is complete or under way. Where the run in view has no outcome, the last complete run
    /// stands for it.
    private static func runs(like run: Int?, of session: SessionState) -> [String: Int] {
        let scored = session.runs.indices.filter { session.runs[$0].documents.contains(where: \.isSettled) }
        let query = run.map { session.runs[$0].query.id }
        let own = scored.filter { session.runs[$0].query.id == query }
        func newest(_ runs: [Int]) -> Int? { runs.last { session.runs[$0].isComplete } ?? runs.last }
        guard let shown = scored.last(where: { $0 == run }) ?? newest(own) ?? newest(scored) else { return [:] }
        let wanted = session.runs[shown]
        var runs: [String: Int] = [:]
        for index in scored {
            let run = session.runs[index]
            guard run.settings.scoresAlike(wanted.settings), run.model?.sha256 == wanted.model?.sha256 else { continue }
            if run.isComplete || runs[run.query.id].map({ !session.runs[$0].isComplete }) ?? true { runs[run.query.id] = index }
        }
        if wanted.isComplete || wanted.isUnderWay { runs[wanted.query.id] = shown }
        return runs
    }

    private static func systems(of session: SessionState, runs: [String: Int]) -> [System] {
        var systems = [System.firstStage(session.firstStageName)]
        if let run = runs.values.max().map({ session.runs[$0] }) { systems.append(.model(run.model?.name ?? "model")) }
        return systems + session.recordedTags.map { .recorded($0) }
    }

    private static func row(
        _ topic: Topic, _ candidates: [Candidate], run: RunState?, rankings: [RecordedRanking], _ grades: [String: Int],
        _ systems: [System], _ session: SessionState, _ options: EvaluationOptions
    ) -> Row {
        let figures = systems.map { system -> Figures? in
            let entries: [RankedList.Entry]
            switch system {
            case .firstStage where !session.hasFirstStage(topic.id): return nil
            case .firstStage: entries = session.firstStage(of: topic.id)?.entries ?? firstStage(candidates)
            case .model:
                guard let run else { return nil }
                entries = falling(
                    run.ranking(by: session.rankBy(of: run.request.job)).map { run.candidates[$0.document].document.id })
            case .recorded(let tag):
                guard let ranking = rankings.first(where: { $0.tag == tag && !$0.isFirstStage }) else { return nil }
                entries = ranking.entries
            }
            guard !entries.isEmpty, !grades.isEmpty else { return nil }
            let evaluation = QueryEvaluation(ranking: entries, grades: grades, options: options)
            return Figures(evaluation: evaluation, values: measures.map(evaluation.value))
        }
        return Row(
            query: topic.query, documentCount: candidates.count,
            judgedCount: candidates.count { grades[$0.document.id] != nil },
            unscoredCount: run.map { run in run.documents.count { !$0.isSettled } }, job: run?.request.job, figures: figures,
            rule: run.map { $0.rule(by: session.rankBy(of: $0.request.job)) })
    }

    /// By the first stage's own scores where it gave them, so that ties are ordered as trec_eval orders them; else in the
    /// candidates' order.
    static func firstStage(_ candidates: [Candidate]) -> [RankedList.Entry] {
        guard candidates.allSatisfy({ $0.firstStageScore != nil }) else { return falling(candidates.map(\.document.id)) }
        return candidates.map {
            RankedList.Entry(documentID: $0.document.id, rank: $0.firstStageRank, score: $0.firstStageScore ?? 0)
        }
    }

    private static func falling(_ ids: [String]) -> [RankedList.Entry] {
        ids.enumerated().map { RankedList.Entry(documentID: $1, rank: $0 + 1, score: -Double($0)) }
    }

    // MARK: What the unjudged leave open

    /// Works out a system's bounds where they are missing: of the query shown, and of at most `limit` other queries; nil for the
    /// query shown alone.
    /// - Returns: whether all that was asked for is there now.
    mutating func findBounds(_ system: Int, shown: String, limit: Int?, scale: ClosedRange<Int>) -> Bool {
        var room = limit ?? 0
        for place in rows.indices
        where (limit != nil || rows[place].query.id == shown) && rows[place].figures.indices.contains(system) {
            guard let figures = rows[place].figures[system], figures.bounds == nil else { continue }
            if rows[place].query.id != shown {
                if room == 0 { return false }
                room -= 1
            }
            rows[place].figures[system]?.bounds = Self.measures.map { figures.evaluation.bounds($0, grades: scale) }
        }
        return true
    }
}
