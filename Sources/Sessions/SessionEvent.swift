import Inference
import Relevance
import Reranking

/// The one vocabulary of the program: whatever a screen shows was first one of these, appended to the journal.
public enum SessionEvent: Sendable, Hashable {
    /// The query was entered or edited. Its id is "1" unless a collection gave one.
    case query(Query)
    /// Candidates were loaded, in first-stage order; `source` says whence, for people. They replace those before.
    case candidates([Candidate], source: String)
    /// The model was chosen (and could be described: it is loaded).
    case model(ModelDescription)
    /// Mode, instruction, limits: for the runs that follow.
    case settings(RunSettings)
    case rankBy(RankBy)
    /// A run of the query, candidates, model and settings as they stand now. The events of the run follow.
    case runStarted
    case run(RunEvent)
    /// A person's grade of a document for the query that stands; nil takes it back. Undo is one more event.
    case judgment(Judgment)
    /// A kind that a later version wrote: its line, kept and skipped.
    case unknown(String)
}

/// A relevance grade by a person.
public struct Judgment: Sendable, Hashable, Codable {
    public var queryID: String
    public var documentID: String
    /// On the scale 0 (not) to 3 (perfectly relevant); nil is a grade taken back.
    public var grade: Int?
    public var judge: String

    public init(queryID: String, documentID: String, grade: Int?, judge: String) {
        self.queryID = queryID
        self.documentID = documentID
        self.grade = grade
        self.judge = judge
    }
}

/// An event and when it was, in milliseconds since the session began: what one line of the journal holds.
public struct TimedEvent: Sendable, Hashable {
    public var milliseconds: Int
    public var event: SessionEvent

    public init(milliseconds: Int, event: SessionEvent) {
        self.milliseconds = milliseconds
        self.event = event
    }
}
