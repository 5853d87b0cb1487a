import ModelFixtures
import Terminal
import Testing

@testable import Inspector

@Suite struct FlowTests {
    private func lines(_ text: String, _ width: Int) -> [String] {
        var flow = Flow(width: width)
        flow.append(text, tag: 0)
        return flow.lines.map { String($0.map(\.character)) }
    }

    @Test func linesBreakWhereAReaderExpects() {
        #expect(lines("", 5) == [""])
        #expect(lines("one two three", 7) == ["one two ", "three"])
        #expect(lines("abcdefgh", 3) == ["abc", "def", "gh"])
        #expect(lines("to abcdefgh", 4) == ["to ", "abcd", "efgh"])
        #expect(lines("line\n\nnext\r\nlast\n", 10) == ["line", "", "next", "last", ""])
        #expect(lines("well-known", 6) == ["well-", "known"])
        #expect(lines("漢字漢字", 5) == ["漢字", "漢字"])
        #expect(lines("-bcd漢", 4) == ["-", "bcd", "漢"])
        #expect(lines("abc", 0) == ["a", "b", "c"])
    }

    /// Searching byte by byte finds what searching character by character does.
    @Test func searchingFoldsCase() {
        func found(_ needle: String, _ text: String) -> String? { text.range(ofFolded: needle).map { String(text[$0]) } }
        #expect(found("Gold", "a GOLDfish") == "GOLD")
        #expect(found("fish", "漢字 Fish") == "Fish")
        #expect(found("字 f", "漢字 Fish") == "字 F")
        #expect(found("É", "caf\u{E9}") == "\u{E9}")
        #expect(found("x", "") == nil && found("", "x") == nil && found("abc", "ab") == nil)
        // An e with an accent is another character, and so is what an accent follows.
        #expect(found("cafe", "cafe\u{301} cafes") == "cafe")
        #expect(found("cafe", "cafe\u{301}") == nil)
        var random = SeededGenerator(seed: 5)
        let letters = ["a", "B", "b", "A", "é", "e\u{301}", " ", "漢"]
        for _ in 0..<2_000 {
            func text(_ count: Int) -> String {
                (0..<count).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            }
            let (needle, whole) = (text(2), text(12))
            let expected = whole.indices.first { whole[$0...].lowercased().hasPrefix(needle.lowercased()) }
            #expect(whole.range(ofFolded: needle)?.lowerBound == expected, "'\(needle)' in '\(whole)'")
        }
    }

    /// However a text is cut into pieces, the same lines come of it, all of it is on them, and they fit.
    @Test func piecesChangeNothingAndLinesFit() {
        var random = SeededGenerator(seed: 3)
        let words = ["a", "goldfish", " ", "  ", "-", "漢", "字。", "\n", "\t", "e\u{301}", "👨‍👩‍👧", "\u{1B}[31m", "longerthanaline"]
        for _ in 0..<500 {
            let pieces = (0..<Int.random(in: 0...30, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            let width = Int.random(in: 2...20, using: &random)
            var flow = Flow(width: width)
            for (tag, piece) in pieces.enumerated() { flow.append(piece, tag: tag) }
            for line in flow.lines {
                let ink = line.reversed().drop { $0.character == " " }
                #expect(ink.reduce(0) { $0 + $1.width } <= width, "\(pieces) at \(width)")
            }
            let shown = flow.lines.flatMap { $0.map(\.character) }
            let expected = pieces.flatMap { piece in TerminalText.Glyphs(piece).filter { !$0.isNewline }.map(\.character) }
            #expect(shown == expected)
            for (tag, piece) in pieces.enumerated() where !piece.allSatisfy(\.isWhitespace) {
                #expect(flow.lines[flow.line(of: tag)].contains { $0.tag == tag }, "\(piece) of \(pieces)")
            }
        }
    }
}
