import Relevance

/// How documents are exported on which judges disagree and that nobody has adjudicated.
public enum ConflictRule: String, Sendable, Hashable, CaseIterable {
    /// Export nothing while there is such a document.
    case refuse
    /// Export the lowest grade, or the highest.
    case min, max
    /// Leave the document out, as if nobody had judged it.
    case omit
}

extension JudgmentBook {
    /// The documents on which judges disagree and that nobody has adjudicated: by query id, then by document id. O(n log n).
    public var openConflicts: [Conflict] { conflicts.filter { $0.adjudication == nil } }

    /// The final grades, with open conflicts settled by `rule`. Queries and documents are sorted by id. `refuse` leaves open
    /// conflicts out, like `omit`: a caller that refuses checks `openConflicts` first.
    public func qrels(settling rule: ConflictRule) -> Qrels {
        var qrels = qrels()
        guard rule == .min || rule == .max else { return qrels }
        for conflict in openConflicts {
            let grade = rule == .min ? conflict.grades.values.min() : conflict.grades.values.max()
            if let grade { qrels.set(grade, query: conflict.queryID, document: conflict.documentID) }
        }
        qrels.queryIDs.sort()
        return qrels
    }

    /// The number of grades on each scale, by the scale's name. Grades without a recorded scale are not counted. O(n).
    ///
    /// - Parameters:
    ///   - judges: count the grades of these judges; nil counts the grades that decide: the adjudication of a document or,
    ///     without one, the grades of all judges.
    ///   - qrels: count only the documents in these judgments; nil counts all.
    public func scales(by judges: [String]?, of qrels: Qrels? = nil) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (query, documents) in records {
            for (document, list) in documents where qrels.map({ $0[query, document] != nil }) ?? true {
                let decision = judges == nil ? adjudication(query: query, document: document) : nil
                let own = list.lazy.map(\.judgment).filter { judgment in
                    !judgment.isAdjudication && judges?.contains(judgment.judge) ?? true
                }
                for judgment in decision.map({ [$0] }) ?? Array(own) where judgment.grade != nil {
                    if let scale = judgment.scale { counts[scale, default: 0] += 1 }
                }
            }
        }
        return counts
    }

    /// A current judgment and the time at which it was given.
    public struct Entry: Sendable, Hashable {
        /// The judgment.
        public var judgment: Judgment
        /// Time since the session began.
        public var milliseconds: Int
    }

    /// All current judgments, including adjudications: by query id, then by document id; for each document judgments by
    /// judge, then adjudications by judge. O(n log n).
    public var entries: [Entry] {
        sortedByID().flatMap { _, _, list in list.map { Entry(judgment: $0.judgment, milliseconds: $0.milliseconds) } }
    }
}
