import Foundation
import Inference
import Relevance
import Reranking

/// A session in a line of a list: what its first run asked, or what is judged first. Read from the file's beginning alone, up to
/// its first job (its queries and candidates among it) or judgment; what comes behind, however long, is not read.
public struct SessionSummary: Sendable, Hashable {
    public var path: String
    public var created: Date
    public var modified: Date
    /// Bytes.
    public var size: Int
    public var query: String
    /// nil while none was chosen.
    public var model: String?
    public var documents: Int

    /// The file's name without folder and extension.
    public var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }

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
