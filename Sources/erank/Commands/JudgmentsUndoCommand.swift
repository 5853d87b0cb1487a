import ArgumentParser
import Relevance
import Sessions

struct JudgmentsUndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Undo a judge's last step: a judgment, an adjudication, or a whole import.")

    @OptionGroup var steps: JudgmentSteps

    func run() throws { try steps.run(.undo) }
}

struct JudgmentsRedoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redo", abstract: "Redo the step that a judge undid last.")

    @OptionGroup var steps: JudgmentSteps

    func run() throws { try steps.run(.redo) }
}

/// Undoes or redoes steps of a judge.
struct JudgmentSteps: ParsableArguments {
    enum Direction { case undo, redo }

    @OptionGroup var argument: SessionArgument
    @Option(help: "The judge; by default the session's judge.") var judge: String?
    @Option(name: .customShort("n"), parsing: .unconditional, help: "The number of steps.") var count = 1

    func validate() throws {
        if count < 1 { throw ValidationError("-n must be at least 1, not \(count)") }
    }

    func run(_ direction: Direction) throws {
        var session = try WritableSession(argument.session)
        let judge = judge ?? session.state.judge
        var done = 0
        while done < count {
            let book = session.state.book
            let changes = direction == .undo ? book.nextUndo(judge: judge) : book.nextRedo(judge: judge)
            guard !changes.isEmpty else { break }
            try session.appendWhole([direction == .undo ? .undo(judge: judge) : .redo(judge: judge)])
            try StandardOutput.report(Self.words(changes, direction, judge: judge, in: session.state))
            done += 1
        }
        session.file.close()
        guard done > 0 else {
            throw direction == .undo
                ? SessionError.nothingToUndo(by: judge, path: session.path)
                : SessionError.nothingToRedo(by: judge, path: session.path)
        }
    }

    private static func words(_ changes: [JudgmentBook.Change], _ direction: Direction, judge: String, in state: SessionState)
        -> String
    {
        let verb = direction == .undo ? "undone" : "redone"
        guard changes.count == 1, let change = changes.first else {
            let source = changes.lazy.compactMap { ($0.before ?? $0.after)?.source }.first
            return "\(verb): \(changes.count) judgments by \(judge)\(source.map { " from \($0)" } ?? "")"
        }
        func words(_ judgment: Judgment?) -> String { judgment?.words(in: state) ?? "none" }
        let kind = (change.before ?? change.after)?.isAdjudication == true ? "adjudication" : "judgment"
        return """
            \(verb): \(judge)'s \(kind) of query \(change.queryID), document \(change.documentID): \
            from \(words(change.before)) to \(words(change.after))
            """
    }
}
