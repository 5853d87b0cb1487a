import ArgumentParser

struct JudgmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judgments", abstract: "List, compare, adjudicate, export and import the judgments of a session.",
        discussion: """
            Every command takes a session's file, or its name from 'erank sessions list'. Changes are appended to the session \
            and can be undone. A session that is open in the screens cannot be changed.
            """,
        subcommands: [
            JudgmentsListCommand.self, JudgmentsExportCommand.self, JudgmentsImportCommand.self, JudgmentsAgreementCommand.self,
            JudgmentsDisagreementsCommand.self, JudgmentsAdjudicateCommand.self, JudgmentsUndoCommand.self,
            JudgmentsRedoCommand.self,
        ])
}

/// The session of a command.
struct SessionArgument: ParsableArguments {
    @Argument(help: "A session's file, or its name from 'erank sessions list'.", completion: .sessions) var session: String
}
