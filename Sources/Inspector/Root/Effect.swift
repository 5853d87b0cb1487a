import Comparing
import Relevance
import Reranking
import Sessions

/// What the screens want done, with everything that doing it takes. They never do it themselves: what comes of it is an
/// `InspectorEvent`.
public enum Effect: Sendable, Hashable {
    /// Append to the journal; it comes back as `.journal`.
    case append(SessionEvent)
    /// Begin a run, or resume one. Its job is in the journal by then.
    case run(PlannedRun)
    /// Begin the runs of a job, a few at a time.
    case runAll([PlannedRun])
    case cancelDocument(RunID, Int)
    case cancelRun
    /// Load a model by its catalogue name or its path.
    case loadModel(String)
    /// Fetch a model of the catalogue, then load it.
    case fetchModel(String)
    case cancelFetch
    /// Read candidates for this query; what comes of it are events of the journal. `known` are the queries of the session, from
    /// which those of a collection are kept apart. A collection, or a file with several queries, comes back as `.queries`, with
    /// the candidates of this of its runs.
    case openCandidates(path: String, run: Int = 0, query: Query, known: [Query])
    /// Read the candidates of these queries, by their ids, from a collection or file that was listed.
    case openQueries(path: String, run: String?, ids: [String], depth: Int, known: [Query])
    /// Read a scale of grades from a file; it comes back as an event of the journal.
    case openScale(path: String)
    /// Which files does this path begin?
    case complete(path: String)
    /// Leave the session that is open, where the person is at this place, for something else. Where it would lose what is not
    /// saved, this effect and all after it are not performed.
    case leave(Place, for: Destination)
    case listSessions
    case pauseReplay(Bool)
    case replaySpeed(Double)
    case editOutside(String, field: TextField)
    /// To the clipboard of the terminal.
    case copy(String)
    case redraw
    case suspend

    /// Where a person goes from a session.
    public enum Destination: Sendable, Hashable {
        /// A session's journal, to go on with.
        case session(path: String)
        /// A session's journal, to be played.
        case replay(path: String)
        /// The replay that is open, from its beginning.
        case replayAgain
        case newSession
        /// A job of the session that is open beside another session, or a TREC run.
        case comparison(path: String, beside: ComparedBeside)
        /// A new session with the query and documents of a topic of the demo.
        case demo(String)
        /// Out of the program, which keeps what was typed.
        case end(histories: [String: [String]])
    }
}

/// What another file is compared with.
public struct ComparedBeside: Sendable, Hashable {
    /// The job of the session that is open.
    public var job: JobID
    /// Whether the file is side B.
    public var isB: Bool
    /// How both are compared.
    public var options: ComparisonOptions

    /// A job, and the side of the file beside it.
    public init(job: JobID, isB: Bool, options: ComparisonOptions) { (self.job, self.isB, self.options) = (job, isB, options) }
}
