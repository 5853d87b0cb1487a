import Inference
import Relevance
import Reranking

/// A session as it stands: the fold of its events. Live, reopened and replayed sessions are the same code.
public struct SessionState: Sendable, Equatable {
    public private(set) var query = Query(id: "1", text: "")
    public private(set) var candidates: [Candidate] = []
    /// Where the candidates came from, for people.
    public private(set) var source = ""
    public private(set) var model: ModelDescription?
    public private(set) var settings = RunSettings()
    public private(set) var rankBy = RankBy.paper
    /// Its jobs and runs.
    private(set) var table = RunTable()
    /// Every query so far with its candidates, in the order in which they first appeared.
    public private(set) var topics: [Topic] = []
    private var topicPlaces: [String: Int] = [:]
    /// Rankings recorded beside the first stage, by query id, in the order of their first appearance.
    public private(set) var rankings: [String: [RecordedRanking]] = [:]
    /// Every judgment as it stands, with what can be undone.
    public private(set) var book = JudgmentBook()
    public private(set) var scale = GradeScale.graded
    /// Every scale that the session named, by its name; of one name the last.
    private var scales: [String: GradeScale] = [:]
    /// Who judges: named last, or (in a session that names nobody) who judged last.
    public private(set) var judge = "you"
    private var isJudgeNamed = false
    public private(set) var plan = JudgingPlan()
    /// When the last event was, in milliseconds since the session began.
    public private(set) var milliseconds = 0

    public init() {}

    /// Takes in the next event. O(1) for a token. What names a run or document that is not there is passed over and noted in
    /// `faults`.
    public mutating func apply(_ timed: TimedEvent) {
        milliseconds = max(milliseconds, timed.milliseconds)
        switch timed.event {
        case .query(let query):
            self.query = query
            noteTopic()
        case .candidates(let candidates, let source):
            (self.candidates, self.source) = (candidates, source)
            table.load(candidates)
            noteTopic(isLoaded: true)
        case .model(let model): self.model = model
        case .settings(let settings): self.settings = settings
        case .rankBy(let rankBy): self.rankBy = rankBy
        case .job(let job): table.announce(job, at: timed.milliseconds)
        case .runStarted(let id, let request): table.start(id, request, at: timed.milliseconds)
        case .run(let id, let event): table.update(id) { $0.apply(event) }
        case .scale(let scale):
            self.scale = scale
            scales[scale.name] = scale
        case .judge(let judge): (self.judge, isJudgeNamed) = (judge, true)
        case .judging(let plan): self.plan = plan
        case .ranking(let ranking): note(ranking)
        case .judgment(let judgment):
            book.apply(judgment, milliseconds: timed.milliseconds)
            if !isJudgeNamed, judgment.source == nil, !judgment.isAdjudication { judge = judgment.judge }
        case .seen(let judge, let queryID, let documentIDs): book.see(documentIDs, query: queryID, judge: judge)
        case .undo(let judge): book.undo(judge: judge)
        case .redo(let judge): book.redo(judge: judge)
        case .unknown: break
        }
    }

    /// Keeps the query that stands among the topics; a new one begins with the candidates that stand.
    private mutating func noteTopic(isLoaded: Bool = false) {
        guard let place = topicPlaces[query.id] else {
            topicPlaces[query.id] = topics.count
            topics.append(Topic(query: query, candidates: candidates))
            return
        }
        topics[place].query = query
        if isLoaded || topics[place].candidates.isEmpty { topics[place].candidates = candidates }
    }

    private mutating func note(_ ranking: RecordedRanking) {
        if let known = rankings[ranking.queryID]?.firstIndex(where: { $0.tag == ranking.tag }) {
            rankings[ranking.queryID]?[known] = ranking
        } else {
            rankings[ranking.queryID, default: []].append(ranking)
        }
    }

    /// The scale that a judgment was given on: the session's of that name, or the built-in one; where it records none, the
    /// session's present one. nil for a scale that is not known.
    public func scale(of judgment: Judgment) -> GradeScale? {
        guard let name = judgment.scale else { return scale }
        return scales[name] ?? GradeScale.all.first { $0.name == name }
    }

    /// Says of the runs under way that nobody runs them any more: the program that did has ended. No event tells of it.
    public mutating func interruptRuns() { table.interruptRuns() }

    public func topic(_ id: String) -> Topic? { topicPlaces[id].map { topics[$0] } }

    /// Takes in one token of a batch, as its event would be.
    mutating func apply(_ index: Int, of batch: borrowing TokenBatch) {
        let token = batch.tokens[index]
        milliseconds = max(milliseconds, token.milliseconds)
        table.update(RunID(token.run)) { run in run.write(token.document) { $0.append(index, of: batch) } }
    }

    public static func == (left: SessionState, right: SessionState) -> Bool {
        left.query == right.query && left.candidates == right.candidates && left.source == right.source
            && left.model == right.model
            && left.settings == right.settings && left.rankBy == right.rankBy && left.table == right.table
            && left.topics == right.topics && left.rankings == right.rankings && left.book == right.book
            && left.scale == right.scale && left.scales == right.scales && left.judge == right.judge
            && left.isJudgeNamed == right.isJudgeNamed
            && left.plan == right.plan && left.milliseconds == right.milliseconds
    }
}
