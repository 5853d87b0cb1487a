import ArgumentParser
import Relevance
import Sessions

struct JudgmentsUndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back a judge's last step: a judgment, a decision, or a whole import.")

    @OptionGroup var steps: JudgmentSteps

    func run() throws { try steps.run(.back) }
}

struct JudgmentsRedoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redo", abstract: "Give again what a judge took back last.")

    @OptionGroup var steps: JudgmentSteps

    func run() throws { try steps.run(.forth) }
}

/// Steps of a judge's, back or forth.
struct JudgmentSteps: ParsableArguments {
    enum Direction { case back, forth }

    @OptionGroup var argument: SessionArgument
    @Option(help: "Whose; without it, the session's judge.") var judge: String?
    @Option(name: .customShort("n"), parsing: .unconditional, help: "So many steps, or as many as there are.") var count = 1

    func validate() throws {
        if count < 1 { throw ValidationError("-n takes a number from 1, and \(count) is not") }
    }

    func run(_ direction: Direction) throws {
        var session = try WritableSession(argument.session)
        let judge = judge ?? session.state.judge
        var done = 0
        while done < count {
            let book = session.state.book
            let changes = direction == .back ? book.nextUndo(judge: judge) : book.nextRedo(judge: judge)
            guard !changes.isEmpty else { break }
            try session.append([direction == .back ? .undo(judge: judge) : .redo(judge: judge)])
            try StandardOutput.write(line: Self.words(changes, direction, judge: judge, in: session.state))
            done += 1
        }
        session.file.close()
        guard done > 0 else {
            throw direction == .back
                ? SessionError.nothingToUndo(by: judge, path: session.path)
                : SessionError.nothingToRedo(by: judge, path: session.path)
        }
    }

    private static func words(_ changes: [JudgmentBook.Change], _ direction: Direction, judge: String, in state: SessionState)
        -> String
    {
        let verb = direction == .back ? "taken back" : "given again"
        guard changes.count == 1, let change = changes.first else {
            let source = changes.lazy.compactMap { ($0.before ?? $0.after)?.source }.first
            return "\(verb): \(changes.count) judgments of \(judge)\(source.map { " from \($0)" } ?? "")"
        }
        func words(_ judgment: Judgment?) -> String { judgment?.words(in: state) ?? "none" }
        let kind = (change.before ?? change.after)?.isAdjudication == true ? "decision" : "judgment"
        return """
            \(verb): \(judge)'s \(kind) of query \(change.queryID), document \(change.documentID): \
            from \(words(change.before)) to \(words(change.after))
            """
    }
}
