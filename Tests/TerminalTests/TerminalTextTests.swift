import ModelFixtures
import Testing

@testable import Terminal

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain", "plain", 5),
        ("\u{1B}[31mred\u{07}", "␛[31mred␇", 9),
        ("a\u{9B}2Jb", "a\u{FFFD}2Jb", 5),
        ("user\u{202E}txt.exe", "usertxt.exe", 11), ("\u{202A}a\u{FFF9}b\u{1D173}c\u{E007F}", "abc", 3),
        ("\u{200F}\u{5E9}\u{5DC}\u{200E} \u{2067}a\u{2069}", "\u{5E9}\u{5DC} a", 4),
        ("\u{61C}a\u{180E}\u{2061}\u{2064}\u{206A}b", "ab", 2),
        ("del\u{7F}", "del␡", 4),
        ("a\tb", "a   b", 5),
        ("abcd\te", "abcd    e", 9),
        ("two\r\nlines\n", "two lines ", 10),
        ("漢字", "漢字", 4),
        ("e\u{301}", "e\u{301}", 1),
        ("\u{301}e", "\u{25CC}\u{301}e", 2),
        ("👨‍👩‍👧‍👦!", "👨!", 3),
        ("👍🏽", "👍", 2),
        ("🏽a🏽", "\u{FFFD}a\u{FFFD}", 3),
        ("❤️", "❤", 1),
        ("1️⃣", "1", 1),
        ("🇩🇪", "DE", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴", 2),
        ("hid\u{E0041}den", "hidden", 6),
        ("soft\u{AD}hy\u{200B}phen\u{FEFF}", "softhyphen", 10),
        ("z\u{300}\u{301}\u{302}\u{303}\u{304}algo", "z\u{300}\u{301}\u{302}algo", 5),
        ("\u{1100}\u{1161}\u{11A8}", "\u{1100}\u{1161}\u{11A8}", 2),
        ("a\u{1161}", "a", 1),
        ("\u{FFFE}\u{378}", "\u{FFFD}\u{FFFD}", 2),
        ("\u{2028}", " ", 1),
        ("", "", 0),
    ])
    func hostileTextBecomesHarmless(text: String, shown: String, width: Int) {
        #expect(Array(TerminalText.sanitized(text).unicodeScalars) == Array(shown.unicodeScalars))
        #expect(TerminalText.width(of: text) == width)
    }

    @Test func sanitizingTwiceChangesNothing() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let text = random.hostileText()
            let once = TerminalText.sanitized(text)
            #expect(TerminalText.sanitized(once) == once)
            #expect(TerminalText.width(of: once) == TerminalText.width(of: text))
        }
    }

    @Test(arguments: [
        ("ranking", 7, "ranking"), ("ranking", 6, "ranki…"), ("ranking", 1, "…"), ("ranking", 0, ""), ("ranking", -4, ""),
        ("漢字漢字", 8, "漢字漢字"), ("漢字漢字", 7, "漢字漢…"), ("漢字漢字", 6, "漢字…"), ("漢字", 2, "…"), ("", 3, ""),
    ])
    func truncationEndsInAnEllipsis(text: String, width: Int, expected: String) {
        #expect(TerminalText.truncated(text, to: width) == expected)
    }

    @Test func paddingIsExact() {
        #expect(TerminalText.padded("漢", to: 4) == "漢  ")
        #expect(TerminalText.padded("7.5", to: 6, alignment: .trailing) == "   7.5")
        #expect(TerminalText.padded("abcdef", to: 4) == "abc…")
        #expect(TerminalText.padded("漢字", to: 3) == "漢…")
    }
}
