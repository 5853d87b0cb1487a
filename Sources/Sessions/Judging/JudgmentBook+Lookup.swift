import Relevance

extension JudgmentBook {
    // MARK: One document

    /// The judge's own current judgment of a document; nil if there is none.
    public func judgment(query: String, document: String, judge: String) -> Judgment? {
        current(query: query, document: document, judge: judge)?.judgment
    }

    /// The time of that judgment, in milliseconds since the session began.
    public func milliseconds(query: String, document: String, judge: String) -> Int? {
        current(query: query, document: document, judge: judge)?.milliseconds
    }

    /// True if the judge has ever graded the document, even if the grade was undone.
    public func hasJudged(query: String, document: String, judge: String) -> Bool {
        histories[judge]?.judged[query]?.contains(document) == true
    }

    /// True if the judge has seen what blind judging hides of the document, for example because the judge graded it. A new
    /// grade is then not blind.
    public func hasSeen(query: String, document: String, judge: String) -> Bool {
        histories[judge]?.seen[query]?.contains(document) == true
            || hasJudged(query: query, document: document, judge: judge)
    }

    /// All current judgments of a document: judgments by judge, then adjudications by judge.
    public func judgments(query: String, document: String) -> [Judgment] { (records[query]?[document] ?? []).map(\.judgment) }

    /// The adjudication that counts: the latest one. nil if there is none.
    public func adjudication(query: String, document: String) -> Judgment? {
        Self.adjudication(among: records[query]?[document] ?? [])
    }

    private static func adjudication(among list: [Record]) -> Judgment? {
        list.filter(\.judgment.isAdjudication).max { $0.number < $1.number }?.judgment
    }

    // MARK: All documents

    /// The queries with at least one judgment.
    public var queryIDs: Set<String> { Set(records.keys) }

    /// All current judgments of a judge, without adjudications: by query id, then by document id. O(n log n).
    public func judgments(by judge: String) -> [Judgment] {
        sortedByID().compactMap { _, _, list in
            list.first { $0.judgment.judge == judge && !$0.judgment.isAdjudication }?.judgment
        }
    }

    /// The final grade of each document: the adjudicated grade or, without an adjudication, the grade on which all judges
    /// agree. Documents on which they disagree have none. O(documents of the query).
    public func final(query: String) -> [String: Int] {
        grades(query: query, judge: nil)
    }

    /// The grades of a judge or, if `judge` is nil, the final grades. O(documents of the query).
    public func grades(query: String, judge: String?) -> [String: Int] {
        (records[query] ?? [:]).compactMapValues { Self.grade($0, judge: judge) }
    }

    /// The highest of all those grades, of every query; nil without any. O(judgments).
    public func highestGrade(judge: String?) -> Int? {
        records.values.lazy.flatMap(\.values).compactMap { Self.grade($0, judge: judge) }.max()
    }

    /// The number of a query's documents on which judges disagree and nobody has decided: they have no final grade.
    /// O(documents of the query).
    public func contestedCount(query: String) -> Int {
        (records[query] ?? [:]).values.count { list in
            Self.adjudication(among: list) == nil && Set(list.compactMap(\.judgment.grade)).count > 1
        }
    }

    private static func grade(_ list: [Record], judge: String?) -> Int? {
        guard let judge else { return final(list) }
        return list.first { $0.judgment.judge == judge && !$0.judgment.isAdjudication }?.judgment.grade
    }

    private static func final(_ list: [Record]) -> Int? {
        if let adjudication = adjudication(among: list) { return adjudication.grade }
        let grades = Set(list.compactMap(\.judgment.grade))
        return grades.count == 1 ? grades.first : nil
    }

    /// The grades of a judge or, if `judge` is nil, the final grades. Queries and documents are sorted by id.
    public func qrels(judge: String? = nil) -> Qrels {
        var qrels = Qrels()
        for (query, document, list) in sortedByID() {
            if let grade = Self.grade(list, judge: judge) { qrels.set(grade, query: query, document: document) }
        }
        return qrels
    }

    /// A document to which judges gave different grades.
    public struct Conflict: Sendable, Hashable {
        /// The query's id.
        public var queryID: String
        /// The document's id.
        public var documentID: String
        /// By judge.
        public var grades: [String: Int]
        /// The adjudication; nil if there is none.
        public var adjudication: Judgment?
    }

    /// The documents with different grades, adjudicated or not: by query id, then by document id. O(n log n).
    public var conflicts: [Conflict] {
        sortedByID().compactMap { query, document, list in
            let graded = list.map(\.judgment).filter { !$0.isAdjudication && $0.grade != nil }
            guard Set(graded.map(\.grade)).count > 1 else { return nil }
            let grades = graded.reduce(into: [:]) { $0[$1.judge] = $1.grade }
            return Conflict(
                queryID: query, documentID: document, grades: grades, adjudication: Self.adjudication(among: list))
        }
    }

    func sortedByID() -> [(query: String, document: String, list: [Record])] {
        records.sorted { $0.key < $1.key }.flatMap { query, documents in
            documents.sorted { $0.key < $1.key }.map { (query, $0.key, $0.value) }
        }
    }

    // MARK: Undo and redo

    /// The change that an undo or redo makes to one document.
    public struct Change: Sendable, Hashable {
        /// The query's id.
        public var queryID: String
        /// The document's id.
        public var documentID: String
        /// The current judgment; nil if there is none.
        public var before: Judgment?
        /// The judgment after the change; nil if there is none.
        public var after: Judgment?
    }

    /// True if `undo` would change something.
    public func canUndo(judge: String) -> Bool { histories[judge]?.done.isEmpty == false }
    /// True if `redo` would change something.
    public func canRedo(judge: String) -> Bool { histories[judge]?.undone.isEmpty == false }

    /// The changes that `undo` would make, in order; empty if there is nothing to undo.
    public func nextUndo(judge: String) -> [Change] {
        (histories[judge]?.done.last?.moves ?? []).reversed().map { move in
            Change(
                queryID: move.queryID, documentID: move.documentID, before: move.after?.judgment, after: move.before?.judgment)
        }
    }

    /// The changes that `redo` would make, in order; empty if there is nothing to redo.
    public func nextRedo(judge: String) -> [Change] {
        (histories[judge]?.undone.last?.moves ?? []).map { move in
            Change(
                queryID: move.queryID, documentID: move.documentID, before: move.before?.judgment, after: move.after?.judgment)
        }
    }
}
