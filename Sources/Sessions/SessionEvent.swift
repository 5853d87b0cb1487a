import Inference
import Relevance
import Reranking

/// The events of a session. Everything that a screen shows of a session was first appended to the journal as one of these.
public enum SessionEvent: Sendable, Hashable {
    /// The query was entered or edited. See `Query` for its id.
    case query(Query)
    /// Candidates were loaded, in first-stage order. They replace earlier ones. `source` names their origin for people.
    case candidates([Candidate], source: String)
    /// A model was chosen and loaded.
    case model(ModelDescription)
    /// Mode, instruction and limits of the following jobs.
    case settings(RunSettings)
    /// The number that sorts the documents from now on.
    case rankBy(RankBy)
    /// A job was requested. Its queries and candidates are in the journal before it, and its runs start after it.
    case job(JobRequest)
    /// A run starts. If it has started before, this resumes it: documents without a settled outcome are scored from the
    /// beginning.
    case runStarted(RunID, RunRequest)
    /// An event of a run. The events of several runs interleave.
    case run(RunID, RunEvent)
    /// The scale of the following grades.
    case scale(GradeScale)
    /// The judge from now on.
    case judge(String)
    /// The order of judging, and whether it is blind, from now on.
    case judging(JudgingPlan)
    /// Another system's ranking of one query. It replaces one with the same tag and query.
    case ranking(RecordedRanking)
    /// A verdict, a note or an adjudication, given here or imported. `JudgmentBook` is the fold of these.
    case judgment(Judgment)
    /// The judge has seen scores, ranks, thoughts or other judges' grades of documents without having graded them. Later
    /// grades of these documents by the judge are not blind.
    case seen(judge: String, queryID: String, documentIDs: [String])
    /// The judge undoes the last step.
    case undo(judge: String)
    /// The judge redoes the step that was undone last.
    case redo(judge: String)
    /// The line of an event of a kind that a later version wrote. It is kept and ignored.
    case unknown(String)
}

/// An event and its time: one line of the journal.
public struct TimedEvent: Sendable, Hashable {
    /// Since the session began.
    public var milliseconds: Int
    /// What happened.
    public var event: SessionEvent

    /// An event at this time.
    public init(milliseconds: Int, event: SessionEvent) {
        self.milliseconds = milliseconds
        self.event = event
    }
}

extension SessionEvent {
    /// False for what a person chooses before there is anything to score or judge: a session of nothing else leaves no file.
    var isWorthAFile: Bool {
        switch self {
        case .query, .model, .settings, .rankBy, .scale, .judge, .judging: false
        case .candidates, .job, .runStarted, .run, .ranking, .judgment, .seen, .undo, .redo, .unknown: true
        }
    }
}
