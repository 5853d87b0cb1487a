import Reranking
import Sessions

/// What the screens want done. They never do it themselves: each comes back as an `InspectorEvent`.
public enum Effect: Sendable, Hashable {
    /// Append to the journal; it comes back as `.journal`.
    case append(SessionEvent)
    /// Score the candidates as the session stands.
    case run
    case cancelDocument(Int)
    case cancelRun
    /// Load a model by its catalogue name or its path.
    case loadModel(String)
    /// Fetch a model of the catalogue, then load it.
    case fetchModel(String)
    case cancelFetch
    case openCandidates(path: String)
    /// Read a scale of grades from a file; it comes back as an event of the journal.
    case openScale(path: String)
    /// Which files does this path begin?
    case complete(path: String)
    /// Open a session's journal and take it over.
    case openSession(path: String)
    /// Open a session's journal and play it.
    case replaySession(path: String)
    case newSession
    /// A new session with the query and documents of a topic of the demo.
    case openDemo(String)
    case listSessions
    case pauseReplay(Bool)
    /// Play it again from its beginning.
    case restartReplay
    case replaySpeed(Double)
    case editOutside(String, field: TextField)
    /// To the clipboard of the terminal.
    case copy(String)
    case redraw
    case suspend
    case quit
}
