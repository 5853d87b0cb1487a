import Foundation

extension CandidateReader {
    /// Reads the candidates that a first-stage TREC run chose from a BEIR folder (`corpus.jsonl`, `queries.jsonl`).
    ///
    /// The corpus is read once; of a document that the run does not want only the id is looked at.
    ///
    /// - Returns: one task a query, in the order of `queries.jsonl`; ranks and scores are the run's.
    /// - Throws: where a file is missing, a query asked for is unknown, or none of the run's documents is in the corpus.
    public func tasks(collection folder: String, run path: String) throws(FormatError) -> Reading<[RerankingTask]> {
        guard try Self.isFolder(folder) else { throw .system(ENOTDIR, path: folder) }
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return try tasks(
            corpus: LineReader(path: base + "/corpus.jsonl"), queries: LineReader(path: base + "/queries.jsonl"),
            run: LineReader(path: path, lengthLimit: 1 << 20))
    }

    /// The same from streams of lines.
    public func tasks(
        corpus: consuming LineReader, queries queryLines: consuming LineReader, run: consuming LineReader
    ) throws(FormatError) -> Reading<[RerankingTask]> {
        let (corpusPath, queriesPath, path) = (corpus.path, queryLines.path, run.path)
        var warnings = Warnings()
        let known = try Self.queries(queryLines, warnings: &warnings)
        let asked: Set<String>? = if case .ids(let ids) = queries { Set(ids) } else { nil }
        let reading = try Run.read(run, queries: asked)
        warnings.add(contentsOf: reading.warnings)
        let chosen = try choose(reading.value, from: known, queriesPath: queriesPath, runPath: path, warnings: &warnings)

        let wanted = Set(chosen.flatMap { $0.entries.map(\.documentID) })
        let documents = try self.documents(wanted, corpus: corpus, warnings: &warnings)
        var tasks: [RerankingTask] = []
        for (query, entries) in chosen {
            var candidates: [Candidate] = []
            for (index, entry) in entries.enumerated() {
                switch documents[entry.documentID] {
                case .success(let document):
                    candidates.append(Candidate(document: document, firstStageRank: index + 1, firstStageScore: entry.score))
                case .failure(let error): warnings.add(error, .documents)
                case nil:
                    warnings.add(.missingID(entry.documentID, run: path, corpus: corpusPath), .documents)
                }
            }
            if !candidates.isEmpty { tasks.append(RerankingTask(query: query, candidates: candidates)) }
        }
        guard !tasks.isEmpty else {
            throw chosen.first.map { .missingID($0.entries.first?.documentID ?? "", run: path, corpus: corpusPath) }
                ?? .empty(path, expected: "queries of this collection")
        }
        return Reading(tasks, warnings: warnings.all(of: [.documents: chosen.reduce(0) { $0 + $1.entries.count }]))
    }

    private typealias Chosen = (query: Query, entries: ArraySlice<RankedList.Entry>)

    /// The queries to rank with the best entries of each, in the order of the collection.
    private func choose(
        _ run: Run, from known: [Query], queriesPath: String, runPath: String, warnings: inout Warnings
    ) throws(FormatError) -> [Chosen] {
        var lists = Dictionary(run.lists.map { ($0.queryID, $0) }, uniquingKeysWith: { first, _ in first })
        if case .ids(let ids) = queries {
            let texts = Set(known.map(\.id))
            if let missing = ids.first(where: { !texts.contains($0) }) { throw .unknownQuery(missing, in: queriesPath) }
            if let missing = ids.first(where: { lists[$0] == nil }) { throw .unknownQuery(missing, in: runPath) }
        }
        var chosen: [Chosen] = []
        for query in known {
            guard let list = lists.removeValue(forKey: query.id) else { continue }
            if case .first(let count) = queries, chosen.count >= count { continue }
            chosen.append((query, list.entries.prefix(depth)))
        }
        for list in run.lists where lists[list.queryID] != nil {
            warnings.add(.missingQueryText(list.queryID, queries: queriesPath, run: runPath), .queries)
        }
        if chosen.isEmpty, let list = run.lists.first {
            throw .missingQueryText(list.queryID, queries: queriesPath, run: runPath)
        }
        return chosen
    }

    /// Every query of a `queries.jsonl`; blank ones are left out with a warning.
    private static func queries(_ lines: consuming LineReader, warnings: inout Warnings) throws(FormatError) -> [Query] {
        let path = lines.path
        var queries: [Query] = []
        var known: Set<String> = []
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            var cursor = JSONCursor(line.bytes)
            do throws(JSONFailure) {
                let record = try DocumentRecord(&cursor)
                guard let id = record.id else {
                    warnings.add(.missingField("_id", path, line: line.number), .queries)
                    continue
                }
                if record.text.allSatisfy(\.isWhitespace) {
                    warnings.add(.blankQuery(path, line: line.number), .queries)
                } else if known.insert(id).inserted {
                    queries.append(Query(id: id, text: record.text))
                } else {
                    warnings.add(.duplicateID(id, path, line: line.number), .queries)
                }
            } catch {
                warnings.add(.badJSON(path, line: line.number, error), .queries)
            }
        }
        if queries.isEmpty { throw warnings.first ?? .empty(path, expected: "queries") }
        return queries
    }

    /// The wanted documents of a corpus, or why one cannot be shown.
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

    /// The id alone; what stands behind it is not looked at.
    private static func documentID(_ line: ArraySlice<UInt8>) throws(JSONFailure) -> String? {
        var cursor = JSONCursor(line)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key == "_id" || key == "id" || key == "docid" { return try cursor.scalarText() }
            try cursor.skip()
        }
        return nil
    }
}
