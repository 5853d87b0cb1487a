import Foundation
import GGUF
import ModelFixtures
import Testing

@testable import Tokenizer

/// llama.cpp's tokens for the texts of `make_tokenizers.py`.
struct ReferenceTokens: Decodable {
    var texts: [String]
    var tokens: [String: [[Int32]]]

    static let all = Result { try JSONDecoder().decode(ReferenceTokens.self, from: Data(Fixtures.bytes("tokens.json"))) }
}

@Suite struct ReferenceTests {
    private func compare(_ tokenizer: Tokenizer, _ name: String) throws {
        let reference = try ReferenceTokens.all.get()
        let expected = try #require(reference.tokens[name])
        #expect(expected.count == reference.texts.count && expected.count > 250)
        for (text, tokens) in zip(reference.texts, expected) {
            #expect(tokenizer.encode(text) == tokens, "\(name): \(text.debugDescription)")
        }
    }

    @Test(arguments: PreTokenizer.names) func tokensAreThoseOfLlamaCpp(preTokenizer: String) throws {
        try compare(Tokenizer(file: GGUFFile(path: Fixtures.path("vocabulary.\(preTokenizer).gguf"))), preTokenizer)
    }

    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func tokensOfSmolLM2AreThoseOfLlamaCpp() throws {
        try compare(Tokenizer(file: GGUFFile(path: try #require(RealModel.smollm2.path))), RealModel.smollm2.rawValue)
    }

    @Test(.enabled(if: RealModel.qwen.path != nil, "\(RealModel.qwen.absence)"))
    func tokensOfQwenAreThoseOfLlamaCpp() throws {
        try compare(Tokenizer(file: GGUFFile(path: try #require(RealModel.qwen.path))), RealModel.qwen.rawValue)
    }

    /// The comparison would prove little if all four pre-tokenizers split the texts alike.
    @Test func thePreTokenisersDiffer() throws {
        let tokens = try ReferenceTokens.all.get().tokens
        for one in PreTokenizer.names {
            for other in PreTokenizer.names where one != other { #expect(tokens[one] != tokens[other], "\(one) \(other)") }
        }
    }
}

@Suite struct CharacterClassTests {
    /// Counts and a hash over the classes of all code points, from llama.cpp's tables. Fails on a toolchain whose Unicode
    /// tables reclassify an old character.
    @Test func classesAreThoseOfUnicode15() {
        var counts = [0, 0, 0, 0]
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in UInt32(0)..<0x11_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let found = CharacterClass(scalar).rawValue
            counts[Int(found)] += 1
            hash = (hash ^ UInt64(found)) &* 0x100_0000_01B3
        }
        #expect(counts == [136_726, 1_831, 25, 973_482])
        #expect(hash == 0x33D3_06A8_0E19_7D64)
    }
}
