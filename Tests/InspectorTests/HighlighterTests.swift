import Testing

@testable import Inspector

@Suite struct HighlighterTests {
    @Test func wordsOfTheQueryAreFoundByTheirStems() {
        let highlighter = Highlighter(terms: Highlighter.terms(of: "do goldfish grow?"), needle: "")
        let found = highlighter.pieces(of: "Goldfishes do not stop growing, Goldilocks.").filter { $0.kind == .term }
        #expect(found.map(\.text) == ["Goldfishes", "growing"])
    }

    /// Marks of two classes on one letter, in the order that normal form must change: in quadratic time this would take hours.
    @Test(.timeLimit(.minutes(2)), arguments: ["", "é", "x"]) func aLetterWithAMillionMarksCostsLinearTime(needle: String) {
        let text = "ant a" + String(repeating: "\u{0315}\u{0300}", count: 500_000) + "x é"
        let highlighter = Highlighter(terms: ["a", "ant"], needle: needle)
        let pieces = highlighter.pieces(of: text)
        #expect(pieces.map(\.text.utf8.count).reduce(0, +) == text.utf8.count)
        #expect(pieces.first?.kind == .term && pieces.contains { $0.kind == .match } == !needle.isEmpty)
    }
}
