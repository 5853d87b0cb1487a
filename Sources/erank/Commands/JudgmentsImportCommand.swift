import ArgumentParser
import Foundation
import Relevance
import Sessions

struct JudgmentsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import the judgments of a file into a session, as one step that can be undone.",
        discussion: """
            The file is TREC qrels, a BEIR TSV or a Quepid CSV; the format is detected. - is standard input. Only queries of \
            the session are imported; Quepid's are found by their text. Documents that are not candidates of their query are \
            imported too, because pools grow; they are counted on standard error, and agreement and export include them. If the \
            judge has another grade in the session, the document is listed on standard error and keeps that grade, unless \
            --conflicts theirs is given.
            """)

    @OptionGroup var argument: SessionArgument
    @Argument(help: "A file of judgments; - is standard input.", completion: .file()) var file: String
    @Option(help: "The judge's name. For a judgement book with several columns: the column to import; by default all.")
    var judge: String?
    @Flag(help: "Only print what would be imported.") var dryRun = false
    @Option(help: "If the judge has another grade in the session: keep it (mine), or take the file's (theirs).")
    var conflicts = JudgmentImport.Rule.mine
    @Option(help: "Take the file's queries for those of this collection.") var collection: String?
    @OptionGroup var ids: IDOptions

    func validate() throws {
        if judge?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--judge takes a name") }
    }

    func run() throws {
        let line = ProgressLine()
        defer { line.clear() }
        let source = file == "-" ? "standard input" : file
        line.show("reading", fraction: 0, detail: source)
        var session = dryRun ? nil : try WritableSession(argument.session)
        let state = try session?.state ?? RecordedSession(argument.session).state
        if let collection, collection != "-", !state.collections.contains(collection) {
            throw SessionError.noCollection(
                collection, known: state.collectionChoices, path: SessionStore().path(of: argument.session))
        }
        let reading = try JudgmentFile.read(file)
        line.clear()
        let judgments = reading.sayingWarnings()
        let plan = try JudgmentImport(
            judgments.unescaped(ids.ids), source: source, judge: judge, collection: collection, rule: conflicts, into: state,
            batch: UUID().uuidString)
        if plan.judgments.isEmpty, plan.known == 0, plan.conflicts.isEmpty {
            report(plan, format: judgments.format, source: source, scale: state.scale)
            throw SessionError.otherQueries(than: source, path: SessionStore().path(of: argument.session))
        }
        if session != nil {
            line.show("writing", fraction: 0, detail: plan.judgments.count.counted("judgment"))
            try session?.appendWhole(plan.judgments.map(SessionEvent.judgment))
        }
        session?.file.close()
        line.clear()
        // Only now is it so.
        report(plan, format: judgments.format, source: source, scale: state.scale)
        try StandardOutput.report(summary(plan, source: source))
    }

    private func summary(_ plan: JudgmentImport, source: String) -> String {
        let counts = Dictionary(grouping: plan.judgments, by: \.judge).sorted { $0.key < $1.key }
        let who = counts.map { "\($0.value.count) by \($0.key)" }.joined(separator: ", ")
        let taken = "\(dryRun ? "would import" : "imported") \(plan.judgments.count.counted("judgment")) from \(source)"
        let rest = [
            plan.known > 0 ? "\(plan.known) already in the session" : nil,
            plan.conflicts.isEmpty
                ? nil
                : "\(plan.conflicts.count.counted("conflict")) \(conflicts == .mine ? "kept the session's grade" : "replaced")",
        ].compactMap(\.self)
        return ([who.isEmpty ? taken : "\(taken) (\(who))"] + rest).joined(separator: "; ")
    }

    private func report(_ plan: JudgmentImport, format: JudgmentFile.Format, source: String, scale: GradeScale) {
        for conflict in plan.conflicts {
            StandardError.write(
                """
                erank: conflict: query \(conflict.queryID), document \(conflict.documentID): \(conflict.judge) has \
                \(conflict.here) in the session, \(conflict.there) at \(source):\(conflict.line)
                """)
        }
        if !plan.conflicts.isEmpty, conflicts == .mine {
            StandardError.write("erank: warning: the session's grades are kept; use --conflicts theirs to take the file's")
        }
        // Collection qrels cover many queries that a session does not have. Query texts that are not found are probably
        // mistakes.
        let named = format == .quepid ? plan.unknown.prefix(Self.shown) : plan.unknown.prefix(1)
        for (query, line) in named {
            let rest =
                plan.unknown.count > named.count && line == named.last?.line
                ? "; \((plan.unknown.count - named.count).counted("more query", "more queries")) likewise" : ""
            StandardError.write(
                """
                erank: warning: \(source):\(line): the session does not have the query "\(query)"; its judgments are \
                skipped\(rest)
                """)
        }
        if let first = plan.outside.first {
            let count = plan.outside.count
            StandardError.write(
                """
                erank: warning: \(source):\(first.line): the document \(first.documentID) is not a candidate of query \
                \(first.queryID) in the session; it \(dryRun ? "would be" : "is") imported\
                \(count > 1 ? ", like \(count - 1) more" : ""), and agreement and export \
                \(dryRun ? "would include" : "include") \(count > 1 ? "them" : "it")
                """)
        }
        if let first = plan.offScale.first {
            StandardError.write(
                """
                erank: warning: \(source):\(first.line): the grade \(first.grade) is not on the session's scale \(scale.name); \
                it \(dryRun ? "would be" : "is") imported unchanged\(plan.offScale.count > 1 ? ", like \(plan.offScale.count - 1) more" : "")
                """)
        }
    }

    /// The number of queries that are listed one by one.
    private static let shown = 20
}

extension JudgmentImport.Rule: ExpressibleByArgument {}
