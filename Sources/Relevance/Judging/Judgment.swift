/// What a judge decided about a document.
public enum Verdict: Sendable, Hashable {
    /// A grade of the session's scale.
    case grade(Int)
    /// Passed over for now; no grade.
    case skipped
    /// Looked at, and the judge cannot tell; no grade.
    case cannotTell
}

/// One judge's word on a document for a query, and how it came to be. It takes the place of what the same judge said before.
public struct Judgment: Sendable, Hashable {
    public var queryID: String
    public var documentID: String
    /// nil without a note takes back what the judge said before; with one it is a note on a document that is not judged yet.
    public var verdict: Verdict?
    /// A person's name, or that of whatever judged.
    public var judge: String
    /// The scale's name; nil where it was not recorded.
    public var scale: String?
    /// From the moment the document was shown to the verdict; nil where it was not measured.
    public var seconds: Double?
    /// Whether the model's score, rank and thought and other judges' grades were hidden until then; nil where it was not recorded.
    public var isBlind: Bool?
    public var note: String?
    /// A decision between judges who disagree. It stands beside what they said and beside the judge's own judgment.
    public var isAdjudication: Bool
    /// Where an imported one came from; nil for one that was given here.
    public var source: String?
    /// What was recorded together, such as an import: judgments of one judge that follow each other and share this are undone in one step.
    public var batch: String?

    public init(
        queryID: String, documentID: String, verdict: Verdict?, judge: String, scale: String? = nil, seconds: Double? = nil,
        isBlind: Bool? = nil, note: String? = nil, isAdjudication: Bool = false, source: String? = nil, batch: String? = nil
    ) {
        self.queryID = queryID
        self.documentID = documentID
        self.verdict = verdict
        self.judge = judge
        self.scale = scale
        self.seconds = seconds
        self.isBlind = isBlind
        self.note = note
        self.isAdjudication = isAdjudication
        self.source = source
        self.batch = batch
    }

    /// The grade, where the verdict is one.
    public var grade: Int? {
        if case .grade(let grade) = verdict { grade } else { nil }
    }

    /// Whether it says nothing: it takes back what was said before.
    public var isEmpty: Bool { verdict == nil && note == nil }
}
