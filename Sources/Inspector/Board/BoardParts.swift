import Sessions

/// What a session was opened from.
struct SessionSource: Sendable {
    /// The journal's name; empty before one is open.
    var name = ""
    var isWritable = true
    /// The session that is being read, by its name.
    var opening: String?
    /// Set in a replay.
    var replay: ReplayStatus?
}

struct BoardTime: Sendable {
    /// Milliseconds of the session's time.
    var clock = 0
    /// Milliseconds of a clock that never stops.
    var frame = 0
}

/// Which run and query are shown.
struct Shown: Sendable {
    /// The run's index; nil shows what would be run next.
    var run: Int?
    /// The query's id where a person went to one; nil shows that of the run, or the session's current one.
    var topic: String?
}

struct Search: Sendable {
    /// What is searched for.
    var needle = ""
    /// The stems of the query's words, to be marked in documents.
    var terms: Set<String> = []
}
