import ArgumentParser
import Relevance

/// Where the queries and their candidates come from.
struct CandidateOptions: ParsableArguments {
    @Option(help: "What is looked for; needless where the candidates bring their own queries.") var query: String?
    @Option(help: "A file or folder of candidates; - for standard input.") var candidates: String?
    @Option(help: "A BEIR folder (corpus.jsonl, queries.jsonl).") var collection: String?
    @Option(name: .customLong("run"), help: "The TREC run that says which documents of the collection are candidates.")
    var runs: [String] = []
    @Option(parsing: .unconditional, help: "Only the first so many queries.") var queries: Int?
    @Option(name: .customLong("query-ids"), help: "Only these queries, by id, separated by commas.") var queryIDs: String?

    /// Called by each command that has these options: one that needs none of them has a sentence of its own.
    func check() throws {
        switch (candidates, collection) {
        case (nil, nil):
            if query != nil { throw ValidationError("--query goes with --candidates: say where the documents are") }
            if !runs.isEmpty { throw ValidationError("--run goes with --collection") }
        case (_?, _?): throw ValidationError("--candidates and --collection exclude each other")
        case (nil, _?):
            if runs.isEmpty {
                throw ValidationError("--collection needs the run that chooses its candidates: add --run RUN.trec")
            }
            if query != nil { throw ValidationError("--query goes with --candidates: a collection has its own queries") }
        case (_?, nil):
            if !runs.isEmpty { throw ValidationError("--run goes with --collection") }
        }
        if queries != nil, queryIDs != nil { throw ValidationError("--queries and --query-ids exclude each other") }
        if let queries, queries < 1 { throw ValidationError("--queries takes a number from 1, and \(queries) is not") }
    }

    var areGiven: Bool { candidates != nil || collection != nil }
    var isGivenAnything: Bool { areGiven || query != nil || !runs.isEmpty || queries != nil || queryIDs != nil }

    /// For a job that ranks what one first stage chose.
    func checkOneStage() throws {
        try check()
        guard areGiven else { throw ValidationError("name the candidates with --candidates, or with --collection and --run") }
        if runs.count > 1 { throw ValidationError("--run is given once: a job has one first stage") }
    }

    /// Whence they come, for people.
    var description: String { candidates ?? ([collection].compactMap(\.self) + runs).joined(separator: " with ") }

    /// The tasks, with what was left out said on standard error.
    func read(depth: Int) throws -> [RerankingTask] { try readPool(depth: depth).tasks }

    /// The tasks, and the runs that chose them, if runs did.
    func readPool(depth: Int) throws -> CandidatePool {
        let selection: QuerySelection =
            if let queries { .first(queries) } else if let queryIDs {
                .ids(queryIDs.split(separator: ",").map(String.init))
            } else { .all }
        let reader = CandidateReader(query: query.map { Query(id: "1", text: $0) }, queries: selection, depth: depth)
        let pool: CandidatePool
        let warnings: [FormatWarning]
        if let collection {
            let reading = try reader.pool(collection: collection, runs: runs)
            (pool, warnings) = (reading.value, reading.warnings)
        } else {
            let reading = try reader.tasks(at: candidates ?? "-")
            (pool, warnings) = (CandidatePool(tasks: reading.value), reading.warnings)
        }
        for warning in warnings { StandardError.write("erank: warning: \(warning)") }
        guard pool.tasks.allSatisfy({ !$0.query.text.isEmpty }) else {
            throw ValidationError("the candidates bring no query: say what is looked for with --query")
        }
        return pool
    }
}
