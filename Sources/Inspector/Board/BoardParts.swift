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

/// What events of runs leave to do before the next picture or key. Results can land by the thousand at once, when a run is
/// cancelled or a replay is fast: the rows are ordered once, not once for each.
struct Updates: OptionSet, Sendable {
    let rawValue: Int
    /// The order of the rows.
    static let ranking = Updates(rawValue: 1)
    /// The selection that follows the document thought about.
    static let following = Updates(rawValue: 2)
    /// What depends on the rankings.
    static let measures = Updates(rawValue: 4)
}
