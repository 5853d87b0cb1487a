import Inference
import Relevance
import Reranking

/// One run: what was asked, and how each document stands.
public struct RunState: Sendable, Equatable {
    public let id: RunID
    public internal(set) var request: RunRequest
    /// Those that are scored, in first-stage order: the first `settings.depth` of the set.
    public let candidates: [Candidate]
    /// One for each of `candidates`.
    public internal(set) var documents: [DocumentProgress]
    /// How many of them had their result before the run was resumed.
    public private(set) var keptCount = 0
    /// Documents that anything happened to since the run began or was resumed.
    private var touched: [Int] = []
    public internal(set) var status = Status.announced
    /// When it began, or was resumed last, in milliseconds since the session began; when its job was asked for where it has not
    /// begun.
    public internal(set) var startedAt: Int

    public enum Status: Sendable, Hashable {
        /// Its job was asked for and it has not begun.
        case announced
        case underWay
        /// It had begun when the program that ran it ended.
        case interrupted
        /// With what it took since it began, or since it was resumed last.
        case ended(RunStatistics)
    }

    init(id: RunID, request: RunRequest, candidates: [Candidate], documents: [DocumentProgress], at milliseconds: Int) {
        self.id = id
        self.request = request
        self.candidates = candidates
        self.documents = documents
        startedAt = milliseconds
    }

    public var query: Query { request.query }
    public var model: ModelDescription? { request.model }
    public var settings: RunSettings { request.settings }

    public var isUnderWay: Bool { if case .underWay = status { true } else { false } }

    /// Set when the run has ended.
    public var statistics: RunStatistics? {
        if case .ended(let statistics) = status { statistics } else { nil }
    }

    /// One for each of `candidates`, nil while it is not done.
    public var results: [DocumentResult?] { documents.map(\.result) }

    public func ranking(by rankBy: RankBy) -> [RankedDocument] {
        Ranking.rank(candidates: candidates, results: results, mode: settings.mode, by: rankBy)
    }

    // MARK: Resuming

    /// How many documents a resumed run would score: those waiting, cancelled and failed, and those that were being scored when
    /// it was interrupted. O(documents).
    public var unfinishedCount: Int { documents.count { !$0.isSettled } }

    /// Whether every document has its outcome.
    public var isComplete: Bool { documents.allSatisfy(\.isSettled) }

    /// Whether a start with this request begins or resumes this run: by the same model, on the same query and documents, as it
    /// was asked for.
    func asksTheSame(as other: RunRequest) -> Bool {
        request.job == other.job && query == other.query && request.candidates == other.candidates && settings == other.settings
            && model?.sha256 == other.model?.sha256 && model?.template == other.model?.template
    }

    // MARK: Events

    /// Begins, or goes on: what is left is scored from the start. O(documents that anything happened to).
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
        touched = []
    }

    mutating func interrupt() {
        if isUnderWay { status = .interrupted }
    }

    /// Takes an event in.
    ///
    /// - Returns: what is wrong with it, which is not taken then.
    mutating func apply(_ event: RunEvent) -> SessionFaults.Kind? {
        guard isUnderWay else { return .notStarted }
        switch event {
        case .admitted(let document, let promptTokens, let cachedTokens):
            return update(document) { $0.phase = .reading(done: cachedTokens, of: promptTokens) }
        case .promptProgress(let document, let done, let total):
            return update(document) { $0.phase = .reading(done: done, of: total) }
        case .token(let document, let token): return write(document) { $0.append(token) }
        case .finished(let document, let result):
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

    /// Appends to what a document is writing.
    mutating func write(_ document: Int, _ append: (inout TokenLog) -> Void) -> SessionFaults.Kind? {
        guard isUnderWay else { return .notStarted }
        return update(document) {
            $0.phase = .thinking
            append(&$0.tokens)
        }
    }

    private mutating func update(_ document: Int, _ change: (inout DocumentProgress) -> Void) -> SessionFaults.Kind? {
        guard documents.indices.contains(document) else { return .noSuchDocument }
        guard documents[document].phase != .finished else { return .finishedBefore }
        if documents[document].phase == .waiting { touched.append(document) }
        change(&documents[document])
        return nil
    }
}
