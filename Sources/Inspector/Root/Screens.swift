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
}
