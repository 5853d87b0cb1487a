import Inference
import Relevance
import Reranking

/// A run: its request, and the state of each document.
public struct RunState: Sendable, Equatable {
    /// The number of the run.
    public internal(set) var id: RunID
    /// What it scores, and with which settings.
    public internal(set) var request: RunRequest
    /// The candidates to score, in first-stage order: the first `settings.depth` of the set.
    public let candidates: [Candidate]
    /// The state of each of `candidates`.
    public internal(set) var documents: [DocumentProgress]
    /// The number of documents that were finished before the last resumption.
    public private(set) var keptCount = 0
    /// The number of documents that the engine has not begun.
    public private(set) var waitingCount: Int
    /// Documents with events since the run began or was resumed.
    private var touched: [Int] = []
    private(set) var pace = RunPace()
    /// Whether the run has begun, and how it ended.
    public internal(set) var status = Status.announced
    /// The time of the start or of the last resumption, in milliseconds since the session began; before the start, the time
    /// at which the job was requested.
    public internal(set) var startedAt: Int

    /// The states of a run.
    public enum Status: Sendable, Hashable {
        /// The job was requested and the run has not begun.
        case announced
        /// The run has begun.
        case underWay
        /// The program that performed the run ended before the run.
        case interrupted
        /// The run has ended, with its totals since the start or the last resumption.
        case ended(RunStatistics)
    }

    init(id: RunID, request: RunRequest, candidates: [Candidate], documents: [DocumentProgress], at milliseconds: Int) {
        self.id = id
        self.request = request
        self.candidates = candidates
        self.documents = documents
        waitingCount = documents.count { $0.phase == .waiting }
        startedAt = milliseconds
    }

    /// The query of the request.
    public var query: Query { request.query }
    /// The model of the request.
    public var model: ModelDescription? { request.model }
    /// The settings of the request.
    public var settings: RunSettings { request.settings }

    /// True from the start or resumption of the run to its end.
    public var isUnderWay: Bool { if case .underWay = status { true } else { false } }

    /// The totals of the run; nil if it has not ended.
    public var statistics: RunStatistics? {
        if case .ended(let statistics) = status { statistics } else { nil }
    }

    /// One result for each of `candidates`; nil if it is not finished.
    public var results: [DocumentResult?] { documents.map(\.result) }

    /// The documents sorted by their scores. O(n log n).
    public func ranking(by rankBy: RankBy) -> [RankedDocument] {
        Ranking.rank(candidates: candidates, results: results, mode: settings.mode, by: rankBy)
    }

    // MARK: Resuming

    /// The number of documents that resuming the run would score: documents that wait, were cancelled, failed, or were in
    /// progress when the run was interrupted. O(documents).
    public var unfinishedCount: Int { documents.count { !$0.isSettled } }

    /// True if every document has a settled outcome.
    public var isComplete: Bool { documents.allSatisfy(\.isSettled) }

    /// True if a start with this request begins or resumes this run: the job, model, query, candidates and settings are the
    /// same.
    func asksTheSame(as other: RunRequest) -> Bool {
        request.job == other.job && query == other.query && request.candidates == other.candidates && settings == other.settings
            && model?.sha256 == other.model?.sha256 && model?.template == other.model?.template
    }

    // MARK: Events

    /// Starts or resumes the run. Documents without a settled outcome are scored from the beginning. O(documents).
    mutating func start(_ request: RunRequest, waiting: DocumentProgress, at milliseconds: Int) {
        self.request = request
        status = .underWay
        startedAt = milliseconds
        for document in touched {
            if documents[document].isSettled {
                documents[document].isKept = true
                keptCount += 1
            } else {
                documents[document] = waiting
            }
        }
        waitingCount = documents.count { $0.phase == .waiting }
        touched = []
        pace = RunPace()
    }

    mutating func interrupt() {
        if isUnderWay { status = .interrupted }
    }

    /// Applies an event that happened at a time of the session.
    ///
    /// - Returns: the fault of an event that cannot belong to the run; the event is then ignored.
    mutating func apply(_ event: RunEvent, at milliseconds: Int) -> SessionFaults.Kind? {
        // What was asked of a finished document comes later.
        let choices = settings.mode.choices
        switch event {
        case .stop(_, let stop) where stop.distribution.probabilities.count != choices.count: return .otherScale
        case .continuation(_, let continuation) where continuation.answer.map(choices.indices.contains) == false:
            return .otherScale
        case .stop(let document, let stop) where isFinished(document):
            documents[document].add(stop)
            return nil
        case .continuation(let document, let continuation) where isFinished(document):
            documents[document].add(continuation)
            return nil
        default: break
        }
        guard isUnderWay else { return .notStarted }
        switch event {
        case .admitted(let document, let promptTokens, let cachedTokens):
            if documents.indices.contains(document), documents[document].phase == .waiting {
                let bytes = candidates[document].document.text.utf8.count
                pace.admit(promptTokens: promptTokens, cachedTokens: cachedTokens, bytes: bytes)
            }
            return update(document) { $0.phase = .reading(done: cachedTokens, of: promptTokens) }
        case .promptProgress(let document, let done, let total):
            if documents.indices.contains(document), case .reading(let before, _) = documents[document].phase {
                pace.read(from: before, to: done)
            }
            return update(document) { $0.phase = .reading(done: done, of: total) }
        case .stop(let document, let stop):
            return update(document) {
                if $0.phase == .waiting { $0.phase = .thinking }
                $0.add(stop)
            }
        case .continuation(let document, _): return documents.indices.contains(document) ? .unfinished : .noSuchDocument
        case .token(let document, let token): return write(document, at: milliseconds) { $0.append(token) }
        case .finished(let document, let result):
            if documents.indices.contains(document), ![.waiting, .finished].contains(documents[document].phase) { pace.finish() }
            return update(document) {
                $0.phase = .finished
                $0.result = result
                $0.tokens.compact()
            }
        case .ended(let statistics):
            status = .ended(statistics)
            return nil
        }
    }

    /// Appends tokens to a document's text.
    mutating func write(
        _ document: Int, at milliseconds: Int, _ append: (inout TokenLog) -> Void
    ) -> SessionFaults.Kind? {
        guard isUnderWay else { return .notStarted }
        pace.write(document, at: milliseconds)
        return update(document) {
            $0.phase = .thinking
            append(&$0.tokens)
        }
    }

    private func isFinished(_ document: Int) -> Bool {
        documents.indices.contains(document) && documents[document].phase == .finished
    }

    private mutating func update(_ document: Int, _ change: (inout DocumentProgress) -> Void) -> SessionFaults.Kind? {
        guard documents.indices.contains(document) else { return .noSuchDocument }
        guard documents[document].phase != .finished else { return .finishedBefore }
        if documents[document].phase == .waiting {
            touched.append(document)
            waitingCount -= 1
        }
        change(&documents[document])
        return nil
    }
}
