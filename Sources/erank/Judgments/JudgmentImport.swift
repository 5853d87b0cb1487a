import Foundation
import Relevance
import Sessions

/// The changes that importing a file would make to a session, before anything is written.
struct JudgmentImport {
    enum Rule: String, CaseIterable {
        /// The session's grade is kept.
        case mine
        /// The file's grade replaces it.
        case theirs
    }

    struct Conflict: Equatable {
        var queryID, documentID, judge: String
        /// The session's grade, in words.
        var here: String
        var there: Int
        var line: Int
    }

    /// The judgments to append, grouped by judge; each group is one step to undo.
    private(set) var judgments: [Judgment] = []
    private(set) var conflicts: [Conflict] = []
    /// The number of judgments that are in the session already, with the same grade.
    private(set) var known = 0
    /// Queries that the session does not have, as the file names them, each with its first line.
    private(set) var unknown: [(query: String, line: Int)] = []
    /// Grades that are not on the session's scale. They are imported unchanged.
    private(set) var offScale: [(grade: Int, line: Int)] = []
    /// Documents to import that are not candidates of their query in the session, each with its first line.
    private(set) var outside: [(queryID: String, documentID: String, line: Int)] = []

    /// - Parameters:
    ///   - file: the judgments, as read.
    ///   - source: the file, as the user named it.
    ///   - judge: the judge's name if the file names none; otherwise the column to import, nil for all columns.
    ///   - collection: take the file's queries for those of this collection; nil looks among all queries of the session.
    ///   - rule: what happens to grades that differ from the session's.
    ///   - state: the session that imports them.
    ///   - batch: groups the judgments into one step.
    /// - Throws: a usage `Failure` if the judge is not known, or if two collections have a query of the file.
    init(
        _ file: JudgmentFile, source: String, judge: String?, collection: String? = nil, rule: Rule, into state: SessionState,
        batch: String
    ) throws(Failure) {
        let judges = file.judges
        if judge == nil, judges.isEmpty {
            throw Failure("\(source) does not say who judged: name the judge with --judge", .usage)
        }
        if let judge, judges.count > 1, !judges.contains(judge) {
            throw Failure(
                "\(source) has no column \"\(judge)\": choose one of \(judges.joined(separator: ", ")) with --judge, "
                    + "or leave --judge out to import all",
                .usage)
        }
        // An id in a file is that of one collection; the session may have a query of another under it.
        if collection == nil, file.format != .quepid, state.collections.count > 1 {
            throw Failure(
                SessionError.severalCollections(
                    state.collections, choices: state.collectionChoices, path: source
                ).description
                    .replacing("\(source): the queries are", with: "the session's queries are"), .usage)
        }
        let queries = state.queries.filter { query in
            collection.map { query.collection == ($0 == "-" ? nil : $0) } ?? true
        }
        let named = file.named(by: queries)
        if let (text, found, line) = named.ambiguous {
            throw Self.several(text, queries.filter { found.contains($0.id) }, source, line)
        }
        unknown = named.unknown.map { ($0.text, $0.line) }
        let ids = Self.sessionIDs(of: queries, format: file.format)
        var pools = Self.pools(of: state)
        var missing = Set(unknown.map(\.query))
        var byJudge: [String: [Judgment]] = [:]
        for var entry in named.file.entries {
            if let judge, judges.count > 1, entry.judge != judge { continue }
            let found = ids[entry.query] ?? []
            guard let query = found.first else {
                if missing.insert(entry.query).inserted { unknown.append((entry.query, entry.line)) }
                continue
            }
            if found.count > 1 { throw Self.several(entry.query, found, source, entry.line) }
            entry.query = query.id
            let who = judge ?? entry.judge ?? ""
            let standing = state.book.judgment(query: entry.query, document: entry.documentID, judge: who)
            if standing?.grade == entry.grade {
                known += 1
                continue
            }
            if let standing, standing.grade != nil || standing.verdict == .cannotTell {
                conflicts.append(
                    Conflict(
                        queryID: entry.query, documentID: entry.documentID, judge: who,
                        here: standing.words(in: state), there: entry.grade, line: entry.line))
                if rule == .mine { continue }
            }
            // Inserted, so that a document with several judgments is counted once.
            if pools[entry.query, default: []].insert(entry.documentID).inserted {
                outside.append((entry.query, entry.documentID, entry.line))
            }
            if state.scale.grade(entry.grade) == nil { offScale.append((entry.grade, entry.line)) }
            byJudge[who, default: []].append(
                Judgment(
                    queryID: entry.query, documentID: entry.documentID, verdict: .grade(entry.grade), judge: who,
                    scale: state.scale.grade(entry.grade) == nil ? nil : state.scale.name, note: standing?.note,
                    source: source, batch: batch))
        }
        judgments = byJudge.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    private static func several(_ query: String, _ found: [Query], _ source: String, _ line: Int) -> Failure {
        let names = Set(found.compactMap(\.collection)).sorted().map { "--collection \($0)" }
        return Failure(
            "\(source):\(line): the session has several queries \"\(query)\": "
                + (names.count > 1
                    ? "choose one with " + names.joined(separator: " or ")
                    : "import a file with the ids of queries, such as TREC qrels"),
            .usage)
    }

    /// The session's queries by what a file calls them: by their ids in their collections; where a query was found by its
    /// text, by the session's id.
    private static func sessionIDs(of queries: [Query], format: JudgmentFile.Format) -> [String: [Query]] {
        Dictionary(grouping: queries.filter { !$0.text.isEmpty }) { format == .quepid ? $0.id : $0.exportedID }
    }

    /// The session's documents for each query.
    private static func pools(of state: SessionState) -> [String: Set<String>] {
        var pools: [String: Set<String>] = [:]
        for topic in state.topics { pools[topic.id, default: []].formUnion(topic.candidates.map(\.document.id)) }
        for run in state.runs { pools[run.query.id, default: []].formUnion(run.candidates.map(\.document.id)) }
        return pools
    }
}
