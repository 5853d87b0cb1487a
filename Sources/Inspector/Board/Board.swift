import Inference
import Relevance
import Reranking
import Sessions

/// What several screens show of one session: the session, the run and query shown, their ranking, its rows, the selection. A
/// value: a screen can hold a second one.
struct Board: Sendable {
    /// The fold of the journal.
    var session = SessionState()
    var source = SessionSource()
    var model = ModelStatus.none
    var time = BoardTime()
    var shown = Shown()
    /// What events of runs have left to do.
    var updates: Updates = []
    var rows = RankedRows()
    var selection = Selection()
    var search = Search()
    var wishes = RunWishes()
    var judgments = PendingJudgments()
    var evaluation = Evaluation()
    /// Whether rows jump to their places at once.
    let reducesMotion: Bool

    init(reducesMotion: Bool = false) { self.reducesMotion = reducesMotion }
}

// MARK: What is shown

extension Board {
    var run: RunState? {
        shown.run.flatMap { session.runs.indices.contains($0) ? session.runs[$0] : nil }
    }

    var query: Query { run?.query ?? draft?.query ?? session.query }
    var candidates: [Candidate] { run?.candidates ?? draft?.candidates ?? session.candidates }

    /// A query that was gone to and has no run.
    private var draft: Topic? { shown.topic.flatMap(session.topic) }
    var settings: RunSettings { run?.settings ?? session.settings }
    var mode: ScoringMode { settings.mode }

    /// Where the candidates shown came from, for people.
    var candidateSource: String { run.map(session.source(of:)) ?? draft?.source ?? session.source }

    /// How many of the candidates a run scores: the depth may leave the last ones out.
    var documentCount: Int { run?.documents.count ?? min(candidates.count, max(0, session.settings.depth)) }

    /// How many candidates the query has: those of the run shown, and what was loaded behind them.
    var loadedCount: Int {
        let (shown, loaded) = (candidates, session.topic(query.id)?.candidates ?? [])
        guard let last = shown.indices.last, loaded.count > shown.count else { return shown.count }
        let isSame = [0, last].allSatisfy { loaded[$0].document.id == shown[$0].document.id }
        return isSame ? loaded.count : shown.count
    }

    func candidate(_ document: Int) -> Candidate? {
        candidates.indices.contains(document) ? candidates[document] : nil
    }

    func progress(of document: Int) -> DocumentProgress? {
        run.flatMap { $0.documents.indices.contains(document) ? $0.documents[document] : nil }
    }

    func name(of document: Int) -> DocumentName? {
        candidate(document).map { DocumentName(queryID: query.id, documentID: $0.document.id) }
    }

    /// The grade of the session's judge.
    func grade(of document: Int) -> Int? {
        candidate(document).flatMap {
            session.book.judgment(query: query.id, document: $0.document.id, judge: session.judge)?.grade
        }
    }

    /// How many of the documents the judge has graded.
    var gradedCount: Int {
        let (query, judge, book) = (query.id, session.judge, session.book)
        return candidates.prefix(documentCount).count {
            book.judgment(query: query, document: $0.document.id, judge: judge)?.grade != nil
        }
    }

    var isReplay: Bool { source.replay != nil }

    /// Whether the run shown is the one under way: here, or in a replay.
    var isShowingLiveRun: Bool { run?.isUnderWay == true && source.replay?.isOver != true }

    /// Lets the time pass: what happens next begins at this time.
    mutating func pass(frame: Int, session: Int?) {
        time.frame = frame
        time.clock = session ?? time.clock
        rows.pass(frame: frame)
    }
}

/// A document of a query.
struct DocumentName: Sendable, Hashable {
    var queryID: String
    var documentID: String
}
