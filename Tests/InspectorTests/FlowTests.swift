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
