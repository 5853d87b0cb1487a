import ArgumentParser
import Foundation
import Relevance
import Sessions
import Terminal

struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge documents in the screens: a key a document, blind unless you say otherwise.",
        discussion: """
            Begins a session with the queries and the pool of their candidates: the best --depth of each run, together. The same command \
            again goes on where you were, and so does 'erank judge --session NAME' alone. Each judgment records who judged, when and how \
            long it took, blind or not; undo and redo are without limit and outlive the program.
            """)

    @OptionGroup var source: CandidateOptions
    @Option(parsing: .unconditional, help: "Documents of each run that come into a query's pool.") var depth: Int?
    @Option(help: "Who judges; without it whoever the session names, or $USER.") var judge: String?
    @Option(
        help: "The grades: \(GradeScale.all.map(\.name).joined(separator: ", ")), or a file with a grade and its meaning a line.")
    var scale: String?
    @Option(
        help:
            "Which document comes next: \(JudgingOrder.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", "))."
    )
    var order: JudgingOrder?
    @Option(help: "The number the shuffle depends on; it is recorded, and without it a new session has one of its own.")
    var seed: UInt64?
    @Flag(help: "Show the model's scores, ranks and thoughts and others' grades before you judge.") var unblinded = false
    @Option(help: "The session's file or name: one to go on with, or a new one.") var session: String?
    @OptionGroup var options: ScreenOptions

    /// TREC's usual depth of a pool.
    private static let depth = 100

    func validate() throws {
        try source.check()
        guard source.areGiven || session != nil else {
            throw ValidationError(
                "name what to judge with --candidates, with --collection and --run, or a --session that has it")
        }
        if source.candidates == "-" {
            throw ValidationError("--candidates - leaves no keyboard to judge with: write the candidates into a file")
        }
        if let depth, depth < 1 { throw ValidationError("--depth takes a number from 1, and \(depth) is not") }
        if judge?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--judge takes a name") }
    }

    func run() async throws {
        // What was asked for is looked at first, then the terminal, and only then is anything written.
        let setup = try setup()
        for (descriptor, name) in [(STDIN_FILENO, "standard input"), (STDOUT_FILENO, "standard output")] {
            guard isatty(descriptor) == 1 else { throw TerminalError.notATerminal(stream: name) }
        }
        let written = try setup.write(to: session, program: "erank \(Erank.version)")
        try await Screens.open(.judging(written.path, topic: written.topic), options)
    }

    private func setup() throws -> JudgingSetup {
        let store = SessionStore()
        let isNew = session.map { !FileManager.default.fileExists(atPath: store.path(of: $0)) } ?? true
        var setup = JudgingSetup(
            source: source.description, judge: judge, scale: try scale.map { try GradeScale.named($0) }, order: order, seed: seed,
            isBlind: unblinded ? false : nil, depth: depth)
        if isNew {
            setup.judge = judge ?? ProcessInfo.processInfo.environment["USER"]
            setup.seed = seed ?? .random(in: 1...999_999)
            if source.collection != nil { setup.depth = depth ?? Self.depth }
        }
        if let session, isNew, !source.areGiven { _ = try SessionReader(path: store.path(of: session)) }
        if source.areGiven {
            let pool = try source.readPool(depth: depth ?? Self.depth)
            (setup.tasks, setup.runs) = (pool.tasks, pool.runs)
        }
        return setup
    }
}

extension JudgingOrder: ExpressibleByArgument {}
