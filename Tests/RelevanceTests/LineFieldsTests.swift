import TestSupport
import Testing

@testable import Relevance

@Suite struct LineFieldsTests {
    private func fields(_ text: String) -> LineFields {
        var fields = LineFields()
        // A slice that does not begin at index 0, like those of a reader.
        fields.split((Array("skipped".utf8) + Array(text.utf8))[7...])
        return fields
    }

    @Test func fieldsAreWhatStandsBetweenWhiteSpace() {
        for text in ["", " ", "a", " a", "a ", "a\tb", "  one \t two\u{0B}three\r", "é \u{301}x"] {
            let (fields, expected) = (fields(text), Array(text.utf8).split { CandidateKind.isSpace($0) })
            #expect(fields.count == expected.count)
            for index in 0..<fields.count { #expect(fields[index].elementsEqual(expected[index])) }
        }
    }

    @Test func atTabsFieldsAreWhatStandsBetweenThem() {
        for text in ["", " ", "\t\t", "a", " a b\tc", "a\t\tb", "\ta", "a\tb \r", "é \u{301}x\t1\t"] {
            var fields = LineFields()
            fields.splitAtTabs((Array("skipped".utf8) + Array(text.utf8))[7...])
            var kept = Array(text.utf8)
            while let last = kept.last, CandidateKind.isSpace(last) { kept.removeLast() }
            let expected = kept.isEmpty ? [] : kept.split(separator: 9, omittingEmptySubsequences: false)
            #expect(fields.count == expected.count, "\(text)")
            for index in 0..<min(fields.count, expected.count) { #expect(fields[index].elementsEqual(expected[index])) }
        }
    }

    /// Numbers equal those of the standard library to the last bit, in any notation.
    @Test func numbersAreTheLibrarys() {
        var random = Mutator(seed: 51, words: [])
        let digits = "0123456789"
        func number() -> String {
            func some(_ most: Int) -> String {
                String((0..<Int.random(in: 0...most, using: &random)).compactMap { _ in digits.randomElement(using: &random) })
            }
            let sign = ["", "-", "+", "--"].randomElement(using: &random) ?? ""
            let tail = ["", "e5", "e-300", "E+2", "x", "."].randomElement(using: &random) ?? ""
            let whole = some(9)
            let fraction = Bool.random(using: &random) ? "." + some(17) : ""
            return sign + whole + fraction + (Int.random(in: 0..<4, using: &random) == 0 ? tail : "")
        }
        var texts = [
            "0", "-0", "-0.0", "1.", ".5", "-.5", "0.1", "999999999999999", "9999999999999999", "99999999999999999999", "inf",
            "nan",
        ]
        for _ in 0..<20_000 { texts.append(number()) }
        for text in texts where !text.isEmpty {
            let fields = fields(text)
            #expect(fields.double(0)?.bitPattern == Double(text)?.bitPattern || fields.double(0)?.isNaN == true, "\(text)")
            #expect(fields.int(0) == Int(text), "\(text)")
        }
    }
}
