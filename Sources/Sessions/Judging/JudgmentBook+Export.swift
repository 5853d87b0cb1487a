import Relevance

/// What becomes of a document on which judges disagree and nobody decided, where one grade is asked for.
public enum ConflictRule: String, Sendable, Hashable, CaseIterable {
    /// Nothing is exported while there is one.
    case refuse
    /// The lowest grade, or the highest.
    case min, max
    /// The document is left out, as one that nobody judged.
    case omit
}

extension JudgmentBook {
    /// The documents on which judges disagree and nobody decided: by query id, then document id. O(n log n).
    public var openConflicts: [Conflict] { conflicts.filter { $0.adjudication == nil } }

    /// The grades that count, with open conflicts settled by a rule (`refuse` leaves them out, as `omit` does: who refuses looks at
    /// `openConflicts` first). Queries and documents by id.
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

    /// How many grades stand on each scale, by its name; those that record none are left out. O(n).
    ///
    /// - Parameters:
    ///   - judges: whose own grades; nil for those that decide: the adjudication of a document, else every judge's.
    ///   - qrels: only of its documents; nil for all.
    public func scales(by judges: [String]?, of qrels: Qrels? = nil) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (query, documents) in standing {
            for (document, list) in documents where qrels.map({ $0[query, document] != nil }) ?? true {
                let decision = judges == nil ? adjudication(query: query, document: document) : nil
                let given = list.lazy.map(\.judgment).filter { judgment in
                    !judgment.isAdjudication && judges?.contains(judgment.judge) ?? true
                }
                for judgment in decision.map({ [$0] }) ?? Array(given) where judgment.grade != nil {
                    if let scale = judgment.scale { counts[scale, default: 0] += 1 }
                }
            }
        }
        return counts
    }

    /// A judgment as it stands, and when it was given.
    public struct Entry: Sendable, Hashable {
        public var judgment: Judgment
        /// Since the session began.
        public var milliseconds: Int
    }

    /// Everything that stands, adjudications too: by query id, then document id, then judges by name and adjudicators by name. O(n log n).
    public var entries: [Entry] {
        sortedByID().flatMap { _, _, list in list.map { Entry(judgment: $0.judgment, milliseconds: $0.milliseconds) } }
    }
}
