import Reranking
import Relevance
import Sessions
import Terminal

/// All that the screens know. Changed only by `handle`, drawn only by `render`.
public struct InspectorState: Sendable {
    /// The fold of the journal.
    public internal(set) var session = SessionState()
    /// The journal's name; empty before one is open.
    public internal(set) var sessionName = ""
    public internal(set) var isWritable = true
    /// Events that the journal's disk has not taken.
    var unsaved = 0
    /// The session being read, by its name.
    var opening: String?
    public internal(set) var screen = Screen.start
    public internal(set) var size: Size
    public internal(set) var model = ModelStatus.none
    /// Set in a replay.
    public internal(set) var replay: ReplayStatus?
    /// The run that was asked for last, until it has begun.
    var requestedRun: RunID?
    /// What is to be run as soon as the model is ready.
    var runWhenReady: RunWish?
    /// Milliseconds of the session's time.
    var clock = 0
    /// Milliseconds of a clock that never stops.
    var frame = 0

    /// The run shown; nil shows what would be run next.
    var shownRun: Int?
    /// The query shown, by its id, where a person went to one; nil shows that of the run, or the one that stands.
    var shownTopic: String?
    /// Each candidate's index, by its document's id.
    var documentPlaces: [String: Int] = [:]
    /// Whether query, candidates or settings changed since the last run.
    var asksAnew = false
    /// The order of the table's rows, and each document's row. Made anew only when a result lands or the order asked for changes.
    var ranking: [RankedDocument] = []
    /// What `ranking` goes by, made with it.
    var rankingRule = RankingRule(asked: .paper, scored: 0, withoutDistribution: 0)
    var rows: [Int] = []
    /// The rows' way from where they were.
    var glide: Glide?
    public internal(set) var selected = 0
    /// The frame at which the selected document was first in view.
    var selectedSince = 0
    public internal(set) var follow = Follow.stay

    var focus = Pane.ranking
    /// The pane that shows where they share a place.
    var detail = Pane.reasoning
    var isZoomed = false
    /// First row of the table in view.
    var tableTop = 0
    /// First line in view of the document and of its thought; nil keeps to the end of a thought being written.
    var documentTop = 0
    var reasoningTop: Int?
    var flows = Flows()
    var inside = InsideState()

    var start = StartState()
    var catalogue: [CatalogueModel] = []
    var overlay: Overlay?
    var needle = ""
    var queryTerms: Set<String> = []
    /// What the message line says; the next key takes it away.
    var notice: Notice?
    var notices: [Notice] = []
    var judging = JudgeState()
    var agreeing = AgreementState()
    var measuring = MeasuresState()
    /// What the note being typed is on.
    var noteTarget: JudgeState.DocumentName?
    /// What was typed, oldest first, by the kind of line.
    public internal(set) var histories: [String: [String]] = [:]
    let reducesMotion: Bool
    /// The person's own keys, before the scale's grades are in them.
    private let keys: KeysFile
    private(set) var keymap = Keymap.standard

    /// The grades' keys are the scale's.
    mutating func refreshKeys() {
        keymap = Keymap(keys.bindings, scale: session.scale)
        guard replay == nil, !keymap.keyless.isEmpty else { return }
        let names = keymap.keyless.map(\.name).joined(separator: ", ")
        say(
            .information,
            "the scale \(session.scale.name) takes the only key of \(names); \(key(.palette)) finds a command by its name")
    }

    /// - Parameters:
    ///   - opening: the session that is being read and will be shown first, by its name.
    ///   - keys: what is wrong with them is said at once.
    public init(size: Size, reducesMotion: Bool = false, opening: String? = nil, keys: KeysFile = KeysFile()) {
        self.opening = opening
        self.size = size
        self.reducesMotion = reducesMotion
        self.keys = keys
        keymap = Keymap(keys.bindings, scale: .graded)
        for problem in keys.problems { say(.failure, problem) }
        if keys.problems.count > 1 {
            say(.failure, "\(keys.problems.count) lines of the keys file are left out: \(key(.palette)) messages says why")
        }
    }
}

/// The panes of the rank screen.
enum Pane: String, CaseIterable, Sendable {
    case ranking, document, reasoning, why

    var title: String {
        switch self {
        case .ranking: "Ranking"
        case .document: "Document"
        case .reasoning: "Reasoning"
        case .why: "Why this score"
        }
    }
}

/// What lies over a screen.
enum Overlay: Sendable {
    case prompt(Prompt)
    case picker(Picker)
    /// First line in view.
    case help(top: Int)
    case messages(top: Int)
    /// All that makes a document relevant.
    case need(top: Int)

    var context: Contexts {
        switch self {
        case .prompt: .prompt
        case .picker: .picker
        case .help, .messages, .need: .reader
        }
    }
}
