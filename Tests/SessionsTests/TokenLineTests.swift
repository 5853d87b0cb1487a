import Foundation
import Inference
import Relevance
import Reranking
import TestSupport
import Testing

@testable import Sessions

@Suite struct TokenLineTests {
    /// The fast reader of token lines gives the same result as the general one, or leaves the line to it.
    @Test func fastReadingAgreesWithTheGeneral() throws {
        var session = RandomSession(seed: 61)
        var mutator = Mutator(
            seed: 62, words: ["-", ".", "e-05", "1e5", "0", "000000000000000000", "\"", ",", "[", "]", "}", " ", "\\", "null"])
        var fast = 0
        for _ in 0..<2000 {
            var token = session.token()
            token.text = " wé\(fast)"
            token.alternatives = token.alternatives.map {
                TokenAlternative(id: $0.id, text: "/\($0.id)𝄞", logProbability: $0.logProbability)
            }
            var line = SessionLine.encode(session.timed(.run(.token(document: 2, token))))
            line.removeLast()
            for bytes in [line] + (0..<5).map({ _ in mutator.mutate(line) }) {
                guard let event = SessionLine.decodeToken(bytes[...]) else { continue }
                fast += 1
                #expect(try SessionLine.decodeAny(bytes[...]) == event, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
        // At least most undamaged lines are read: those without infinities and huge exponents.
        #expect(fast > 1000)
    }

    /// Ordinary tokens with twenty alternatives, as engines give them, never need the general reader.
    @Test func ordinaryTokensReadFast() {
        for number in 0..<500 {
            let alternatives = (0..<20).map {
                TokenAlternative(id: Int32($0 * 7919), text: " word\($0)", logProbability: -Double(number * 20 + $0) * 1.1e-6)
            }
            let token = TokenEvent(id: 7, text: " é", logProbability: -1e-7, entropy: 2.25, alternatives: alternatives)
            let line = SessionLine.encode(TimedEvent(milliseconds: number, event: .run(.token(document: 0, token)))).dropLast()
            #expect(SessionLine.decodeToken(line) != nil)
        }
    }

    /// A session folded from packed lines equals the fold of its events, whatever other lines are in between.
    @Test func packedFoldIsTheFoldOfEvents() throws {
        for seed in 71...90 as ClosedRange<UInt64> {
            var session = RandomSession(seed: seed)
            var mutator = Mutator(seed: seed, words: [])
            // Texts shorter and longer than the packed form, and one id with several texts.
            let texts = [
                "", " the", "0123456789abcde", "0123456789abcdef", "𝄞𝄞𝄞é", "e\u{301}", "\u{E9}", " responsibilities",
                "\\", "\"",
            ]
            var lines = Array(#"{"erank_session":1,"created":"2026-11-23T14:42:03Z","program":"test"}"#.utf8) + [0x0A]
            for var timed in session.events(400) {
                if case .run(let run, .token(let document, var token)) = timed.event {
                    func text() -> String { texts.randomElement(using: &mutator) ?? "" }
                    token.text = text()
                    token.alternatives = (0..<20).map {
                        TokenAlternative(id: Int32($0 % 7), text: text(), logProbability: -Double($0))
                    }
                    timed.event = .run(run, .token(document: document, token))
                }
                let line = SessionLine.encode(timed)
                lines +=
                    Int.random(in: 0..<50, using: &mutator) == 0
                    ? mutator.mutate(line.dropLast()).filter { $0 != 0x0A } + [0x0A] : line
            }
            let one = try SessionReader(LineReader(lines, name: "s"))
            let packed = try one.state()
            let other = try SessionReader(LineReader(lines, name: "s"))
            var folded = SessionState()
            while let event = try other.next() { folded.apply(event) }
            #expect(packed == folded)
            // Events that the fold ignores are reported by the fold.
            #expect(one.warnings.filter { $0.line != nil } == other.warnings && one.intactEnd == other.intactEnd)
        }
    }

    /// Scanning sixteen bytes at once gives the same result as one by one, wherever the line ends.
    @Test func textsAreReadWhereverTheyStand() {
        for count in 0...40 {
            for rest in 0...20 {
                let text = String("abcdefghijklmnopqrstuvwxyzé0123456789ABCDEFG".prefix(count))
                let bytes = Array("\"\(text)\"\(String(repeating: "x", count: rest))".utf8)
                var scanner = TokenScanner()
                switch scanner.text(bytes.span) {
                case .packed(let packed): #expect(packed.string == text && packed == PackedText(text.utf8Span.span))
                case .long(let long): #expect(long == text && text.utf8.count > PackedText.longest)
                case nil: Issue.record("'\(text)' is a text")
                }
                #expect(rest > 0 || scanner.isAtEnd(bytes.span))
                // A backslash before the quote, a missing quote and half a character are not texts.
                for wrong in ["\"\(text)\\\"", "\"\(text)"] {
                    var scanner = TokenScanner()
                    #expect(scanner.text(Array(wrong.utf8).span) == nil, "\(wrong)")
                }
                var half = TokenScanner()
                #expect(
                    half.text((Array("\"\(text)".utf8) + [0xC3] + Array("\"\(String(repeating: "x", count: rest))".utf8)).span)
                        == nil)
            }
        }
    }

    @Test func whatIsMadeAheadComesInOrderAndEnds() throws {
        var made = 0
        let numbers = ReadAhead<Int, Never>("test") {
            made += 1
            return made <= 100 ? made : nil
        }
        var taken: [Int] = []
        while let number = numbers.next() { taken.append(number) }
        #expect(taken == Array(1...100))
        let failing = ReadAhead<Int, SessionError>("test") { () throws(SessionError) in throw .notASession("s") }
        #expect(throws: SessionError.notASession("s")) { try failing.next() }
    }

    /// Two canonically equivalent texts, and one id with two texts, stay distinct.
    @Test func logsKeepTextsByteForByte() {
        let texts = ["\u{E9}", "e\u{301}", "a\u{323}\u{307}", "a\u{307}\u{323}", "", "\u{E9}"]
        var log = TokenLog()
        for text in texts {
            log.append(
                TokenEvent(
                    id: 5, text: text, logProbability: -1, entropy: 0,
                    alternatives: [TokenAlternative(id: 5, text: text + "x", logProbability: -2)]))
        }
        #expect(log.map { Array($0.text.utf8) } == texts.map { Array($0.utf8) })
        #expect(log.map { Array($0.alternatives[0].text.utf8) } == texts.map { Array(($0 + "x").utf8) })
        #expect(Array(log.text.utf8) == Array(texts.joined().utf8))
    }
}
