import Comparing
import Sessions
import Terminal

/// What reaches the screens: keys, the journal, and what the effects report back.
public enum InspectorEvent: Sendable {
    case terminal(TerminalEvent)
    /// An event is in the journal now, or is played from one: fold it in.
    case journal(TimedEvent)
    /// How many events the journal's disk has not taken so far; 0 as soon as it has them all.
    case unsaved(Int)
    /// A session is being read; nil when that came to nothing.
    case opening(name: String?)
    /// A session was opened and takes the place of the one before.
    case opened(OpenedSession)
    /// Time passes: `frame` in milliseconds of a clock that never stops, `session` as the journal counts; nil in a replay,
    /// whose time is that of its events.
    case tick(frame: Int, session: Int?)
    case model(ModelStatus)
    /// The models that can be had by name.
    case catalogue([ModelListing])
    /// The topics of the demo.
    case demos([DemoEntry])
    /// What was typed in earlier sittings, oldest first, by the kind of line.
    case histories([String: [String]])
    /// The queries of a collection or file, to choose from.
    case queries(QueryListing)
    /// The sessions on this machine, newest first.
    case sessions([SessionEntry])
    /// The paths that begin with `path`; folders end in "/".
    case completions(path: String, [String])
    /// A text came back from $EDITOR.
    case edited(String, field: TextField)
    case replay(ReplayStatus)
    /// How two sides are compared; and which, where they are not those that the session tells.
    case comparing(ComparisonOptions, sides: ComparedSides? = nil)
    /// A run was asked for from outside the screens: it starts as soon as there is a model.
    case runRequested
    /// A run could not begin; the sentence says why.
    case runRefused(RunID, String)
    case notice(Notice)
}
