import Relevance

extension SessionState {
    /// How many of these candidates of a query have the id of a document that was judged with another text: a grade belongs to an
    /// id, so it would stand by a text that nobody judged. O(candidates of the query's runs).
    public func judgedOtherwise(_ candidates: [Candidate], for queryID: String) -> Int {
        var texts: [String: Document] = [:]
        for run in runs(ofQuery: queryID) {
            for candidate in run.candidates { texts[candidate.document.id] = candidate.document }
        }
        for candidate in topic(queryID)?.candidates ?? [] { texts[candidate.document.id] = candidate.document }
        return candidates.count { candidate in
            guard let known = texts[candidate.document.id], !known.hasSameContent(as: candidate.document) else { return false }
            return !book.judgments(query: queryID, document: candidate.document.id).isEmpty
        }
    }
}
