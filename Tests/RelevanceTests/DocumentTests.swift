import Relevance
import Testing

@Suite struct DocumentTests {
    @Test func documentsAreTheSameByteForByte() {
        let long = String(repeating: "goldfish ", count: 40)
        let pairs: [(String, String, isSame: Bool)] = [
            ("", "", true), ("", "a", false), ("short", "short", true), ("short", "shore", false), (long, long, true),
            (long, String(repeating: "goldfish ", count: 40), true), (long, long + "x", false),
            (long + "a", long + "b", false),
            // One letter in two forms, which Swift's own comparison takes for the same.
            ("\u{E9}", "e\u{301}", false),
        ]
        for (one, other, isSame) in pairs {
            #expect((Document(id: "1", text: one) == Document(id: "1", text: other)) == isSame, "\(one) \(other)")
            #expect((Document(id: "1", title: one, text: "") == Document(id: "1", title: other, text: "")) == isSame)
        }
        #expect(Document(id: "1", text: "a") != Document(id: "2", text: "a"))
    }

    /// Two letters with many marks in another order: in normal form this would take hours.
    @Test(.timeLimit(.minutes(1))) func aLetterWithManyMarksIsComparedInLinearTime() {
        let one = "a" + String(repeating: "\u{0315}\u{0300}", count: 500_000)
        let other = "a" + String(repeating: "\u{0300}\u{0315}", count: 500_000)
        #expect(Document(id: "1", text: one) != Document(id: "1", text: other))
        #expect(Set([Document(id: "1", text: one), Document(id: "1", text: other)]).count == 2)
    }
}
