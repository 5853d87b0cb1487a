import ArgumentParser
import Foundation
import Relevance
import Sessions

struct JudgmentsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take the judgments of a file into a session, as one step that can be undone.",
        discussion: """
            The file is TREC qrels, a BEIR tsv or a CSV of Quepid, told by its content; - is standard input. Only queries that the session has \
            are taken; Quepid's are found by their words. Documents that are not among a query's candidates are kept, since pools grow, and \
            counted on standard error; agreement and export have them too. Where the judge has another grade here, the document is listed on standard error \
            and keeps it, unless --conflicts theirs is said.
            """)

    @OptionGroup var argument: SessionArgument
    @Argument(help: "A file of judgments; - for standard input.") var file: String
    @Option(help: "Whose they are; of a judgement book with several columns, whose column is taken (all without it).")
    var judge: String?
    @Flag(help: "Only say what would be done.") var dryRun = false
    @Option(help: "Where a grade stands already: keep the session's (mine), or take the file's (theirs).")
    var conflicts = JudgmentImport.Rule.mine

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
        let reading = try JudgmentFile.read(file)
        line.clear()
        for warning in reading.warnings { StandardError.write("erank: warning: \(warning)") }
        let plan = try JudgmentImport(
            reading.value, source: source, judge: judge, rule: conflicts, into: state, batch: UUID().uuidString)
        report(plan, format: reading.value.format, source: source, scale: state.scale)
        if plan.judgments.isEmpty, plan.known == 0, plan.conflicts.isEmpty {
            throw SessionError.otherQueries(than: source, path: SessionStore().path(of: argument.session))
        }
        for start in stride(from: 0, to: session == nil ? 0 : plan.judgments.count, by: Self.chunk) {
            let chunk = plan.judgments[start..<min(start + Self.chunk, plan.judgments.count)]
            try session?.append(chunk.map(SessionEvent.judgment))
            let done = start + chunk.count
            line.show(
                "writing", fraction: Double(done) / Double(plan.judgments.count), detail: "\(done) of \(plan.judgments.count)")
        }
        session?.file.close()
        line.clear()
        try StandardOutput.write(line: summary(plan, source: source))
    }

    /// Judgments written at once and forced to the disk together.
    private static let chunk = 10_000

    private func summary(_ plan: JudgmentImport, source: String) -> String {
        let counts = Dictionary(grouping: plan.judgments, by: \.judge).sorted { $0.key < $1.key }
        let who = counts.map { "\($0.value.count) of \($0.key)" }.joined(separator: ", ")
        let taken = "\(dryRun ? "would import" : "imported") \(plan.judgments.count.counted("judgment")) from \(source)"
        let rest = [
            plan.known > 0 ? "\(plan.known) stood here already" : nil,
            plan.conflicts.isEmpty
                ? nil : "\(plan.conflicts.count) in conflict \(conflicts == .mine ? "stay as they were" : "were replaced")",
        ].compactMap(\.self)
        return ([who.isEmpty ? taken : "\(taken) (\(who))"] + rest).joined(separator: "; ")
    }

    private func report(_ plan: JudgmentImport, format: JudgmentFile.Format, source: String, scale: GradeScale) {
        for conflict in plan.conflicts {
            StandardError.write(
                """
                erank: conflict: query \(conflict.queryID), document \(conflict.documentID): \(conflict.judge) has \(conflict.here) here, \
                \(conflict.there) at \(source):\(conflict.line)
                """)
        }
        if !plan.conflicts.isEmpty, conflicts == .mine {
            StandardError.write("erank: warning: what stands here is kept; say --conflicts theirs to take the file's grades")
        }
        // A collection's qrels judge many queries that a session does not have; words that are not found are likely mistakes.
        let named = format == .quepid ? plan.unknown.prefix(Self.shown) : plan.unknown.prefix(1)
        for (query, line) in named {
            let rest =
                plan.unknown.count > named.count && line == named.last?.line
                ? ", as of \(plan.unknown.count - named.count) more" : ""
            StandardError.write(
                """
                erank: warning: \(source):\(line): the session does not have the query "\(query)", and its judgments are left out\(rest)
                """)
        }
        if let first = plan.outside.first {
            let count = plan.outside.count
            StandardError.write(
                """
                erank: warning: \(source):\(first.line): the document \(first.documentID) is not among the session's candidates of query \
                \(first.queryID), and is kept\(count > 1 ? ", as are \(count - 1) more" : ""); agreement and export have \
                \(count > 1 ? "them" : "it") too
                """)
        }
        if let first = plan.offScale.first {
            StandardError.write(
                """
                erank: warning: \(source):\(first.line): the grade \(first.grade) is not on the session's scale \(scale.name), and is kept \
                as it is\(plan.offScale.count > 1 ? ", as are \(plan.offScale.count - 1) more" : "")
                """)
        }
    }

    /// Queries that are named one by one.
    private static let shown = 20
}

extension JudgmentImport.Rule: ExpressibleByArgument {}
