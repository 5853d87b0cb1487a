import Inference
import Sessions
import Terminal

/// What reaches the screens: keys, the journal, and what the effects report back.
public enum InspectorEvent: Sendable {
    case terminal(TerminalEvent)
    /// An event stands in the journal now (or is played from one): fold it in.
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
    case catalogue([CatalogueModel])
    /// The topics of the demo.
    case demos([DemoEntry])
    /// What was typed in earlier sittings, oldest first, by the kind of line.
    case histories([String: [String]])
    /// The sessions on this machine, newest first.
    case sessions([SessionEntry])
    /// The paths that begin with `path`; folders end in "/".
    case completions(path: String, [String])
    /// A text came back from $EDITOR.
    case edited(String, field: TextField)
    case replay(ReplayStatus)
    /// A run was asked for from outside the screens: it starts as soon as there is a model.
    case runRequested
    /// A run could not begin; the sentence says why.
    case runRefused(RunID, String)
    case notice(Notice)
}

/// A session as the screens take it over.
public struct OpenedSession: Sendable {
    /// The file's name, for people.
    public var name: String
    public var state: SessionState
    /// What a person did and saw last in it; nil for the first time.
    public var place: Place?
    /// False where nothing may be appended: a replay, or a session another program writes.
    public var isWritable: Bool
    /// Where its last event stands, in milliseconds.
    public var milliseconds: Int
    /// Which opening this is: one that a later one has overtaken is dropped.
    public var number: Int
    /// What is appended to, for whoever records the session.
    public var file: SessionFile?

    public init(
        name: String, state: SessionState, place: Place? = nil, isWritable: Bool = true, milliseconds: Int = 0, number: Int = 0,
        file: SessionFile? = nil
    ) {
        self.number = number
        self.file = file
        self.name = name
        self.state = state
        self.place = place
        self.isWritable = isWritable
        self.milliseconds = milliseconds
    }
}

/// Where a person was in a session: kept beside it, so that they find themselves there again.
public struct Place: Sendable, Hashable, Codable {
    public var screen: Screen
    /// The selected document's index among the candidates.
    public var selected: Int
    /// The run shown, from 0; nil for what is not run yet.
    public var run: Int?
    public var token: Int
    public var follow: Follow
    /// The query shown, where another one than that of the run; by its id.
    public var topic: String?
    /// The document being judged.
    public var document: String?

    public init(
        screen: Screen = .rank, selected: Int = 0, run: Int? = nil, token: Int = 0, follow: Follow = .stay, topic: String? = nil,
        document: String? = nil
    ) {
        self.topic = topic
        self.document = document
        self.screen = screen
        self.selected = selected
        self.run = run
        self.token = token
        self.follow = follow
    }
}

public enum Screen: String, Sendable, Hashable, Codable { case start, rank, inside, judge, measures, agreement }

/// What the selection does while rows move.
public enum Follow: String, Sendable, Hashable, Codable, CaseIterable {
    /// It stays on its document.
    case stay
    /// It keeps to the first row.
    case top
    /// It goes to a document that is being thought about, and stays until that one is done.
    case thinking
}

/// How it stands with the model.
public enum ModelStatus: Sendable, Hashable {
    case none
    /// Known by name, but not on this machine.
    case missing(CatalogueModel)
    /// Bytes done of all, bytes a second so far.
    case fetching(name: String, done: Int64, total: Int64, rate: Double)
    /// `fraction` in 0...1 where the loader can tell.
    case loading(name: String, fraction: Double?)
    case ready(ModelDescription)
    /// The sentence says what is wrong and what to do.
    case failed(name: String, sentence: String)
}

/// A model that can be had by name.
public struct CatalogueModel: Sendable, Hashable {
    public var name: String
    public var summary: String
    public var bytes: Int64
    public var isHere: Bool

    public init(name: String, summary: String, bytes: Int64, isHere: Bool) {
        self.name = name
        self.summary = summary
        self.bytes = bytes
        self.isHere = isHere
    }
}

/// A topic of the demo.
public struct DemoEntry: Sendable, Hashable {
    public var name: String
    public var query: String

    public init(name: String, query: String) {
        self.name = name
        self.query = query
    }
}

/// A session on this machine, in a line.
public struct SessionEntry: Sendable, Hashable {
    public var path: String
    /// The file's name without its ending.
    public var name: String
    public var query: String
    public var model: String
    public var documents: Int
    /// Such as "today 14:20" or "12 Nov".
    public var when: String

    public init(path: String, name: String, query: String, model: String, documents: Int, when: String) {
        self.path = path
        self.name = name
        self.query = query
        self.model = model
        self.documents = documents
        self.when = when
    }
}

/// How far a replay is.
public struct ReplayStatus: Sendable, Hashable {
    public var isPaused: Bool
    public var speed: Double
    /// Milliseconds of the session's own time.
    public var position: Int
    public var length: Int

    public init(isPaused: Bool, speed: Double, position: Int, length: Int) {
        self.isPaused = isPaused
        self.speed = speed
        self.position = position
        self.length = length
    }

    public var isOver: Bool { position >= length }
}

/// A sentence for the person, in the message line and in the history of messages.
public struct Notice: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case information, failure }
    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// A text a person writes.
public enum TextField: String, Sendable, Hashable, Codable { case query, instruction }
