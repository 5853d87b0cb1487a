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
    /// Mode, instruction, limits: for the jobs that follow.
    case settings(RunSettings)
    case rankBy(RankBy)
    /// A job was asked for. Its queries and candidates stand in the journal before it, and its runs begin behind it.
    case job(JobRequest)
    /// A run begins; the same again resumes it, and documents without a settled outcome are scored from the start.
    case runStarted(RunID, RunRequest)
    /// What happens in a run. The events of several runs interleave.
    case run(RunID, RunEvent)
    /// The scale that grades are given on from here on.
    case scale(GradeScale)
    /// Who judges from here on.
    case judge(String)
    /// In which order, blind or not, from here on.
    case judging(JudgingPlan)
    /// Another system's ranking of one query; it replaces one of the same tag and query.
    case ranking(RecordedRanking)
    /// A verdict, a note, an adjudication, or one of an import: see `JudgmentBook` for what they come to.
    case judgment(Judgment)
    /// Scores, ranks, thoughts or others' grades of documents that the judge has not graded were in view: what the judge grades
    /// of them from here on is not blind.
    case seen(judge: String, queryID: String, documentIDs: [String])
    /// The judge takes back the last step, or takes back that.
    case undo(judge: String)
    case redo(judge: String)
    /// A kind that a later version wrote: its line, kept and skipped.
    case unknown(String)
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
