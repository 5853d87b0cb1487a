/// A judge's decision about a document.
public enum Verdict: Sendable, Hashable {
    /// A grade of the session's scale.
    case grade(Int)
    /// Skipped for now, without a grade.
    case skipped
    /// The judge looked at the document and cannot tell; no grade.
    case cannotTell
}

/// One judgment: what a judge decided about a document for a query, and under which conditions. It replaces the judge's
/// previous judgment of the document.
public struct Judgment: Sendable, Hashable {
    /// The query's id.
    public var queryID: String
    /// The document's id.
    public var documentID: String
    /// The decision. nil with a note is a note on a document without a verdict; nil without a note withdraws the previous
    /// judgment.
    public var verdict: Verdict?
    /// The name of a person, a model or a program.
    public var judge: String
    /// The scale's name; nil if it was not recorded.
    public var scale: String?
    /// Time from showing the document to the verdict; nil if it was not measured.
    public var seconds: Double?
    /// True if the model's score, rank and thought and other judges' grades were hidden until the verdict; nil if that was
    /// not recorded.
    public var isBlind: Bool?
    /// The judge's remark, if any.
    public var note: String?
    /// True for a decision between judges who disagree. It replaces neither their judgments nor the judge's own.
    public var isAdjudication: Bool
    /// Where an imported judgment came from; nil for a judgment that was given in this program.
    public var source: String?
    /// Names judgments that were recorded together, such as an import: consecutive judgments of one judge with the same batch
    /// are undone in one step.
    public var batch: String?

    /// A judgment with these values; nil stands for what was not recorded.
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

    /// The grade, if the verdict is one.
    public var grade: Int? {
        if case .grade(let grade) = verdict { grade } else { nil }
    }

    /// True if it has neither verdict nor note: it withdraws the previous judgment.
    public var isEmpty: Bool { verdict == nil && note == nil }
}
