import Relevance

extension SessionState {
    /// The query that an edited text makes: an earlier one with the same text; else the current query's id while no run and no
    /// judgment has it; else a new id, so that grades and runs stay with the words they were given for.
    public func queryForEdited(_ text: String) -> Query {
        if let known = runs.last(where: { $0.query.text == text })?.query { return known }
        let used = Set(runs.map(\.query.id)).union(book.queryIDs)
        guard used.contains(query.id) else { return Query(id: query.id, text: text) }
        var number = used.count + 1
        while used.contains(String(number)) { number += 1 }
        return Query(id: String(number), text: text)
    }
}
