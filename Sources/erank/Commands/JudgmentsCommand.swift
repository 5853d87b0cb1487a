import ArgumentParser

struct JudgmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judgments", abstract: "Who judged what in a session, how far they agree, and judgments in and out.",
        discussion: """
            Every command takes a session's file, or its name in 'erank sessions list'. What changes a session is appended to it and can \
            be undone; the screens must not have it open then.
            """,
        subcommands: [
            JudgmentsListCommand.self, JudgmentsExportCommand.self, JudgmentsImportCommand.self, JudgmentsAgreementCommand.self,
            JudgmentsDisagreementsCommand.self, JudgmentsAdjudicateCommand.self, JudgmentsUndoCommand.self,
            JudgmentsRedoCommand.self,
        ])
}

/// The session that a command is about.
struct SessionArgument: ParsableArguments {
    @Argument(help: "A session's file, or its name in 'erank sessions list'.") var session: String
}
