import Inference
import Relevance
import Reranking

/// A session as it stands: the fold of its events. Live, reopened and replayed sessions are the same code.
public struct SessionState: Sendable, Equatable {
    public private(set) var query = Query(id: "1", text: "")
    public private(set) var candidates: [Candidate] = []
    /// Where the candidates came from, for people.
    public private(set) var source = ""
    public private(set) var model: ModelDescription?
    public private(set) var settings = RunSettings()
    public private(set) var rankBy = RankBy.paper
    /// Every run so far, oldest first.
    public private(set) var runs: [RunState] = []
    /// Grades by query id, then document id, of the one judge this version knows.
    public private(set) var grades: [String: [String: Int]] = [:]
    /// When the last event was, in milliseconds since the session began.
    public private(set) var milliseconds = 0
    private let vocabulary = TokenVocabulary()

    public init() {}

    /// Takes in the next event. O(1) for a token; what names a document or run that is not there is passed over.
    public mutating func apply(_ timed: TimedEvent) {
        milliseconds = max(milliseconds, timed.milliseconds)
        switch timed.event {
        case .query(let query): self.query = query
        case .candidates(let candidates, let source): (self.candidates, self.source) = (candidates, source)
        case .model(let model): self.model = model
        case .settings(let settings): self.settings = settings
        case .rankBy(let rankBy): self.rankBy = rankBy
        case .runStarted:
            let scored = Array(candidates.prefix(max(0, settings.depth)))
            let waiting = DocumentProgress(vocabulary: vocabulary)
            runs.append(
                RunState(
                    query: query, candidates: scored, model: model, settings: settings,
                    documents: Array(repeating: waiting, count: scored.count), startedAt: timed.milliseconds))
        case .run(let event):
            guard !runs.isEmpty else { return }
            runs[runs.count - 1].apply(event)
        case .judgment(let judgment):
            grades[judgment.queryID, default: [:]][judgment.documentID] = judgment.grade
        case .unknown: break
        }
    }

    /// Takes in one token of a batch, as its event would be.
    mutating func apply(_ index: Int, of batch: borrowing TokenBatch) {
        milliseconds = max(milliseconds, batch.tokens[index].milliseconds)
        guard !runs.isEmpty else { return }
        runs[runs.count - 1].write(batch.tokens[index].document) { $0.append(index, of: batch) }
    }

    public static func == (left: SessionState, right: SessionState) -> Bool {
        left.query == right.query && left.candidates == right.candidates && left.source == right.source
            && left.model == right.model
            && left.settings == right.settings && left.rankBy == right.rankBy && left.runs == right.runs
            && left.grades == right.grades && left.milliseconds == right.milliseconds
    }
}
