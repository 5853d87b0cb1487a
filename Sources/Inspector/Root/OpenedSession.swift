import Comparing
import Sessions

/// A session as the screens take it over.
public struct OpenedSession: Sendable {
    /// The file's name, for people.
    public var name: String
    /// The fold of all its events.
    public var state: SessionState
    /// What a person did and saw last in it; nil for the first time.
    public var place: Place?
    /// Why nothing may be appended, in a sentence: it is a replay, another program writes the session, or it has no file. Nil
    /// where it may.
    public var whyReadOnly: String?
    /// The time of its last event, in milliseconds of the session.
    public var milliseconds: Int
    /// Which opening this is: one that a later one has overtaken is dropped.
    public var number: Int
    /// Whether it was put together from rankings of several files.
    public var isPutTogether = false
    /// Which sides are compared in it, and how; nil where it tells that itself.
    public var comparison: (options: ComparisonOptions, sides: ComparedSides)?
    /// What is appended to, for whoever records the session.
    public var file: SessionFile?

    /// An opened session; the defaults are those of a new one.
    public init(
        name: String, state: SessionState, place: Place? = nil, whyReadOnly: String? = nil, milliseconds: Int = 0,
        number: Int = 0,
        file: SessionFile? = nil
    ) {
        self.number = number
        self.file = file
        self.name = name
        self.state = state
        self.place = place
        self.whyReadOnly = whyReadOnly
        self.milliseconds = milliseconds
    }
}
