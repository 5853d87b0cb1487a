import TestSupport
import Testing

@testable import Inspector

@Suite struct StemmerTests {
    /// Words that a reader takes for the same.
    @Test(arguments: [
        ["grow", "grows", "growing", "growth"], ["fish", "fishes", "fishing", "fished"], ["hope", "hopes", "hoping", "hoped"],
        ["hop", "hops", "hopping", "hopped"], ["relate", "related", "relating", "relational", "relation", "relations"],
        ["pony", "ponies"], ["berry", "berries"], ["agree", "agreed", "agrees"], ["happy", "happiness", "happily"],
        ["connect", "connected", "connecting", "connection", "connections"], ["size", "sizes", "sized", "sizing"],
        ["organize", "organized", "organization"], ["careful", "carefully", "care", "cares"], ["engine", "engines"],
        ["effective", "effectiveness"], ["measure", "measures", "measured", "measurement"], ["tank", "tanks"],
        ["class", "classes"],
        ["city", "cities"], ["study", "studies", "studied"], ["die", "dies"],
    ])
    func kinsHaveOneStem(words: [String]) {
        let stems = words.map { Stemmer.stem($0) }
        #expect(Set(stems).count == 1, "\(zip(words, stems).map { "\($0): \($1)" })")
    }

    @Test(arguments: [
        ("gold", "goldfish"), ("bus", "busy"), ("wing", "wine"), ("carp", "carpet"), ("is", "i"), ("gas", "ga"),
        ("the", "then"), ("king", "k"), ("red", "r"), ("bed", "b"),
    ])
    func strangersHaveTwo(one: String, other: String) { #expect(Stemmer.stem(one) != Stemmer.stem(other)) }

    @Test(arguments: ["", "a", "é", "12", "covid19", "naïve", "金魚"])
    func whatIsNoEnglishWordStays(word: String) { #expect(Stemmer.stem(word) == word) }

    /// Whatever letters: a stem is never longer than its word by more than an e, never empty, and begins as the word does.
    @Test func anyLetters() {
        var random = Mutator(seed: 11, words: [])
        let letters = Array("aeiouystlingdrcbmxw")
        for _ in 0..<20_000 {
            let word = String(
                (0..<Int.random(in: 1...14, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
            let stem = Stemmer.stem(word)
            #expect(!stem.isEmpty && stem.count <= word.count + 1 && stem.first == word.first, "\(word): \(stem)")
        }
    }

    @Test func aDocumentsWordsAreFoundByTheirStems() {
        let highlighter = Highlighter(terms: Highlighter.terms(of: "do goldfish grow in small tanks?"), needle: "")
        let found = highlighter.pieces(of: "Growing goldfish: the growth of a fish, in a tank. The smallest grew.").filter {
            $0.kind == .term
        }
        #expect(found.map { String($0.text) } == ["Growing", "goldfish", "growth", "tank"])
    }
}
