import Relevance

extension RerankingTask {
    /// The query `id` with the text "query `id`", and a candidate for each document in first-stage order; a document's text is
    /// its id.
    public init(query id: String, documents: [String]) {
        self.init(
            query: Query(id: id, text: "query \(id)"),
            candidates: documents.enumerated().map { Candidate(document: Document(id: $1, text: $1), firstStageRank: $0 + 1) })
    }
}
