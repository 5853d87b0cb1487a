import Inference
import Relevance
import Reranking
import TestSupport
import Testing

@testable import Sessions

@Suite struct TokenLineTests {
    /// The fast reading of a token's line says what the general one says, or leaves the line to it.
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
        // Most of the undamaged lines at least: those without infinities and huge exponents.
        #expect(fast > 1000)
    }

    /// Twenty alternatives of ordinary tokens, as engines give them, never need the general reading.
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

    /// Two texts that are canonically equal, and one id with two texts, stay what they are.
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
