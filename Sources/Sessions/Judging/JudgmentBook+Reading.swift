import Relevance

extension JudgmentBook {
    // MARK: One document

    /// The judge's own word on a document as it stands; nil where there is none, or it was taken back.
    public func judgment(query: String, document: String, judge: String) -> Judgment? {
        said(query: query, document: document, judge: judge)?.judgment
    }

    /// When that was said, in milliseconds since the session began.
    public func milliseconds(query: String, document: String, judge: String) -> Int? {
        said(query: query, document: document, judge: judge)?.milliseconds
    }

    /// Whether the judge has ever graded a document, taken back or not.
    public func hasJudged(query: String, document: String, judge: String) -> Bool {
        histories[judge]?.judged[query]?.contains(document) == true
    }

    /// Whether the judge has seen what is hidden of a document while judging is blind, by grading it or otherwise: a new grade is not blind.
    public func hasSeen(query: String, document: String, judge: String) -> Bool {
        histories[judge]?.seen[query]?.contains(document) == true
            || hasJudged(query: query, document: document, judge: judge)
    }

    /// What everybody says of a document: judges by name, then adjudications by the adjudicator's name.
    public func judgments(query: String, document: String) -> [Judgment] { (standing[query]?[document] ?? []).map(\.judgment) }

    /// The adjudication that holds, which is the one given last.
    public func adjudication(query: String, document: String) -> Judgment? {
        Self.adjudication(among: standing[query]?[document] ?? [])
    }

    private static func adjudication(among list: [Standing]) -> Judgment? {
        list.filter(\.judgment.isAdjudication).max { $0.number < $1.number }?.judgment
    }

    // MARK: All documents

    /// The queries somebody says something about.
    public var queryIDs: Set<String> { Set(standing.keys) }

    /// Everything a judge says, adjudications left out: by query id, then document id. O(n log n).
    public func judgments(by judge: String) -> [Judgment] {
        sortedByID().compactMap { _, _, list in
            list.first { $0.judgment.judge == judge && !$0.judgment.isAdjudication }?.judgment
        }
    }

    /// The grade that counts of each document: the adjudicated one, else the one that all who graded it agree on. Documents on which
    /// they disagree have none. O(documents of the query).
    public func final(query: String) -> [String: Int] {
        (standing[query] ?? [:]).compactMapValues(Self.final)
    }

    private static func final(_ list: [Standing]) -> Int? {
        if let adjudication = adjudication(among: list) { return adjudication.grade }
        let grades = Set(list.compactMap(\.judgment.grade))
        return grades.count == 1 ? grades.first : nil
    }

    /// A judge's grades, or (for nil) those that count: queries and documents by id.
    public func qrels(judge: String? = nil) -> Qrels {
        var qrels = Qrels()
        for (query, document, list) in sortedByID() {
            let grade =
                judge.map { judge in
                    list.first { $0.judgment.judge == judge && !$0.judgment.isAdjudication }?.judgment.grade
                } ?? Self.final(list)
            if let grade { qrels.set(grade, query: query, document: document) }
        }
        return qrels
    }

    /// A document that judges grade differently.
    public struct Conflict: Sendable, Hashable {
        public var queryID: String
        public var documentID: String
        /// By judge.
        public var grades: [String: Int]
        /// The decision between them; nil while there is none.
        public var adjudication: Judgment?
    }

    /// The documents that judges grade differently, adjudicated or not: by query id, then document id. O(n log n).
    public var conflicts: [Conflict] {
        sortedByID().compactMap { query, document, list in
            let graded = list.map(\.judgment).filter { !$0.isAdjudication && $0.grade != nil }
            guard Set(graded.map(\.grade)).count > 1 else { return nil }
            let grades = graded.reduce(into: [:]) { $0[$1.judge] = $1.grade }
            return Conflict(
                queryID: query, documentID: document, grades: grades, adjudication: Self.adjudication(among: list))
        }
    }

    func sortedByID() -> [(query: String, document: String, list: [Standing])] {
        standing.sorted { $0.key < $1.key }.flatMap { query, documents in
            documents.sorted { $0.key < $1.key }.map { (query, $0.key, $0.value) }
        }
    }

    // MARK: Back and forth

    /// One document of what an undo or redo does.
    public struct Change: Sendable, Hashable {
        public var queryID: String
        public var documentID: String
        /// What stands now; nil where the judge says nothing.
        public var before: Judgment?
        public var after: Judgment?
    }

    public func canUndo(judge: String) -> Bool { histories[judge]?.done.isEmpty == false }
    public func canRedo(judge: String) -> Bool { histories[judge]?.undone.isEmpty == false }

    /// What `undo` would change, in its order; empty where there is nothing to take back.
    public func nextUndo(judge: String) -> [Change] {
        (histories[judge]?.done.last?.moves ?? []).reversed().map { move in
            Change(
                queryID: move.queryID, documentID: move.documentID, before: move.after?.judgment, after: move.before?.judgment)
        }
    }

    /// What `redo` would change, in its order; empty where there is nothing to give again.
    public func nextRedo(judge: String) -> [Change] {
        (histories[judge]?.undone.last?.moves ?? []).map { move in
            Change(
                queryID: move.queryID, documentID: move.documentID, before: move.before?.judgment, after: move.after?.judgment)
        }
    }
}
