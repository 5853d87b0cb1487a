import Foundation
import Inference
import Relevance
import Reranking

/// One line in a list of sessions: what its first run scores or, without a run, what is judged first. Only the beginning of
/// the file is read, up to the first job (with its queries and candidates) or judgment, so long sessions cost no more than
/// short ones.
public struct SessionSummary: Sendable, Hashable {
    /// The path of the file.
    public var path: String
    /// When the session began.
    public var created: Date
    /// When the file was changed last.
    public var modified: Date
    /// Bytes.
    public var size: Int
    /// The text of the first query.
    public var query: String
    /// The name of the first run's model; nil if no model was chosen.
    public var model: String?
    /// The number of documents of the first run or, without a run, of all topics.
    public var documents: Int

    /// The file's name without folder and extension.
    public var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }

    /// Reads the beginning of a session.
    ///
    /// - Throws: as `SessionReader.init(path:)`.
    public init(path: String) throws(SessionError) {
        let reader = try SessionReader(path: path)
        var state = SessionState()
        while state.runs.isEmpty, state.book.judges.isEmpty, let event = try reader.next() { state.apply(event) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        self.path = path
        created = reader.header.created
        modified = attributes?[.modificationDate] as? Date ?? created
        size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
        query = (state.runs.first?.query ?? state.topics.first { !$0.candidates.isEmpty }?.query ?? state.query).text
        model = (state.runs.first?.model ?? state.model)?.name
        documents =
            state.runs.first?.documents.count
            ?? state.topics.reduce(0) { $0 + min($1.candidates.count, max(0, state.settings.depth)) }
    }
}
