import ArgumentParser
import Foundation
import Relevance
import Sessions
import Terminal

struct JudgmentsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the current judgments: judge, grade, scale, time, duration, blind or not, source and note.")

    @OptionGroup var argument: SessionArgument
    @Option(help: "Only the judgments of this judge.") var judge: String?
    @Option(help: "Only the query with this id.") var query: String?
    @Flag(help: "Print one JSON object per line.") var json = false

    func run() throws {
        let session = try RecordedSession(argument.session)
        if let judge, !session.state.book.entries.contains(where: { $0.judgment.judge == judge }) {
            throw SessionError.noJudge(judge, known: session.state.book.judges.sorted(), path: session.path)
        }
        let entries = session.state.book.entries.filter { entry in
            (judge.map { $0 == entry.judgment.judge } ?? true) && (query.map { $0 == entry.judgment.queryID } ?? true)
        }
        func time(_ entry: JudgmentBook.Entry) -> Date {
            session.header.created.addingTimeInterval(Double(entry.milliseconds) / 1000)
        }
        if json {
            for entry in entries { try StandardOutput.write(Self.json(entry.judgment, at: time(entry))) }
            return
        }
        guard !entries.isEmpty else { throw SessionError.noJudgment(session.path) }
        let rows = entries.map { entry in
            let judgment = entry.judgment
            return [
                judgment.queryID, judgment.documentID, judgment.judge + (judgment.isAdjudication ? " (adjudicated)" : ""),
                judgment.words(in: session.state), judgment.grade == nil ? "-" : judgment.scale ?? "-",
                time(entry).formatted(.iso8601),
                judgment.seconds.map { String(format: "%.1f s", $0) } ?? "-",
                judgment.isBlind.map { $0 ? "blind" : "open" } ?? "-", judgment.source ?? "-", judgment.note ?? "",
            ].map { TerminalText.sanitized($0) }
        }
        let table = TextTable(
            header: ["query", "document", "judge", "judgment", "scale", "when", "took", "blind", "from", "note"], rows: rows,
            rightAligned: [6])
        try StandardOutput.write(table.text)
    }

    /// Unknown values are null.
    private static func json(_ judgment: Judgment, at time: Date) -> String {
        var writer = JSONWriter()
        writer.object { line in
            line.member("query", judgment.queryID)
            line.member("document", judgment.documentID)
            line.member("judge", judgment.judge)
            line.member("grade") { $0.valueOrNull(judgment.grade) }
            line.member("verdict") { writer in
                switch judgment.verdict {
                case .grade: writer.value("grade")
                case .skipped: writer.value("skipped")
                case .cannotTell: writer.value("cannot_tell")
                case nil: writer.null()
                }
            }
            line.member("adjudication", judgment.isAdjudication)
            line.member("scale") { $0.valueOrNull(judgment.scale) }
            line.member("time", time.formatted(.iso8601))
            line.member("seconds") { $0.valueOrNull(judgment.seconds) }
            line.member("blind") { $0.valueOrNull(judgment.isBlind) }
            line.member("source") { $0.valueOrNull(judgment.source) }
            line.member("note") { $0.valueOrNull(judgment.note) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
