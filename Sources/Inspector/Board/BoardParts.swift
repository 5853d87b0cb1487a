import Sessions

/// What a session was opened from.
struct SessionSource: Sendable {
    /// The journal's name; empty before one is open.
    var name = ""
    /// Why nothing can be recorded; nil where it can.
    var whyReadOnly: String?
    var isWritable: Bool { whyReadOnly == nil }
    /// Whether it was put together from rankings of several files, which no model was asked for here.
    var isPutTogether = false
    /// The session that is being read, by its name.
    var opening: String?
    /// Set in a replay.
    var replay: ReplayStatus?

    /// Why nothing can be recorded, in a sentence that says what to do instead; nil where it can.
    func whyNotWrite(_ keys: KeyNames) -> String? {
        replay != nil
            ? "a replay only shows: \(keys(.home)) leaves it, \(keys.atHome(.open)) on the start page opens the session"
            : whyReadOnly
    }

    /// What every header says of the journal; nil where it takes all events.
    /// - Parameters:
    ///   - unsaved: events that its disk has not taken.
    ///   - isHome: whether the start page is in view, where no session is.
    func sign(unsaved: Int, isHome: Bool) -> String? {
        if unsaved > 0 { return "NOT SAVED: \(unsaved) \(unsaved == 1 ? "event" : "events")" }
        return isWritable || isHome || replay != nil ? nil : "READ ONLY"
    }
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
