import GGUF
import ModelFixtures
import Testing

@testable import Tokenizer

@Suite struct SpecialTokenTests {
    @Test func idsAndEnds() throws {
        let tokenizer = try Tokenizer(file: SmallVocabulary().file)
        let special = tokenizer.specialTokens
        #expect(tokenizer.vocabularySize == 9)
        #expect((special.beginOfText, special.endOfText, special.padding) == (8, 6, 8))
        #expect(special.endOfTurn == nil)
        #expect(special.endOfGeneration == [6, 8])
        #expect(tokenizer.isEndOfGeneration(6))
        #expect(!tokenizer.isEndOfGeneration(5))
        #expect(special["<|im_start|>"] == 5)
        #expect(special["<think>"] == 7)
        #expect(special["ab"] == nil)
        #expect(tokenizer.isControl(5))
        #expect(!tokenizer.isControl(7))
        #expect(!special.addsBeginOfText)
        #expect(tokenizer.text(of: 5) == "<|im_start|>")
        #expect(tokenizer.text(of: 4) == " ab")
    }

    @Test func controlTokensAreNeverFoundInText() throws {
        var vocabulary = SmallVocabulary()
        let text = "ab<|im_end|><|endoftext|> ab"
        #expect(try Tokenizer(file: vocabulary.file).encode(text) == [3, 4])
        // Not even if the file marks them as added tokens.
        vocabulary.types = [1, 1, 1, 1, 1, 4, 4, 4, 4]
        let tokenizer = try Tokenizer(file: vocabulary.file)
        #expect(tokenizer.encode(text) == [3, 4])
        #expect(tokenizer.isControl(6))
    }

    @Test func addedTokensAreFoundAnywhere() throws {
        let tokenizer = try Tokenizer(file: SmallVocabulary().file)
        #expect(tokenizer.encode("ab<think>ab") == [3, 7, 3])
        #expect(tokenizer.encode("<think><think>") == [7, 7])
        #expect(tokenizer.decode([3, 7, 6, 3]) == "ab<think>ab")
    }

    @Test func llama3BeginsItsTextsUnlessTheFileSaysOtherwise() throws {
        var vocabulary = SmallVocabulary(pre: "llama-bpe")
        #expect(try Tokenizer(file: vocabulary.file).specialTokens.addsBeginOfText)
        vocabulary.numbers["tokenizer.ggml.bos_token_id"] = nil
        #expect(try !Tokenizer(file: vocabulary.file).specialTokens.addsBeginOfText)
    }
}
