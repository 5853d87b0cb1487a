/// Every screen. One that is added needs a folder of its own, and a line here.
enum Screens {
    /// In the order of help and documentation: first what an open session begins with, last the start page.
    static let all: [any ScreenModel.Type] = [
        RankScreen.self,
        InsideScreen.self,
        JudgeScreen.self,
        MeasuresScreen.self,
        AgreementScreen.self,
        StartScreen.self,
    ]

    /// The screen under all others of a session: Esc leads back to it.
    static var base: any ScreenModel.Type { all[baseIndex] }
    /// The start page.
    static var home: any ScreenModel.Type { all[homeIndex] }

    static let baseIndex = 0
    static let homeIndex = all.count - 1
}
