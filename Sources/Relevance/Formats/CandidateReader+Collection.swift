import Foundation

/// The candidates that several runs over one collection yield together.
public struct CandidatePool: Sendable {
    /// One task per query, in the order of `queries.jsonl`.
    public var tasks: [RerankingTask]
    /// The runs in the order of their paths, reduced to the selected queries.
    public var runs: [Run]

    /// A pool with these tasks.
    public init(tasks: [RerankingTask], runs: [Run] = []) {
        self.tasks = tasks
        self.runs = runs
    }
}

/// A query, and how many candidates a source has for it.
public struct QueryOutline: Sendable, Hashable {
    /// The query.
    public var query: Query
    /// The number of its candidates.
    public var documentCount: Int

    /// An outline with these values.
    public init(query: Query, documentCount: Int) {
        self.query = query
        self.documentCount = documentCount
    }
}

extension CandidateReader {
    /// Reads the candidates that a first-stage TREC run retrieved from a BEIR folder (`corpus.jsonl`, `queries.jsonl`).
    ///
    /// The corpus is read once. For a document that is not in the run, only the id is parsed.
    ///
    /// - Returns: one task per query, in the order of `queries.jsonl`, with the ranks and scores of the run.
    /// - Throws: if a file is missing, if a selected query is unknown, or if no document of the run is in the corpus.
    public func tasks(collection folder: String, run path: String) throws(FormatError) -> Parsed<[RerankingTask]> {
        let reading = try pool(collection: folder, runs: [path])
        return Parsed(reading.value.tasks, warnings: reading.warnings)
    }

    /// The queries of a BEIR folder that a first-stage TREC run has documents for, each with how many. The corpus is not read.
    ///
    /// - Returns: in the order of `queries.jsonl`.
    /// - Throws: as `tasks(collection:run:)`, but for what is wrong with the corpus.
    public func outline(collection folder: String, run path: String) throws(FormatError) -> Parsed<[QueryOutline]> {
        let queriesPath = try Self.base(of: folder) + "/queries.jsonl"
        var warnings = Warnings()
        let (known, skipped) = try Self.queries(LineReader(path: queriesPath), warnings: &warnings)
        let run = try run(LineReader(path: path, lengthLimit: 1 << 20), warnings: &warnings)
        let chosen = try choose([run], from: known, skipped: skipped, queriesPath: queriesPath, warnings: &warnings)
        return Parsed(
            chosen.map { QueryOutline(query: $0.query, documentCount: $0.entries.count) }, warnings: warnings.all(of: [:]))
    }

    /// Reads the union of the best `depth` documents of several runs, for each query. The first run is the first stage:
    /// candidates have its ranks and scores. Documents that it lacks follow after all of its own, without a score.
    ///
    /// - Throws: as `tasks(collection:run:)`, and if there is no run.
    public func pool(collection folder: String, runs paths: [String]) throws(FormatError) -> Parsed<CandidatePool> {
        let base = try Self.base(of: folder)
        var warnings = Warnings()
        let (known, skipped) = try Self.queries(LineReader(path: base + "/queries.jsonl"), warnings: &warnings)
        var runs: [NamedRun] = []
        for path in paths {
            runs.append(try run(LineReader(path: path, lengthLimit: 1 << 20), warnings: &warnings))
        }
        return try pool(
            corpus: LineReader(path: base + "/corpus.jsonl"), known: known, skipped: skipped,
            queriesPath: base + "/queries.jsonl", runs: runs,
            warnings: &warnings)
    }

    /// Reads the same as `tasks(collection:run:)` from streams of lines.
    public func tasks(
        corpus: consuming LineReader, queries queryLines: consuming LineReader, run lines: consuming LineReader
    ) throws(FormatError) -> Parsed<[RerankingTask]> {
        let queriesPath = queryLines.path
        var warnings = Warnings()
        let (known, skipped) = try Self.queries(queryLines, warnings: &warnings)
        let run = try run(lines, warnings: &warnings)
        let reading = try pool(
            corpus: corpus, known: known, skipped: skipped, queriesPath: queriesPath, runs: [run], warnings: &warnings)
        return Parsed(reading.value.tasks, warnings: reading.warnings)
    }

    /// The path of a folder without a slash at its end.
    private static func base(of folder: String) throws(FormatError) -> String {
        guard try isFolder(folder) else { throw .system(ENOTDIR, path: folder) }
        return folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    private typealias NamedRun = (path: String, run: Run)

    private func run(_ lines: consuming LineReader, warnings: inout Warnings) throws(FormatError) -> NamedRun {
        let path = lines.path
        let asked: Set<String>? = if case .ids(let wanted) = queries { Set(wanted.map(ids.written)) } else { nil }
        let reading = try Run.read(lines, queries: asked)
        warnings.add(contentsOf: reading.warnings)
        var run = reading.value
        if ids != .plain {
            for list in run.lists.indices {
                run.lists[list].queryID = ids.read(run.lists[list].queryID)
                for entry in run.lists[list].entries.indices {
                    run.lists[list].entries[entry].documentID = ids.read(run.lists[list].entries[entry].documentID)
                }
            }
        }
        return (path, run)
    }

    private func pool(
        corpus: consuming LineReader, known: [Query], skipped: Set<String>, queriesPath: String, runs: [NamedRun],
        warnings: inout Warnings
    ) throws(FormatError) -> Parsed<CandidatePool> {
        let (corpusPath, path) = (corpus.path, runs.first?.path ?? "")
        let chosen = try choose(runs, from: known, skipped: skipped, queriesPath: queriesPath, warnings: &warnings)
        let wanted = Set(chosen.flatMap { $0.entries.map(\.documentID) })
        let documents = try self.documents(wanted, corpus: corpus, warnings: &warnings)
        var tasks: [RerankingTask] = []
        for (query, entries) in chosen {
            var candidates: [Candidate] = []
            for entry in entries {
                switch documents[entry.documentID] {
                case .success(let document):
                    // A score that is no number is none: then the ranks stand for the scores of all.
                    let score = entry.score.flatMap { $0.isFinite ? $0 : nil }
                    candidates.append(Candidate(document: document, firstStageRank: entry.rank, firstStageScore: score))
                case .failure(let error): warnings.add(error, .documents)
                case nil:
                    warnings.add(.missingID(entry.documentID, run: entry.path, corpus: corpusPath), .documents)
                }
            }
            if !candidates.isEmpty { tasks.append(RerankingTask(query: query, candidates: candidates)) }
        }
        guard !tasks.isEmpty else {
            throw warnings.first(of: .documents) ?? .empty(path, expected: "queries of this collection")
        }
        let total = chosen.reduce(0) { $0 + $1.entries.count }
        return Parsed(
            CandidatePool(tasks: tasks, runs: runs.map(\.run)), warnings: warnings.all(of: [.documents: total]))
    }

    /// A document that was chosen for the pool.
    private struct Chosen {
        var documentID: String
        var rank: Int
        var score: Double?
        /// The path of the first run that contains it.
        var path: String
    }

    /// The selected queries with the chosen documents of each, in the order of the collection.
    private func choose(
        _ runs: [NamedRun], from known: [Query], skipped: Set<String>, queriesPath: String, warnings: inout Warnings
    ) throws(FormatError) -> [(query: Query, entries: [Chosen])] {
        let lists = runs.map { run in
            Dictionary(run.run.lists.map { ($0.queryID, $0.entries) }, uniquingKeysWith: { first, _ in first })
        }
        let texts = Set(known.map(\.id))
        if case .ids(let ids) = queries {
            if let missing = ids.first(where: { !texts.contains($0) }) { throw .unknownQuery(missing, in: queriesPath) }
            if let missing = ids.first(where: { id in lists.allSatisfy { $0[id] == nil } }) {
                throw .unknownQuery(missing, in: runs.first?.path ?? "")
            }
        }
        var chosen: [(query: Query, entries: [Chosen])] = []
        for query in known {
            if case .first(let count) = queries, chosen.count >= count { break }
            let entries = union(zip(runs, lists).map { ($0.path, $1[query.id] ?? []) })
            if !entries.isEmpty { chosen.append((query, entries)) }
        }
        for (path, run) in runs {
            for list in run.lists where !texts.contains(list.queryID) && !skipped.contains(list.queryID) {
                warnings.add(.missingQueryText(list.queryID, queries: queriesPath, run: path), .queries)
            }
        }
        if chosen.isEmpty, let (path, run) = runs.first, let list = run.lists.first {
            // What was left out is there, and was said.
            if skipped.contains(list.queryID), let problem = warnings.first(of: .queries) { throw problem }
            throw .missingQueryText(list.queryID, queries: queriesPath, run: path)
        }
        return chosen
    }

    /// The pool of one query, in first-stage order.
    private func union(_ lists: [(path: String, entries: [RankedList.Entry])]) -> [Chosen] {
        guard let first = lists.first else { return [] }
        var pool = first.entries.prefix(depth).enumerated().map {
            Chosen(documentID: $1.documentID, rank: $0 + 1, score: $1.score, path: first.path)
        }
        guard lists.count > 1 else { return pool }
        let places = Dictionary(
            first.entries.enumerated().map { ($1.documentID, $0) }, uniquingKeysWith: { first, _ in first })
        var seen = Set(pool.map(\.documentID))
        var behind = first.entries.count
        for (path, entries) in lists.dropFirst() {
            for entry in entries.prefix(depth) where seen.insert(entry.documentID).inserted {
                let place = places[entry.documentID]
                if place == nil { behind += 1 }
                pool.append(
                    Chosen(
                        documentID: entry.documentID, rank: place.map { $0 + 1 } ?? behind,
                        score: place.map { first.entries[$0].score }, path: path))
            }
        }
        return pool.sorted { $0.rank < $1.rank }
    }

    /// Every query of a `queries.jsonl`. Queries that are blank, repeated or unreadable are left out with a warning; `skipped`
    /// has the ids of those that are there without words.
    private static func queries(
        _ lines: consuming LineReader, warnings: inout Warnings
    ) throws(FormatError) -> (known: [Query], skipped: Set<String>) {
        let path = lines.path
        let collection = collection(ofQueries: path)
        var queries: [Query] = []
        var (known, skipped): (Set<String>, Set<String>) = ([], [])
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            var cursor = JSONCursor(line.bytes)
            do throws(JSONFailure) {
                let record = try DocumentRecord(&cursor)
                guard let id = record.id else {
                    warnings.add(.missingField("_id", path, line: line.number), .queries)
                    continue
                }
                if MarkPile.isIn(record.text) {
                    warnings.add(.badLine(path, line: line.number, expected: MarkPile.expectation), .queries)
                    skipped.insert(id)
                } else if record.text.allSatisfy(\.isWhitespace) {
                    warnings.add(.blankQuery(path, line: line.number), .queries)
                    skipped.insert(id)
                } else if known.insert(id).inserted {
                    queries.append(Query(id: id, text: record.text, narrative: record.narrative, collection: collection))
                } else {
                    warnings.add(.duplicateID(id, of: "query", path, line: line.number), .queries)
                }
            } catch {
                warnings.add(.badJSON(path, line: line.number, error), .queries)
            }
        }
        if queries.isEmpty { throw warnings.first ?? .empty(path, expected: "queries") }
        return (queries, skipped)
    }

    /// The wanted documents of a corpus, each with its text or the reason why it cannot be shown.
    private func documents(
        _ wanted: Set<String>, corpus lines: consuming LineReader, warnings: inout Warnings
    ) throws(FormatError) -> [String: Result<Document, FormatError>] {
        let path = lines.path
        var documents: [String: Result<Document, FormatError>] = [:]
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            do throws(JSONFailure) {
                guard let id = try Self.documentID(line.bytes), wanted.contains(id) else { continue }
                guard documents[id] == nil else {
                    warnings.add(.duplicateID(id, path, line: line.number), .documents)
                    continue
                }
                guard !line.isTooLong else {
                    documents[id] = .failure(.tooLarge(path, line: line.number, limit: line.bytes.count))
                    continue
                }
                let record = try Self.record(line.bytes)
                let document = Document(id: id, title: record.title, text: record.text)
                documents[id] = Result { () throws(FormatError) in
                    let checked = try CheckedDocument(document, limit: documentByteLimit, file: path, line: line.number)
                    if let cut = checked.cut { warnings.add(cut, .cutDocuments) }
                    return checked.document
                }
            } catch {
                warnings.add(.badJSON(path, line: line.number, error), .corpusLines)
            }
        }
        return documents
    }

    private static func record(_ line: ArraySlice<UInt8>) throws(JSONFailure) -> DocumentRecord {
        var cursor = JSONCursor(line)
        let record = try DocumentRecord(&cursor)
        try cursor.finish()
        return record
    }

    /// The id alone. What follows it in the line is not parsed.
    private static func documentID(_ line: ArraySlice<UInt8>) throws(JSONFailure) -> String? {
        var cursor = JSONCursor(line)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key == "_id" || key == "id" || key == "docid" { return try cursor.identifier() }
            try cursor.skip()
        }
        return nil
    }
}
