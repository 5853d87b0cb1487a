import Inference
import Relevance
import Reranking

/// The current state of a session: the fold of its events. Live, reopened and replayed sessions use the same code.
public struct SessionState: Sendable, Equatable {
    /// The current query.
    public private(set) var query = Query(id: "1", text: "")
    /// The candidates that were loaded last, in first-stage order.
    public private(set) var candidates: [Candidate] = []
    /// Where the candidates came from, for people.
    public private(set) var source = ""
    /// The model that was chosen last.
    public private(set) var model: ModelDescription?
    /// The settings of the next job.
    public private(set) var settings = RunSettings()
    /// The number that sorts the documents.
    public private(set) var rankBy = RankBy.paper
    /// The jobs and runs.
    var table = RunTable()
    /// Every query with its candidates, in the order in which the queries first appeared.
    public private(set) var topics: [Topic] = []
    private var topicPlaces: [String: Int] = [:]
    /// Recorded rankings by query id, in the order in which they first appeared.
    public private(set) var rankings: [String: [RecordedRanking]] = [:]
    /// Whether a ranking is that of a first stage.
    private(set) var recordsFirstStages = false
    /// The current judgments, and what can be undone.
    public private(set) var book = JudgmentBook()
    /// The scale of the next grades.
    public private(set) var scale = GradeScale.graded
    /// Every scale in the session, by name; the last one if several have the same name.
    private var scales: [String: GradeScale] = [:]
    /// The current judge: the one named last or, in a session that names none, the one who judged last.
    public private(set) var judge = "you"
    private var isJudgeNamed = false
    /// The order of judging, and whether it is blind.
    public private(set) var plan = JudgingPlan()
    /// The time of the last event, in milliseconds since the session began.
    public private(set) var milliseconds = 0

    /// A session without events.
    public init() {}

    /// Applies the next event. O(1) for a token. An event of a run or document that does not exist is ignored and counted in
    /// `faults`.
    public mutating func apply(_ timed: TimedEvent) {
        milliseconds = max(milliseconds, timed.milliseconds)
        switch timed.event {
        case .query(let query):
            name(blankTopic: self.query, query)
            self.query = query
            noteTopic()
        case .candidates(let candidates, let source):
            (self.candidates, self.source) = (candidates, source)
            table.load(candidates, source: source)
            noteTopic(isLoaded: true)
        case .model(let model): self.model = model
        case .settings(let settings): self.settings = settings
        case .rankBy(let rankBy): self.rankBy = rankBy
        case .job(let job): table.announce(job, at: timed.milliseconds)
        case .runStarted(let id, let request): table.start(id, request, at: timed.milliseconds)
        case .run(let id, let event): table.update(id) { $0.apply(event, at: timed.milliseconds) }
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

    /// Adds the current query to the topics, or updates its topic. A new topic begins with the current candidates.
    private mutating func noteTopic(isLoaded: Bool = false) {
        guard let place = topicPlaces[query.id] else {
            topicPlaces[query.id] = topics.count
            topics.append(Topic(query: query, candidates: candidates, source: source))
            return
        }
        topics[place].query = query
        if isLoaded || topics[place].candidates.isEmpty {
            topics[place].candidates = candidates
            topics[place].source = source
        }
    }

    /// Documents that were loaded before a query are the candidates of the query that is entered next: the topic without a text
    /// becomes that query's.
    private mutating func name(blankTopic blank: Query, _ query: Query) {
        guard blank.text.isEmpty, blank.id != query.id, topicPlaces[query.id] == nil, !book.queryIDs.contains(blank.id),
            let place = topicPlaces.removeValue(forKey: blank.id)
        else { return }
        topics[place].query = query
        topicPlaces[query.id] = place
    }

    private mutating func note(_ ranking: RecordedRanking) {
        recordsFirstStages = recordsFirstStages || ranking.isFirstStage
        if let known = rankings[ranking.queryID]?.firstIndex(where: { $0.tag == ranking.tag }) {
            rankings[ranking.queryID]?[known] = ranking
        } else {
            rankings[ranking.queryID, default: []].append(ranking)
        }
    }

    /// The scale on which a judgment was given: the session's or the built-in scale with the recorded name or, if no name was
    /// recorded, the current scale. nil if the scale is unknown.
    public func scale(of judgment: Judgment) -> GradeScale? {
        guard let name = judgment.scale else { return scale }
        return scales[name] ?? GradeScale.all.first { $0.name == name }
    }

    /// Marks runs in progress as interrupted, because the program that performed them has ended. No event records this.
    public mutating func interruptRuns() { table.interruptRuns() }

    /// The topic of the query with this id; nil if there is none.
    public func topic(_ id: String) -> Topic? { topicPlaces[id].map { topics[$0] } }

    /// Applies one token of a batch, like its event.
    mutating func apply(_ index: Int, of batch: borrowing TokenBatch) {
        let token = batch.tokens[index]
        milliseconds = max(milliseconds, token.milliseconds)
        table.update(RunID(token.run)) { run in
            run.write(token.document, at: token.milliseconds) { $0.append(index, of: batch) }
        }
    }

    /// Compares everything except lookup tables.
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
