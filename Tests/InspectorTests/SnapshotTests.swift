import Relevance
import Sessions
import Terminal
import Testing

@testable import Inspector

/// Pure pictures of every screen, against those committed.
@Suite struct SnapshotTests {
    static let sizes = [(80, 24), (120, 40), (200, 60), (40, 12), (1, 1)].map { Size(width: $0.0, height: $0.1) }

    static let themes: [(name: String, theme: Theme)] = [
        ("256", Theme()), ("16", Theme(palette: .sixteen)), ("mono", Theme(palette: .none)),
        ("256-ascii", Theme(isASCII: true)), ("mono-ascii", Theme(palette: .none, isASCII: true)),
    ]

    /// Every screen worth a picture.
    static let screens: [(name: String, make: @Sendable () -> InspectorState)] = [
        (
            "start",
            {
                var state = InspectorState(size: Size(width: 80, height: 24), reducesMotion: true)
                _ = state.handle(.catalogue(Fixture.catalogue))
                _ = state.handle(.sessions(Fixture.sessions))
                _ = state.handle(.demos(Fixture.demos))
                _ = state.handle(.model(.missing(Fixture.catalogue[1])))
                return state
            }
        ),
        ("empty", { Fixture.state([]) }),
        (
            "loading",
            {
                var state = Fixture.state(Array(Fixture.setUp.prefix(2)))
                _ = state.handle(.model(.loading(name: "small-1b", fraction: 0.42)))
                return state
            }
        ),
        ("running", { Fixture.state(Fixture.setUp + Fixture.run(finished: 7)) }),
        ("finished", { Fixture.state(Fixture.setUp + Fixture.run()) }),
        ("interrupted", { ResumeTests.reopened(Fixture.setUp + Fixture.run(finished: 5)) }),
        ("unreadable", { selecting(7) }),
        ("cut off", { selecting(8) }),
        ("off scale", { selecting(10) }),
        (
            "why",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run())
                state.keys(.tab, .tab, .tab)
                return state
            }
        ),
        (
            "queries of a collection",
            {
                var state = Fixture.state([])
                _ = state.handle(.queries(FactsTests.listing))
                state.keys(.character(" "))
                return state
            }
        ),
        (
            "sorted",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run())
                state.keys(.character("t"))
                state.type("entropy")
                state.keys(.enter)
                return state
            }
        ),
        (
            "inside document",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run())
                state.keys(.enter, .tab)
                return state
            }
        ),
        (
            "inside",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run())
                state.keys(.enter, .character(","))
                return state
            }
        ),
        ("stops", { Fixture.state(Fixture.setUp + Fixture.run() + Fixture.stops) }),
        (
            "inside stops",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run() + Fixture.stops)
                state.keys(.enter, .character("g"), .character("w"), .character("w"))
                return state
            }
        ),
        ("compare", { comparing(Fixture.bothRuns + Fixture.grades) }),
        ("compare live", { comparing(Fixture.setUp + Fixture.run() + Fixture.otherRun(finished: 3)) }),
        ("compare thoughts", { comparing(Fixture.bothRuns, .enter) }),
        ("compare curves", { comparing(Fixture.bothRuns + Fixture.stops + Fixture.otherStops, .enter) }),
        ("compare moves", { comparing(Fixture.bothRuns + Fixture.grades, .tab) }),
        ("compare queries", { comparing(Fixture.twoQueriesTwice, .tab, .tab) }),
        ("compare measures", { comparing(Fixture.twoQueriesTwice, .tab, .tab, .tab) }),
        ("compare pictures", { comparing(Fixture.twoQueriesTwice, .tab, .tab, .tab, .tab) }),
        ("compare first stage", { comparing(Fixture.setUp + Fixture.run()) }),
        (
            "help",
            {
                var state = Fixture.state(Fixture.setUp)
                state.keys(.character("?"))
                return state
            }
        ),
        (
            "palette",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run())
                state.keys(.character(":"))
                state.type("que")
                return state
            }
        ),
        (
            "models",
            {
                var state = Fixture.state(Fixture.setUp)
                state.keys(.character("m"))
                return state
            }
        ),
        (
            "fetching",
            {
                var state = Fixture.state(Fixture.setUp)
                _ = state.handle(.model(.fetching(name: "small-1b", done: 412_000_000, total: 1_117_320_768, rate: 12_500_000)))
                return state
            }
        ),
        (
            "candidates",
            {
                var state = Fixture.state(Array(Fixture.setUp.prefix(1)))
                state.keys(.character("o"))
                state.type("da")
                _ = state.handle(.completions(path: "da", ["data/", "dates.jsonl"]))
                return state
            }
        ),
        (
            "query",
            {
                var state = Fixture.state(Fixture.setUp)
                state.keys(.character("e"))
                state.type(" how much")
                return state
            }
        ),
        (
            "failure",
            {
                var state = Fixture.state(Fixture.setUp)
                _ = state.handle(
                    .model(
                        .failed(
                            name: "broken",
                            sentence: "broken.gguf is no GGUF file: it begins with 50 4B 03 04; choose another with m")))
                return state
            }
        ),
        (
            "replay",
            {
                var state = Fixture.state([])
                _ = state.handle(.opened(OpenedSession(name: "goldfish", state: SessionState(), whyReadOnly: "it only shows")))
                _ = state.handle(.replay(ReplayStatus(isPaused: false, speed: 2, position: 0, length: 60_000)))
                for (index, event) in (Fixture.setUp + Fixture.run(finished: 4)).enumerated() {
                    _ = state.handle(.journal(TimedEvent(milliseconds: 100 * index, event: event)))
                }
                _ = state.handle(.replay(ReplayStatus(isPaused: false, speed: 2, position: 16_000, length: 60_000)))
                return state
            }
        ),
        ("judge", { judging(Fixture.twoQueries + Fixture.run(), "") }),
        ("judge after a grade", { judging(Fixture.setUp + Fixture.run() + [Fixture.judgment("d01", 2)], "201sc2") }),
        (
            "judge unblinded",
            { judging(Fixture.twoQueries + Fixture.run() + Fixture.documents.map { Fixture.judgment($0.id, 1) }, "J2b") }
        ),
        (
            "judge all done",
            {
                let own = Fixture.documents.enumerated().map { Fixture.judgment($1.id, $0 % 4, by: "you") }
                return judging(Fixture.setUp + own.dropLast(), "3")
            }
        ),
        (
            "judge seen before",
            {
                var sitting = Sitting(Fixture.setUp + Fixture.run())
                sitting.press("As")
                return sitting.state
            }
        ),
        ("judge tenths", { judging([.scale(.tenths)] + Fixture.setUp, "7t") }),
        (
            "agreement",
            {
                var sitting = Sitting(Fixture.setUp + Fixture.run() + AgreementTests.twoJudges)
                sitting.press("D")
                return sitting.state
            }
        ),
        (
            "adjudication",
            {
                var sitting = Sitting(Fixture.setUp + Fixture.run() + AgreementTests.twoJudges)
                sitting.press("Dv")
                sitting.press(.enter)
                return sitting.state
            }
        ),
        ("no distribution", { NoDistribution.state() }),
        (
            "no distribution inside",
            {
                var state = NoDistribution.state()
                state.keys(.enter, .character(","))
                return state
            }
        ),
        (
            "no distribution of one",
            {
                var state = NoDistribution.state(without: [6])
                state.keys(.tab, .tab, .tab)
                return state
            }
        ),
        ("measures", { measuring("") }),
        (
            "measures thought length",
            {
                var sitting = Sitting(Fixture.setUp + Fixture.settledRun() + Fixture.stops + Fixture.grades)
                sitting.press("#")
                sitting.press(.tab)
                return sitting.state
            }
        ),
        (
            "inside second closing",
            {
                var state = Fixture.state(Fixture.setUp + Fixture.run() + Fixture.stops + Fixture.besideStops)
                state.keys(.enter, .left, .left, .left, .left, .left)
                return state
            }
        ),
        ("measures documents", { measuring("jj\n") }),
        ("measures mean", { measuring("\tv") }),
        ("measures queries", { measuring("\t\t") }),
        ("measures sorts", { measuring("\t\ts") }),
        (
            "measures of one ranking",
            {
                var sitting = Sitting(Fixture.setUp + AgreementTests.twoJudges)
                sitting.press("#")
                return sitting.state
            }
        ),
        (
            "measures nothing judged",
            {
                var sitting = Sitting(Fixture.setUp)
                sitting.press("#")
                return sitting.state
            }
        ),
        (
            "judge not saved",
            {
                var state = judging(Fixture.twoQueries + Fixture.run(), "2")
                _ = state.handle(.unsaved(2))
                return state
            }
        ),
        ("agreement of eight", { agreeing(AgreementTests.eightJudges) }),
        (
            "judge long query",
            {
                let text =
                    "what similarity laws must be obeyed when a model of a goldfish bowl is built, if its water, its warmth and its light are to stand to one another as those of the pond do in summer and in winter, and are there data on how large the fish then grow?"
                return judging([.query(Query(id: "1", text: text)), Fixture.setUp[1]], "")
            }
        ),
        ("judge nothing", { judging([.query(Fixture.query)], "") }),
    ]

    private static func measuring(_ keys: String) -> InspectorState {
        var sitting = Sitting(MeasuresTests.judged)
        sitting.press("#")
        for key in keys { sitting.press(key == "\t" ? .tab : key == "\n" ? .enter : .character(key)) }
        for _ in 0..<100 where sitting.state.ticking == .frames { sitting.wait(0.033) }
        return sitting.state
    }

    private static func agreeing(_ events: [SessionEvent]) -> InspectorState {
        var sitting = Sitting(Fixture.setUp + events)
        sitting.press("D")
        return sitting.state
    }

    private static func judging(_ events: [SessionEvent], _ keys: String) -> InspectorState {
        var sitting = Sitting.judging(events)
        for key in keys {
            sitting.wait(7)
            sitting.press(.character(key))
        }
        return sitting.state
    }

    private static func comparing(_ events: [SessionEvent], _ keys: Key...) -> InspectorState {
        var sitting = Sitting(events)
        sitting.press("c")
        for key in keys { sitting.press(key) }
        return sitting.state
    }

    private static func selecting(_ document: Int) -> InspectorState {
        var state = Fixture.state(Fixture.setUp + Fixture.run())
        state.board.select(document)
        state.keys(.tab, .tab, .tab)
        return state
    }

    @Test(arguments: screens.indices) func text(screen: Int) throws {
        let (name, make) = Self.screens[screen]
        let state = make()
        let pictures = Self.sizes.map { size in
            "\(size.width)x\(size.height)\n" + state.render(size: size, theme: Theme()).text
        }
        try Snapshot.check(pictures.joined(separator: "\n\n"), name)
    }

    /// Styles, and the text without Unicode, at the size most terminals have.
    @Test(arguments: screens.indices) func looks(screen: Int) throws {
        let (name, make) = Self.screens[screen]
        let state = make()
        let pictures = Self.themes.map { theme in
            let grid = state.render(size: Size(width: 80, height: 24), theme: theme.theme)
            return "\(theme.name)\n" + (theme.theme.isASCII ? grid.text + "\n" : "") + grid.styleDescription
        }
        try Snapshot.check(pictures.joined(separator: "\n\n"), name + " looks")
    }
}
