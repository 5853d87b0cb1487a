import GGUF
import ModelFixtures
import Testing

@testable import Tokenizer

@Suite struct PropertyTests {
    private static let vocabularies = PreTokenizer.names.map { "vocabulary.\($0).gguf" }

    /// Random text of all Unicode planes. Characters that matter to pre-tokenizers are frequent.
    private func randomText(_ random: inout SeededGenerator) -> String {
        let common = Array("  \n\r\t'sStTlLreVEdm019.,!<>|/_\u{85}\u{A0}\u{301}é日👍\u{200D}".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            if Int.random(in: 0..<3, using: &random) > 0, let scalar = common.randomElement(using: &random) {
                text.append(scalar)
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &random)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    private func tokenizer(_ name: String) throws -> Tokenizer { try Tokenizer(file: GGUFFile(path: Fixtures.path(name))) }

    @Test(arguments: vocabularies) func decodingGivesTheTextBack(vocabulary: String) throws {
        let tokenizer = try tokenizer(vocabulary)
        var random = SeededGenerator(seed: 2)
        for _ in 0..<1_500 {
            let text = randomText(&random)
            let tokens = tokenizer.encode(text)
            #expect(tokens.flatMap(tokenizer.bytes(of:)) == Array(text.utf8), "\(text.debugDescription)")
            #expect(!tokens.contains(where: tokenizer.isControl))
        }
    }

    @Test(arguments: vocabularies) func wordsCoverTheTextInOrder(vocabulary: String) throws {
        let preTokenizer = try tokenizer(vocabulary).preTokenizer
        var random = SeededGenerator(seed: 3)
        for _ in 0..<1_500 {
            // With invalid UTF-8 too: scanning it must end, and stay inside the text.
            let bytes: [UInt8] =
                Bool.random(using: &random)
                ? Array(randomText(&random).utf8)
                : (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            var end = 0
            preTokenizer.forEachWord(of: bytes, in: 0..<bytes.count) { word in
                #expect(word.lowerBound == end && !word.isEmpty)
                end = word.upperBound
            }
            #expect(end == bytes.count)
        }
    }

    @Test func streamingGivesTheSameTextAsDecodingAtOnce() throws {
        let tokenizer = try tokenizer("vocabulary.qwen2.gguf")
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            var detokenizer = Detokenizer(tokenizer)
            // Random tokens: incomplete characters, invalid bytes, and control tokens in between.
            let tokens = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? Int32.random(in: 0..<256, using: &random) : Int32.random(in: 0..<1_900, using: &random)
            }
            let streamed = tokens.reduce("") { $0 + detokenizer.append($1) } + detokenizer.finish()
            #expect(Array(streamed.unicodeScalars) == Array(tokenizer.decode(tokens).unicodeScalars))
        }
    }

    @Test func aCharacterIsHeldBackUntilItIsWhole() throws {
        var detokenizer = Detokenizer(try tokenizer("vocabulary.qwen2.gguf"))
        #expect(detokenizer.append(bytes: [0x61, 0xF0]) == "a")
        #expect(detokenizer.append(bytes: [0x9F, 0x91]) == "")
        #expect(detokenizer.append(bytes: [0x8D, 0x62]) == "👍b")
        #expect(detokenizer.append(bytes: [0xE6, 0x97]) == "")
        #expect(detokenizer.finish() == "\u{FFFD}")
        #expect(detokenizer.finish() == "")
        #expect(detokenizer.append(bytes: [0xE6, 0x63]) == "\u{FFFD}c")
        #expect(
            detokenizer.append(bytes: [0xFF]) + detokenizer.append(bytes: [0x80]) + detokenizer.finish() == "\u{FFFD}\u{FFFD}")
    }

    @Test func aWordWithoutEndIsEncodedToo() throws {
        let tokenizer = try tokenizer("vocabulary.llama-bpe.gguf")
        for text in [
            String(repeating: "a", count: 20_000), String(repeating: "日本", count: 3_000),
            String(repeating: " ", count: 20_000),
        ] {
            #expect(tokenizer.decode(tokenizer.encode(text)) == text)
        }
    }

    @Test func aPrefixIsTheLongestThatFits() throws {
        let tokenizer = try tokenizer("vocabulary.qwen2.gguf")
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let text = randomText(&random)
            let whole = tokenizer.encode(text).count
            let limit = Int.random(in: 0...40, using: &random)
            let prefix = tokenizer.prefix(of: text, tokens: limit)
            #expect(text.unicodeScalars.starts(with: prefix.text.unicodeScalars))
            #expect(prefix.tokens == tokenizer.encode(String(prefix.text)).count)
            #expect(prefix.tokens <= limit)
            #expect((prefix.text.utf8.count == text.utf8.count) == (whole <= limit))
        }
    }

    /// A letter with a hundred thousand combining marks is one character. It is cut between its scalars, without being walked
    /// from its beginning for every byte; shorter characters stay whole.
    @Test func aTextIsCutBetweenCharactersUnlessOneIsHuge() throws {
        let tokenizer = try tokenizer("vocabulary.qwen2.gguf")
        let huge = "a" + String(repeating: "\u{301}", count: 100_000)
        let cut = tokenizer.prefix(of: huge, tokens: 500)
        #expect(cut.tokens <= 500 && cut.tokens > 400)
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
        for text in [family, "e\u{301}\u{302}", "\u{1F1E9}\u{1F1EA}", "\r\n"] {
            let many = String(repeating: text, count: 56 / text.utf8.count)
            for bytes in 0...many.utf8.count {
                let beginning = many.beginning(byteCount: bytes)
                #expect(beginning.utf8.count == bytes / text.utf8.count * text.utf8.count, "\(text.debugDescription) \(bytes)")
            }
        }
    }
}
