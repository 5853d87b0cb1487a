import Inference
import Testing

@testable import LocalEngine

/// Compares the search's answer with one computed by enumerating all texts.
@Suite struct ChoiceSearchTests {
    static let scores = ChoiceQuestion(lead: "", choices: (0...10).map(String.init), continuation: .digits)
    static let binary = ChoiceQuestion(lead: "", choices: ["no", "yes"], continuation: .letters)

    /// Single digits as in Qwen's vocabulary, numbers of several digits as in Llama 3's, and tokens that extend beyond the
    /// answer.
    static let vocabularies: [[String]] = [
        (0...9).map(String.init) + ["", "<", " ", "x"],
        (0...9).map(String.init) + ["10", "100", "11", " 1", " 10", "7<", "1 ", "\n", "", "</"],
        ["y", "e", "s", "es", "yes", " yes", "no", "n", "o", "not", "yes.", "no\n", "\u{E9}", " ", "", "Yes"],
    ]

    @Test(arguments: 0..<60) func agreesWithEnumeration(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let texts = Self.vocabularies[seed % Self.vocabularies.count]
        let question = seed % Self.vocabularies.count == 2 ? Self.binary : Self.scores
        let tokens = TokenTexts(texts.map { Array($0.utf8) })
        let salt = random.next()
        func distribution(after path: [Int32]) -> [Double] {
            var random = SplitMix64(seed: path.reduce(salt) { ($0 &+ UInt64($1) &+ 1) &* 0x2545_F491_4F6C_DD1D })
            let weights = texts.map { _ in random.nextUnit() < 0.3 ? 10 * random.nextUnit() : random.nextUnit() }
            let total = weights.reduce(0, +)
            return weights.map { $0 / total }
        }

        var search = ChoiceSearch(ChoiceTree(question, texts: tokens))
        var evaluated = 0
        while let branch = search.pending.first {
            let probabilities = distribution(after: branch.path)
            search.expand { probabilities[Int($0)] }
            search.prune()
            evaluated += 1
        }

        // Every text of at most six tokens. The mass of longer undecided texts is small.
        var expected = Array(repeating: 0.0, count: question.choices.count)
        var undecided = 0.0
        func visit(_ path: [Int32], _ text: String, _ mass: Double) {
            for (id, p) in distribution(after: path).enumerated() {
                let longer = text + texts[id], mass = mass * p
                if let answer = Self.answer(to: question, longer, ended: texts[id].isEmpty) {
                    if answer >= 0 { expected[answer] += mass }
                } else if path.count < 5, mass > 1e-9 {
                    visit(path + [Int32(id)], longer, mass)
                } else {
                    undecided += mass
                }
            }
        }
        visit([], "", 1)

        #expect(abs(search.probabilities.reduce(search.other, +) - 1) < 1e-12)
        #expect(evaluated > 1)
        // The search does not follow long runs of white space and very improbable branches.
        let slack = undecided + 0.02
        for (found, wanted) in zip(search.probabilities, expected) {
            #expect(found <= wanted + undecided + 1e-9 && found >= wanted - slack, "\(search.probabilities) against \(expected)")
        }
        if !texts.contains(where: { !$0.isEmpty && $0.allSatisfy(\.isWhitespace) }) {
            for (found, wanted) in zip(search.probabilities, expected) { #expect(abs(found - wanted) < 2e-3) }
        }
    }

    /// The definition of the answer: nil while the text is open, else the index of the choice, or -1 for another text.
    private static func answer(to question: ChoiceQuestion, _ text: String, ended: Bool) -> Int? {
        let text = String(text.drop(while: \.isWhitespace))
        if !ended, question.choices.contains(where: { $0.hasPrefix(text) }) { return nil }
        let word = text.prefix { question.continuation == .digits ? $0.isNumber : $0.isLetter }
        return question.choices.firstIndex(of: String(word)) ?? -1
    }

    @Test func tenIsTwoTokensOrOne() {
        for texts in Self.vocabularies.prefix(2) {
            let tree = ChoiceTree(Self.scores, texts: TokenTexts(texts.map { Array($0.utf8) }))
            #expect(
                tree.states.map { String(decoding: $0.text, as: UTF8.self) }.sorted()
                    == ([""] + (0...10).map(String.init)).sorted())
        }
    }

    @Test func unlikelyBranchesAreOther() {
        let tokens = TokenTexts(["7", "8", "<"].map { Array($0.utf8) })
        var search = ChoiceSearch(ChoiceTree(Self.scores, texts: tokens))
        search.expand { $0 == 0 ? 1 - 9e-7 : $0 == 1 ? 9e-7 : 0 }
        search.prune()
        #expect(search.pending.map(\.path) == [[0]])
        #expect(abs(search.other - 9e-7) < 1e-12)
    }

    /// Twenty branches that begin with white space. The twelve most probable ones are kept, and the others are dropped up to
    /// half of the mass that may be dropped.
    @Test func theLeastProbableBranchesAreDroppedUpToALimit() {
        let spaces = (1...20).map { Array(String(repeating: " ", count: $0).utf8) }
        var search = ChoiceSearch(ChoiceTree(Self.scores, texts: TokenTexts(spaces + [Array("<".utf8)])))
        search.expand { $0 < 12 ? 0.05 : $0 < 18 ? 0.001 : $0 < 20 ? 0.02 : 0.354 }
        search.prune()
        #expect(search.pending.map { $0.path[0] } == Array(0..<13) + [18, 19])
        #expect(abs(search.other - 0.359) < 1e-12)
        search.prune()
        #expect(search.pending.count == 15)
    }

    @Test func anUnendingRunOfWhiteSpaceIsGivenUp() {
        var search = ChoiceSearch(ChoiceTree(Self.scores, texts: TokenTexts(["7", " "].map { Array($0.utf8) })))
        var steps = 0
        while !search.pending.isEmpty, steps < 100 {
            search.expand { $0 == 1 ? 1 : 0 }
            steps += 1
        }
        #expect(steps == search.tree.longestPath + 1)
        #expect(search.other == 1)
    }
}
