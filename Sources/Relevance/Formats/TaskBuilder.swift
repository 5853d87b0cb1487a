import Foundation

/// Collects tasks while a reader runs: it selects queries, limits the number of candidates, and rejects documents that cannot
/// be shown.
struct TaskBuilder {
    let path: String
    let reader: CandidateReader
    var warnings = Warnings()
    /// The number of documents read so far.
    private(set) var seen = 0

    private var tasks: [RerankingTask] = []
    private var indices: [String: Int] = [:]
    private var ids: [Set<String>] = []
    /// By task and by id, the candidates to which the file gives no id: their indices, the numbers of their lines, and how many
    /// names were tried for them.
    private var numbered: [[String: (index: Int, number: String, tries: Int)]] = []
    private var hasRanks = false
    private var chosen: Set<String> = []
    private var hasOwnQueries = false
    /// Whether the source has more documents than the depth.
    private var hasMore = false

    /// - Throws: if the query is blank.
    init(path: String, reader: CandidateReader) throws(FormatError) {
        if let query = reader.query, query.text.allSatisfy(\.isWhitespace) { throw .emptyQuery }
        self.path = path
        self.reader = reader
        if case .ids(let ids) = reader.queries { chosen = Set(ids) }
    }

    /// True if the source's query with this id is selected.
    mutating func wants(query id: String) -> Bool {
        hasOwnQueries = true
        switch reader.queries {
        case .all: return true
        case .ids: return chosen.contains(id)
        case .first(let count):
            if chosen.contains(id) { return true }
            guard chosen.count < count else { return false }
            chosen.insert(id)
            return true
        }
    }

    /// The index of the task of a query of the source, which is added if it is new. A query without an id gets one from its
    /// text; nil, with a warning, if the id is that of a query with another text.
    ///
    /// - Parameter documents: how many are left out then.
    mutating func task(id: String?, text: String, line: Int?, documents: Int = 1) -> Int? {
        guard let id, !id.isEmpty else { return task(for: .typed(text)) }
        if let known = indices[id], tasks[known].query.text != text {
            skip(.otherText(id, path, line: line), documents: documents)
            return nil
        }
        return task(for: Query(id: id, text: text, collection: CandidateReader.collection(ofFile: path)))
    }

    private mutating func task(for query: Query) -> Int {
        if let known = indices[query.id] { return known }
        indices[query.id] = tasks.count
        tasks.append(RerankingTask(query: query, candidates: []))
        ids.append([])
        numbered.append([:])
        return tasks.count - 1
    }

    /// The index of the single task of a source without queries.
    mutating func onlyTask() -> Int { task(for: reader.query ?? Query(id: "1", text: "")) }

    /// True if the task needs no more documents from a source without ranks, whose order is the ranking.
    func isFull(_ task: Int) -> Bool { !hasRanks && tasks[task].candidates.count >= reader.depth }

    /// There is another document behind a task that is full.
    mutating func noteMore() { hasMore = true }

    /// Leaves out a document, or so many that have the same problem.
    mutating func skip(_ error: FormatError, documents count: Int = 1) {
        seen += count
        warnings.add(error, .documents, count: count)
    }

    /// Adds a candidate, or a warning that says why it is left out. Without a rank, it ranks after the candidates before it. One
    /// whose id is only the number of its line (`isNumbered`) gets another where the file has that as an id.
    mutating func add(
        _ document: Document, rank: Int? = nil, score: Double? = nil, line: Int?, file: String? = nil, to task: Int,
        isNumbered: Bool = false
    ) {
        let number = document.id
        var document = document
        var tries = 0
        if isNumbered { (document.id, tries) = freeID(number, in: task, after: 0) }
        let place = file ?? path
        hasRanks = hasRanks || rank != nil
        if let rank, rank > reader.depth { return noteMore() }
        let checked: CheckedDocument
        do throws(FormatError) {
            checked = try CheckedDocument(document, limit: reader.documentByteLimit, file: place, line: line)
        } catch {
            return skip(error)
        }
        if !isNumbered, let other = numbered[task].removeValue(forKey: document.id) {
            // The file's own ids come before those made up.
            let (free, tries) = freeID(other.number, in: task, after: other.tries)
            tasks[task].candidates[other.index].document.id = free
            numbered[task][free] = (other.index, other.number, tries)
            ids[task].insert(free)
            ids[task].remove(document.id)
        }
        guard ids[task].insert(document.id).inserted else { return skip(.duplicateID(document.id, place, line: line)) }
        seen += 1
        guard rank != nil || tasks[task].candidates.count < reader.depth else { return noteMore() }
        if let cut = checked.cut { warnings.add(cut, .cutDocuments) }
        let position = tasks[task].candidates.count + 1
        if isNumbered { numbered[task][document.id] = (position - 1, number, tries) }
        tasks[task].candidates.append(
            Candidate(document: checked.document, firstStageRank: rank ?? position, firstStageScore: score))
    }

    /// The first of a number, number-line, number-line-2, number-line-3 and so on that no candidate of the task has, behind those
    /// that were tried before; and how many were tried.
    private func freeID(_ number: String, in task: Int, after tried: Int) -> (id: String, tries: Int) {
        func name(_ place: Int) -> String {
            place == 0 ? number : "\(number)-line" + (place > 1 ? "-\(place)" : "")
        }
        var place = tried
        while ids[task].contains(name(place)) { place += 1 }
        return (name(place), place)
    }

    /// The tasks in the source's order, with the candidates of each in rank order.
    consuming func finish() throws(FormatError) -> Parsed<[RerankingTask]> {
        if case .ids(let wanted) = reader.queries, hasOwnQueries, let missing = wanted.first(where: { indices[$0] == nil }) {
            throw .unknownQuery(missing, in: path)
        }
        var kept = tasks.filter { !$0.candidates.isEmpty }
        guard !kept.isEmpty else { throw warnings.first ?? .empty(path, expected: "documents") }
        for index in kept.indices where hasRanks {
            kept[index].candidates = Self.inRankOrder(kept[index].candidates)
        }
        if hasOwnQueries, let query = reader.query { kept = [try Self.choose(query, from: kept, path: path)] }
        if hasMore { warnings.add(.beyondDepth(path, reader.depth, hasQueries: hasOwnQueries), .further) }
        return Parsed(kept, warnings: warnings.all(of: [.documents: seen, .cutDocuments: seen]))
    }

    /// Sorted by rank; equal ranks keep the order in which they were read.
    private static func inRankOrder(_ candidates: [Candidate]) -> [Candidate] {
        candidates.enumerated().sorted {
            ($0.element.firstStageRank, $0.offset) < ($1.element.firstStageRank, $1.offset)
        }.map(\.element)
    }

    /// The task for a query the user gave: the one with the same text, or else the documents of the only one, for the given
    /// query.
    private static func choose(_ query: Query, from tasks: [RerankingTask], path: String) throws(FormatError) -> RerankingTask {
        if let same = tasks.first(where: { $0.query.text == query.text }) { return same }
        guard tasks.count == 1, let only = tasks.first else { throw .severalQueries(tasks.count, in: path) }
        return RerankingTask(query: query, candidates: only.candidates)
    }
}
