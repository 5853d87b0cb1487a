import Relevance
import Sessions

/// Exports the judgments of a session in another program's format, for `judgments export` and `sessions export`.
struct JudgmentExport {
    enum Form: String, CaseIterable {
        case trec, beir, quepid
        case quepidBook = "quepid-book"
    }

    var form = Form.trec
    /// Export this judge's grades; nil exports the final grades: adjudicated, or agreed on.
    var judge: String?
    var conflicts = ConflictRule.refuse
    /// Export the queries of this collection alone; nil exports all.
    var collection: String?
    var ids = IDForm.plain

    /// The exported lines. Open conflicts, and grades of several scales, are reported on standard error.
    ///
    /// - Throws: `SessionError` if there is nothing to export, or if judges disagree and the rule is to refuse; `FormatError`
    ///   for an id that the format cannot contain.
    func lines(of session: RecordedSession) throws -> String {
        let book = session.state.book
        if let judge, !book.judges.contains(judge) {
            throw SessionError.noJudge(judge, known: book.judges.sorted(), path: session.path)
        }
        let isIncluded = try session.queryFilter(collection)
        let queries = session.state.queries.filter(isIncluded)
        let byID = Dictionary(session.state.queries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        /// The judgments under the session's ids, which Quepid's formats turn into texts.
        func included(_ qrels: Qrels) -> Qrels {
            qrels.renamed { id in byID[id].map { isIncluded($0) ? id : nil } ?? (collection == nil ? id : nil) }
        }
        if form == .quepidBook {
            let judges = judge.map { [$0] } ?? book.judges.sorted()
            let columns = judges.map { (name: $0, qrels: included(book.qrels(judge: $0))) }.filter { $0.qrels.count > 0 }
            guard !columns.isEmpty else { throw SessionError.noJudgment(session.path) }
            ScaleMixture(book.scales(by: judges)).warn()
            try session.checkTexts(of: queries.filter { query in columns.contains { $0.qrels.grades[query.id] != nil } })
            return try Qrels.quepidBook(columns, queries: queries, ids: ids)
        }
        let qrels = included(try judge.map { book.qrels(judge: $0) } ?? settled(book, path: session.path))
        guard qrels.count > 0 else { throw SessionError.noJudgment(session.path) }
        ScaleMixture(book.scales(by: judge.map { [$0] }, of: qrels)).warn()
        if form == .quepid {
            try session.checkTexts(of: queries.filter { qrels.grades[$0.id] != nil })
            return try qrels.quepidLines(queries: queries, ids: ids)
        }
        try session.checkIDs(of: qrels.queryIDs.compactMap { byID[$0] })
        let exported = session.state.exported(qrels)
        return try form == .trec ? exported.trecLines(ids: ids) : exported.beirLines(ids: ids)
    }

    private func settled(_ book: JudgmentBook, path: String) throws(SessionError) -> Qrels {
        let open = book.openConflicts
        guard !open.isEmpty else { return book.qrels() }
        for conflict in open.prefix(Self.shown) { StandardError.write("erank: conflict: \(Self.words(conflict))") }
        if open.count > Self.shown {
            StandardError.write("erank: conflict: and \(open.count - Self.shown) more; see erank judgments disagreements")
        }
        guard conflicts != .refuse else { throw .openConflicts(open.count, path: path) }
        let outcome =
            switch conflicts {
            case .min: "the lowest grade counts"
            case .max: "the highest grade counts"
            case .omit, .refuse: open.count == 1 ? "it is left out" : "they are left out"
            }
        StandardError.write("erank: warning: judges disagree on \(open.count.counted("document")): \(outcome)")
        return book.qrels(settling: conflicts)
    }

    private static let shown = 20

    private static func words(_ conflict: JudgmentBook.Conflict) -> String {
        let grades = conflict.grades.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "query \(conflict.queryID), document \(conflict.documentID): \(grades)"
    }
}
