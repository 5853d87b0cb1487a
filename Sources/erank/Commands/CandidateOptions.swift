import ArgumentParser
import Relevance

/// The source of the queries and their candidates.
struct CandidateOptions: ParsableArguments {
    @Option(help: "The text of the query; not needed if the candidates carry queries.") var query: String?
    @Option(help: "A file or folder of candidates; - is standard input.", completion: .file()) var candidates: String?
    @Option(help: "A BEIR folder (corpus.jsonl, queries.jsonl).", completion: .directory) var collection: String?
    @Option(
        name: .customLong("run"), help: "A TREC run that lists candidates from the collection.", completion: .file())
    var runs: [String] = []
    @Option(parsing: .unconditional, help: "Only the first N queries.") var queries: Int?
    @Option(name: .customLong("query-ids"), help: "Only the queries with these ids, separated by commas.")
    var queryIDs: String?
    @OptionGroup var ids: IDOptions

    /// Checks combinations. Every command with these options calls this itself, because a command may have its own sentence
    /// for missing options.
    func check() throws {
        switch (candidates, collection) {
        case (nil, nil):
            if query != nil { throw ValidationError("--query goes with --candidates: say where the documents are") }
            if !runs.isEmpty { throw ValidationError("--run goes with --collection") }
        case (_?, _?): throw ValidationError("--candidates and --collection exclude each other")
        case (nil, _?):
            if runs.isEmpty {
                throw ValidationError("--collection needs a run that lists the candidates: add --run RUN.trec")
            }
            if query != nil { throw ValidationError("--query goes with --candidates: a collection has its own queries") }
        case (_?, nil):
            if !runs.isEmpty { throw ValidationError("--run goes with --collection") }
        }
        if queries != nil, queryIDs != nil { throw ValidationError("--queries and --query-ids exclude each other") }
        if let queries, queries < 1 { throw ValidationError("--queries must be at least 1, not \(queries)") }
    }

    var areGiven: Bool { candidates != nil || collection != nil }
    var isGivenAnything: Bool { areGiven || query != nil || !runs.isEmpty || queries != nil || queryIDs != nil }

    /// Checks the options of a job, which has exactly one first stage.
    func checkOneStage() throws {
        try check()
        guard areGiven else { throw ValidationError("name the candidates with --candidates, or with --collection and --run") }
        if runs.count > 1 { throw ValidationError("give --run once: a job has one first stage") }
    }

    /// The source of the candidates, for people.
    var description: String { candidates ?? ([collection].compactMap(\.self) + runs).joined(separator: " with ") }

    /// Reads the tasks. Warnings go to standard error.
    ///
    /// - Parameters:
    ///   - depth: how many candidates of each query.
    ///   - isDepthDefault: nobody asked for this depth, so that what lies beyond it is said.
    func read(depth: Int, isDepthDefault: Bool = false) throws -> [RerankingTask] {
        try readPool(depth: depth, isDepthDefault: isDepthDefault).tasks
    }

    /// Reads the tasks, and the runs that list their candidates, if there are runs. Warnings go to standard error.
    func readPool(depth: Int, isDepthDefault: Bool = false) throws -> CandidatePool {
        let selection: QuerySelection =
            if let queries { .first(queries) } else if let queryIDs {
                .ids(queryIDs.split(separator: ",").map(String.init))
            } else { .all }
        var reader = CandidateReader(query: query.map(Query.typed), queries: selection, depth: depth)
        reader.ids = ids.ids
        let pool: CandidatePool
        let warnings: [FormatWarning]
        if let collection {
            let reading = try reader.pool(collection: collection, runs: runs)
            (pool, warnings) = (reading.value, reading.warnings)
        } else {
            let reading = try reader.tasks(at: candidates ?? "-")
            (pool, warnings) = (CandidatePool(tasks: reading.value), reading.warnings)
        }
        let said = warnings.filter { isDepthDefault || $0.part != .further }
        for sentence in said.sentences { StandardError.write("erank: warning: \(sentence)") }
        guard pool.tasks.allSatisfy({ !$0.query.text.isEmpty }) else {
            throw ValidationError("the candidates carry no query: give one with --query")
        }
        return pool
    }
}
