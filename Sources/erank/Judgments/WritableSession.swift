import Sessions

/// A session to which a command appends. Warnings go to standard error.
struct WritableSession {
    let path: String
    let file: SessionFile
    private(set) var state: SessionState

    /// - Parameter name: a path, or a name in the session folder.
    /// - Throws: `.locked` if the screens or another command have it open for writing.
    init(_ name: String) throws(SessionError) {
        path = SessionStore().path(of: name)
        let opened = try SessionFile.open(at: path)
        (file, state) = (opened.file, opened.state)
        for warning in opened.warnings { StandardError.write("erank: warning: \(warning)") }
    }

    /// Writes all events or none, then applies them to the state.
    mutating func appendWhole(_ events: [SessionEvent]) throws(SessionError) {
        let timed = events.map { file.stamp($0) }
        try file.appendWhole(timed)
        take(timed)
    }

    /// Writes events that do not depend on one another, as they come, then applies them to the state. O(events).
    mutating func append(_ events: [SessionEvent]) throws(SessionError) {
        let timed = events.map { file.stamp($0) }
        try file.append(contentsOf: timed)
        take(timed)
    }

    private mutating func take(_ timed: [TimedEvent]) {
        if let news = file.takeNews() { StandardError.write("erank: warning: \(news)") }
        for event in timed { state.apply(event) }
    }
}
