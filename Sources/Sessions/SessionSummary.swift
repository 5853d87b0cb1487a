import Foundation
import Inference
import Relevance
import Reranking

/// One line in a list of sessions: how many queries and documents it has, and what scored them.
///
/// The whole file is read, without its tokens, unless it is long: of a long one only the beginning is read, up to the first job
/// (with its queries and candidates) or judgment.
public struct SessionSummary: Sendable, Hashable {
    /// The path of the file.
    public var path: String
    /// When the session began.
    public var created: Date
    /// When the file was changed last.
    public var modified: Date
    /// Bytes.
    public var size: Int
    /// The text of the first query that has candidates or, without any, of the current one.
    public var query: String
    /// The number of queries that have candidates.
    public var queryCount: Int
    /// The name of the newest run's model; nil if no model was chosen.
    public var model: String?
    /// The number of documents of all queries: of a query's longest run or, without a run, of its candidates.
    public var documents: Int
    /// Jobs with documents that have no result yet, newest first.
    public var unfinishedJobs: [UnfinishedJob] = []
    /// The number of jobs.
    public var jobCount: Int
    /// False if only the beginning was read: there may be more than the numbers say.
    public var isWhole: Bool
    /// The first line that could not be read, if any; an incomplete last line is none.
    public var damage: SessionError?

    /// A job that can be resumed.
    public struct UnfinishedJob: Sendable, Hashable {
        /// The job's number.
        public var id: JobID
        /// Documents without a result.
        public var left: Int
        /// All its documents.
        public var documents: Int

        /// A job as given.
        public init(id: JobID, left: Int, documents: Int) { (self.id, self.left, self.documents) = (id, left, documents) }
    }

    /// The file's name without folder and extension.
    public var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }

    /// Reads a session.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - limit: bytes; of a longer file only the beginning is read.
    /// - Throws: as `SessionReader.init(path:)`.
    public init(path: String, limit: Int = .max) throws(SessionError) {
        let reader = try SessionReader(path: path)
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        self.path = path
        created = reader.header.created
        modified = attributes?[.modificationDate] as? Date ?? created
        size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
        isWhole = size <= limit
        var state = SessionState()
        if isWhole {
            state = try reader.outline()
        } else {
            while state.runs.isEmpty, state.book.judges.isEmpty, let event = try reader.next() { state.apply(event) }
        }
        damage = reader.warnings.first { $0.code == .damaged }
        let topics = state.topics.filter { !$0.candidates.isEmpty }
        query = (topics.first?.query ?? state.query).text
        queryCount = topics.count
        model = (state.runs.last?.model ?? state.model)?.name
        let depth = max(0, state.settings.depth)
        let most = Dictionary(state.runs.map { ($0.query.id, $0.documents.count) }, uniquingKeysWith: max)
        documents = topics.reduce(0) { $0 + (most[$1.query.id] ?? min($1.candidates.count, depth)) }
        jobCount = state.jobs.count
        unfinishedJobs = state.jobs.reversed().compactMap { job in
            let left = state.unfinishedCount(of: job)
            let all = state.runs(of: job).reduce(0) { $0 + $1.documents.count }
            return left == 0 ? nil : UnfinishedJob(id: job.id, left: left, documents: all)
        }
    }
}
