import Sessions

/// Every screen. One that is added needs a folder of its own, and a line here.
enum Screens {
    /// In the order of help and documentation.
    static let all: [any ScreenModel.Type] = [
        RankScreen.self,
        InsideScreen.self,
        JudgeScreen.self,
        MeasuresScreen.self,
        CompareScreen.self,
        AgreementScreen.self,
        StartScreen.self,
    ]

    /// The screen under all others of a session: Esc leads back to it.
    static var base: any ScreenModel.Type { all[baseIndex] }
    /// The start page.
    static var home: any ScreenModel.Type { all[homeIndex] }

    static let baseIndex = index(of: RankScreen.self)
    static let homeIndex = index(of: StartScreen.self)

    private static func index(of screen: any ScreenModel.Type) -> Int { all.firstIndex { $0 == screen } ?? 0 }

    /// Why a command cannot open its screen now, in a sentence that says what to do instead; nil where it can, and for a command
    /// that opens none.
    static func whyNotOpen(by command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        guard let screen = all.first(where: { $0.opener?.command == command }) else { return nil }
        // Where another program writes the session, nothing can be judged; a replay shows how it was judged.
        if screen.isForWriting, !board.isReplay, let reason = board.whyNotWrite(keys) { return reason }
        guard board.session.topics.allSatisfy(\.candidates.isEmpty) else { return nil }
        return board.source.name.isEmpty && board.session.topics.isEmpty
            ? "no session is open" : "no candidates yet: \(keys(.candidates)) opens a file or folder"
    }
}
