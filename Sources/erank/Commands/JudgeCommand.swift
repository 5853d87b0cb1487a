import ArgumentParser
import Foundation
import Relevance
import Sessions
import Terminal

struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge documents in the screens with one key each; blind by default.",
        discussion: """
            Begins a session with the queries and their pools: for each query the union of the best --depth documents of every \
            run. The same command again continues where you were, and so does 'erank judge --session NAME'. Each judgment \
            records who judged, when, how long it took, and whether it was blind. Undo and redo have no limit and work across \
            restarts.
            """)

    @OptionGroup var source: CandidateOptions
    @Option(parsing: .unconditional, help: "Documents that each run adds to the pool of a query.") var depth: Int?
    @Option(help: "The judge's name; by default the session's judge, or $USER in a new session.") var judge: String?
    @Option(
        help: """
            The scale: \(GradeScale.all.map(\.name).joined(separator: ", ")), or a file with one grade and its meaning per \
            line.
            """,
        completion: .scales)
    var scale: String?
    @Option(
        help: """
            The order of the documents: \
            \(JudgingOrder.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")).
            """)
    var order: JudgingOrder?
    @Option(parsing: .unconditional, help: "The seed of the shuffle. It is recorded; a new session gets a random one by default.")
    var seed: UInt64?
    @Flag(help: "Show the model's scores, ranks and thoughts and other judges' grades before you judge.")
    var unblinded = false
    @Option(help: "The session's file or name; a new session is created if there is none.", completion: .sessions)
    var session: String?
    @OptionGroup var options: ScreenOptions

    /// TREC's usual pool depth.
    private static let depth = 100

    func validate() throws {
        try source.check()
        guard source.areGiven || session != nil else {
            throw ValidationError(
                "name what to judge with --candidates, with --collection and --run, or with --session")
        }
        if source.candidates == "-" {
            throw ValidationError(
                "judging needs standard input for the keyboard: write the candidates of --candidates - into a file")
        }
        if let depth, depth < 1 { throw ValidationError("--depth must be at least 1, not \(depth)") }
        if judge?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--judge takes a name") }
    }

    func run() async throws {
        // The options are checked first, then the terminal; only then is anything written.
        let setup = try setup()
        try Screens.checkTerminal()
        let written = try setup.write(to: session, program: "erank \(Erank.version)")
        try await Screens.open(.judging(written.path, topic: written.topic), options)
    }

    private func setup() throws -> JudgingSetup {
        let store = SessionStore()
        let isNew =
            session.map { name in
                let path = store.path(of: name)
                return !FileManager.default.fileExists(atPath: path) || SessionFile.isUnbegun(path)
            } ?? true
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
            let pool = try source.readPool(depth: depth ?? Self.depth, isDepthDefault: depth == nil)
            (setup.tasks, setup.runs) = (pool.tasks, pool.runs)
        }
        return setup
    }
}

extension JudgingOrder: ExpressibleByArgument {}
