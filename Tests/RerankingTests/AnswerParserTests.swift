import Reranking
import Testing

@Suite struct AnswerParserTests {
    private func parse(_ tokens: [String], _ mode: ScoringMode = .reasoned, prefill: String = "", complete: Bool = true)
        -> AnswerParser.Answer
    {
        AnswerParser(mode: mode).parse(tokens: tokens, prefill: prefill, isComplete: complete)
    }
    private func place(_ token: Int, _ lead: String = "") -> AnswerParser.Place { AnswerParser.Place(token: token, lead: lead) }

    @Test func readsTheAnswerAndItsToken() {
        #expect(parse(["<think>", "a", "</think>", "<answer>", "8", "</answer>"]) == .choice(8, at: place(4)))
        #expect(parse(["<think>a</think><", "answer", ">", "1", "0", "</", "answer", ">"]) == .choice(10, at: place(3)))
        #expect(parse(["<answer>", "\n", " ", "0", "\n</answer>"]) == .choice(0, at: place(3)))
        #expect(parse(["<answer>", " 7", "</answer>"]) == .choice(7, at: place(1)))
        #expect(parse(["<answer", ">7", "</answer>"]) == .choice(7, at: place(1, ">")))
        #expect(parse(["é<answer>", "7"], complete: true) == .choice(7, at: place(1)))
    }

    @Test func anAnswerInsideTheThoughtDoesNotCount() {
        #expect(parse(["<think>maybe <answer>3</answer>?", "</think><answer>", "9", "</answer>"]) == .choice(9, at: place(2)))
    }

    @Test func anAnswerInAnUnclosedThoughtCounts() {
        #expect(parse(["<think>so <answer>", "3", "</answer>"]) == .choice(3, at: place(1)))
    }

    @Test func whatIsNoAnswerSaysHow() {
        #expect(parse(["<answer>11</answer>"]) == .outOfRange(11))
        #expect(parse(["<answer>-1</answer>"]) == .outOfRange(-1))
        #expect(parse(["<answer>8.5</answer>"]) == .unreadable("8.5"))
        #expect(parse(["<answer>08</answer>"]) == .unreadable("08"))
        #expect(parse(["<answer>8/10</answer>"]) == .unreadable("8/10"))
        #expect(parse(["<answer></answer>"]) == .unreadable(""))
        #expect(parse(["<answer>٣</answer>"]) == .unreadable("٣"))
        #expect(parse(["<answer>99999999999999999999</answer>"]) == .unreadable("99999999999999999999"))
    }

    @Test func aMissingAnswerSaysWhereToAsk() {
        #expect(parse(["I", " think"]) == .missing(askAt: place(2, "<answer>")))
        #expect(parse(["<think>", "hm"]) == .missing(askAt: place(2, "</think><answer>")))
        #expect(parse(["<think>hm</think>"]) == .missing(askAt: place(1, "<answer>")))
        #expect(parse([], prefill: "<think></think>") == .missing(askAt: place(0, "<answer>")))
        #expect(parse([], prefill: "<think>") == .missing(askAt: place(0, "</think><answer>")))
        #expect(parse(["<answer>"], complete: false) == .missing(askAt: place(1)))
        #expect(parse(["<answer>"], complete: true) == .missing(askAt: place(1)))
    }

    @Test func anAnswerTheBudgetCutIsAskedAnew() {
        #expect(parse(["<answer>", "1"], complete: false) == .missing(askAt: place(1)))
    }

    @Test func yesAndNo() {
        #expect(parse(["<answer>", "Yes", "</answer>"], .binaryReasoned) == .choice(1, at: place(1)))
        #expect(parse(["<answer>", "no", "</answer>"], .binary) == .choice(0, at: place(1)))
        #expect(parse(["<answer>", "8", "</answer>"], .binaryReasoned) == .unreadable("8"))
    }

    /// However a text is cut into tokens, the same answer is found at the same character.
    @Test func tokenBoundariesDoNotMatter() {
        var random = SeededGenerator(seed: 7)
        let pieces = ["<think>", "</think>", "<answer>", "</answer>", "1", "10", "é", " ", "\n", "x<", "answer", "👍"]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            let whole = parse([text])
            var tokens = [""]
            for scalar in text.unicodeScalars {
                if Bool.random(using: &random) { tokens.append("") }
                tokens[tokens.count - 1].unicodeScalars.append(scalar)
            }
            switch (whole, parse(tokens)) {
            case (.choice(let a, let p), .choice(let b, let q)):
                #expect(a == b)
                #expect(before(p, [text]).utf8.elementsEqual(before(q, tokens).utf8))
            case (.missing(let p), .missing(let q)):
                #expect(before(p, [text]).utf8.elementsEqual(before(q, tokens).utf8))
            case (let a, let b): #expect(a == b)
            }
        }
    }

    /// The text before a position, without white space at its end (a lead of white space is dropped).
    private func before(_ place: AnswerParser.Place, _ tokens: [String]) -> String {
        var text = tokens.prefix(place.token).joined() + place.lead
        while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.unicodeScalars.removeLast() }
        return text
    }
}

/// A small seeded generator (SplitMix64), so that a failure can be reproduced.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
