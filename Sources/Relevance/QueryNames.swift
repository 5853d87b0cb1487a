/// Keeps the queries of a session apart. Collections number their queries from 1, so a second collection brings ids that the
/// session has for other texts.
public struct QueryNames: Sendable {
    private var byID: [String: Query] = [:]
    /// The queries of each collection by their ids there.
    private var collections: [String: [String: Query]] = [:]

    /// The names in use: those of the queries of a session.
    public init(_ known: [Query]) {
        // A query without a text is none yet: documents were loaded before it.
        for query in known where !query.text.isEmpty { add(query) }
    }

    private mutating func add(_ query: Query) {
        byID[query.id] = query
        if let collection = query.collection { collections[collection, default: [:]][query.exportedID] = query }
    }

    /// The queries as a session with the known queries records them.
    ///
    /// A query that the session has keeps the session's id. Another one keeps its own id if it is free; else it becomes
    /// `collection:id`. A collection of a known name with other texts under the same ids is another collection: it becomes
    /// `name-2`.
    ///
    /// - Parameter queries: of one source, each id once.
    /// - Complexity: O(known + given queries) for each collection of the same name.
    public func adopted(_ queries: [Query]) -> [Query] {
        var names = self
        let collection = queries.first?.collection.map { free(collection: $0, for: queries) }
        return queries.map { query in
            let adopted = names.adopted(query, in: collection)
            names.add(adopted)
            return adopted
        }
    }

    private func adopted(_ query: Query, in collection: String?) -> Query {
        var query = query
        let own = query.exportedID
        query.collection = collection
        if let collection, let known = collections[collection]?[own] {
            (query.id, query.idInCollection) = (known.id, known.idInCollection)
            return query
        }
        query.id = own
        query.idInCollection = nil
        // A session of an earlier version does not name collections: the same id and text are the same query.
        if isFree(own, for: query) { return query }
        if collection != nil { query.idInCollection = own }
        let base = collection.map { "\($0):\(own)" } ?? own
        query.id = base
        var number = 1
        while !isFree(query.id, for: query) {
            number += 1
            query.id = "\(base)-\(number)"
        }
        return query
    }

    private func isFree(_ id: String, for query: Query) -> Bool {
        guard let known = byID[id] else { return true }
        return known.text == query.text && (known.collection == nil || known.collection == query.collection)
    }

    /// The name, or the name with a number, under which the session has no other text for one of these ids.
    private func free(collection: String, for queries: [Query]) -> String {
        func isFree(_ name: String) -> Bool {
            guard let known = collections[name] else { return true }
            return queries.allSatisfy { query in known[query.exportedID].map { $0.text == query.text } ?? true }
        }
        var (name, number) = (collection, 1)
        while !isFree(name) {
            number += 1
            name = "\(collection)-\(number)"
        }
        return name
    }
}

extension [RerankingTask] {
    /// The tasks with the ids that a session with these queries records for them.
    public func adopted(into known: [Query]) -> [RerankingTask] {
        zip(self, QueryNames(known).adopted(map(\.query))).map { RerankingTask(query: $1, candidates: $0.candidates) }
    }
}
