import Terminal
import Testing

@testable import Inspector

/// `?`: one page for the screen in view, the numbers behind Tab, and what is found on it.
@Suite struct HelpTests {
    private func open(_ size: Size = Size(width: 80, height: 24)) -> InspectorState {
        var state = Fixture.state(Fixture.setUp + Fixture.run(), size: size)
        state.keys(.character("?"))
        return state
    }

    private func text(_ state: InspectorState) -> String { state.render(size: state.size, theme: Theme()).text }

    @Test func itSaysTheKeysOfTheScreenInViewAlone() {
        var state = open(Size(width: 200, height: 60))
        #expect(text(state).contains("Ranking: the keys"))
        #expect(text(state).contains("begin a new run"))
        #expect(!text(state).contains("choose who judges"))
        state.keys(.escape, .character("A"), .character("?"))
        #expect(text(state).contains("Judging: the keys"))
        #expect(text(state).contains("choose who judges"))
        #expect(!text(state).contains("begin a new run"))
    }

    @Test func itSaysThatItScrollsAndShowsEveryKeyOnTheWay() {
        var state = open()
        #expect(text(state).contains("j k scroll"))
        var seen = text(state)
        for _ in 0..<8 {
            state.keys(.pageDown)
            seen += text(state)
        }
        let words = seen.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
        #expect(words.contains("quit; everything is kept"))
        #expect(words.contains("complete a path"))
        #expect(!text(open(Size(width: 200, height: 60))).contains("scroll"), "all of it is in view")
    }

    @Test func tabLeadsToTheNumbersAndBack() {
        var state = open()
        state.keys(.tab)
        #expect(text(state).contains("Ranking: the numbers"))
        #expect(text(state).contains("move: places gained or lost"))
        state.keys(.tab)
        #expect(text(state).contains("Ranking: the keys"))
    }

    /// Every screen says what its numbers mean, and the keys it names are its own.
    @Test func everyScreenWithNumbersExplainsThem() {
        for screen in Screens.all where screen.context != .start {
            let lines = Help.numbers(of: screen, .standard, width: 80)
            #expect(lines.count > 2, "\(screen.context.name)")
        }
    }

    @Test func textIsFoundOnThePage() {
        var state = open()
        state.keys(.tab, .character("/"))
        #expect(state.context == .line)
        state.type("ENTROPY")
        state.keys(.enter)
        guard case .page(let page) = state.overlay else {
            Issue.record("the page is closed")
            return
        }
        #expect(page.needle == "ENTROPY" && page.top > 0)
        #expect(text(state).contains("entropy of the distribution in bits"))
        state.keys(.character("/"))
        state.type("nowhere at all")
        state.keys(.enter)
        #expect(state.notice?.text == "this page does not have 'nowhere at all'")
        // Esc first takes the search back, then closes the page.
        state.keys(.escape)
        #expect(state.overlay != nil)
        state.keys(.escape)
        #expect(state.overlay == nil)
    }

    /// The last matches stand on the last page, where the page scrolls no further: the way goes round all the same.
    @Test func findingGoesRound() {
        var state = open()
        state.keys(.tab, .character("/"))
        #expect(text(state).contains("on this page"))
        state.type("score")
        state.keys(.enter)
        func top() -> Int? { if case .page(let page) = state.overlay { page.top } else { nil } }
        let first = top()
        var tops: [Int?] = []
        for _ in 0..<40 {
            state.keys(.character("n"))
            tops.append(top())
        }
        #expect(tops.contains(first) && Set(tops).count > 1, "\(tops)")
        let round = tops.count(where: { $0 == first })
        #expect(round >= 2 && round < 40)
    }

    /// The line of keys offers Tab on a page only where the page has another side.
    @Test func tabIsOfferedOnlyWhereItLeadsSomewhere() {
        var state = open()
        #expect(state.isEnabled(.nextPane))
        state.keys(.escape, .character("A"), .character("i"))
        #expect(!state.isEnabled(.nextPane) && !text(state).contains("keys or numbers"))
        var two = Sitting(Fixture.setUp + AgreementTests.twoJudges)
        two.press("D?")
        #expect(two.state.isEnabled(.nextPane))
    }

    @Test func aLongMessageIsWholeOverAPage() {
        var state = open()
        let words = (1...30).map { "word\($0)" }.joined(separator: " ")
        _ = state.handle(.notice(Notice(.failure, words)))
        #expect(text(state).contains("word1 ") && text(state).contains("word30"))
    }

    @Test func aLineBeingTypedOnAPageTakesLettersAndPastes() {
        var state = open()
        state.keys(.character("/"), .character("q"), .character("j"))
        _ = state.handle(.terminal(.paste("k")))
        state.keys(.backspace)
        guard case .page(let page) = state.overlay else {
            Issue.record("the page is closed")
            return
        }
        #expect(page.finding?.editor.text == "qj")
    }
}
