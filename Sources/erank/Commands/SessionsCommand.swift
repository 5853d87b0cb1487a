import ArgumentParser
import Foundation
import Sessions
import Terminal

struct SessionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List, show and export recorded sessions.",
        discussion: """
            Sessions are kept in $ERANK_SESSIONS; without it, in the folder Sessions of the working folder if there is one; \
            otherwise in $XDG_DATA_HOME/erank/Sessions (~/.local/share/erank/Sessions).
            """,
        subcommands: [List.self, Show.self, SessionsExportCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all sessions: size, queries, documents, model, unfinished jobs, day, first query.",
            discussion: """
                '12 of 40 left' marks an unfinished job: 12 of its 40 documents have no result yet. 'erank rank --resume NAME' \
                continues it.
                """
        )

        func run() throws {
            let store = SessionStore()
            let sessions = store.list()
            guard !sessions.isEmpty else {
                try StandardOutput.write("no sessions in \(store.folder)")
                return
            }
            for damage in sessions.compactMap(\.damage) { StandardError.write("erank: warning: \(damage)") }
            let rows = sessions.map { session in
                [
                    session.name, session.size.formatted(.byteCount(style: .file)), "\(session.queryCount)",
                    "\(session.documents)",
                    session.model ?? "-", Self.left(of: session),
                    session.created.formatted(.iso8601.year().month().day()), session.query.isEmpty ? "-" : session.query,
                ].map { TerminalText.sanitized($0) }
            }
            let header = ["name", "size", "queries", "docs", "model", "to resume", "day", "first query"]
            let widest = rows.map { TerminalText.width(of: $0[0]) }.max() ?? 0
            // A name that must be typed is never cut: where it leaves the other columns no room, it has a line of its own.
            if StandardOutput.isTerminal, widest + 70 > Columns.of(STDOUT_FILENO) {
                let facts = TextTable(
                    header: Array(header.dropFirst()), rows: rows.map { Array($0.dropFirst()) }, rightAligned: [0, 1, 2],
                    kept: [4])
                let lines = facts.text.split(separator: "\n", omittingEmptySubsequences: false)
                let named = zip(rows, lines.dropFirst()).map { "\($0[0])\n\($1)" }
                return try StandardOutput.write(([lines.first.map(String.init) ?? ""] + named).joined(separator: "\n"))
            }
            try StandardOutput.write(TextTable(header: header, rows: rows, rightAligned: [1, 2, 3], kept: [0, 5]).text)
        }

        /// The number of unfinished documents of each unfinished job, newest job first; "-" if there is none.
        private static func left(of session: SessionSummary) -> String {
            if SessionFile.writer(of: session.path) != nil { return "being written" }
            // If there are several jobs, each is named by its number.
            let words = session.unfinishedJobs.map { job in
                (session.jobCount > 1 ? "#\(job.id.rawValue): " : "") + "\(job.left) of \(job.documents) left"
            }
            // A number is never cut.
            let shown = StandardOutput.isTerminal && Columns.of(STDOUT_FILENO) < 120 ? 1 : 3
            return words.isEmpty ? "-" : words.prefix(shown).joined(separator: ", ") + (words.count > shown ? ", ..." : "")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a session's jobs, rankings and thoughts.",
            discussion: """
                The jobs have numbers, which --run and NAME#N take. A job is complete if none of its documents waits, was \
                cancelled or failed.
                """)

        @Argument(
            help: "A session's file, or its name from 'erank sessions list'; NAME#N means its job N.", completion: .sessions)
        var session: String
        @OptionGroup var runs: RunOptions

        func run() throws {
            let recorded = try RecordedSession(session)
            let reports = recorded.state.reports(of: try runs.selection(in: recorded))
            let text = "\(recorded.path), begun \(recorded.header.created.formatted(.iso8601)) by \(recorded.header.program)\n\n"
            let jobs = JobTable(recorded.state).text
            try StandardOutput.write(lines: text + jobs + SessionMarkdown(recorded.state, reports: reports).text)
        }
    }
}
