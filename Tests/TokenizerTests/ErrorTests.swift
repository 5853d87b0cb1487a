import GGUF
import ModelFixtures
import Testing

@testable import Tokenizer

/// The error sentences for damaged tokenizers.
@Suite struct ErrorTests {
    private func expect(_ sentence: String, _ change: (inout SmallVocabulary) -> Void) throws {
        var vocabulary = SmallVocabulary()
        change(&vocabulary)
        let file = try vocabulary.file
        let error = #expect(throws: TokenizerError.self) { try Tokenizer(file: file) }
        #expect(error?.description == "m.gguf: " + sentence)
    }

    @Test func everyProblemIsASentenceWithARemedy() throws {
        let convert = "; convert the model again with a current converter"
        let families = "; use a model of the Llama 3, SmolLM2, Qwen2 or Qwen3 families"
        try expect("its tokenizer has no merges (tokenizer.ggml.merges)" + convert) { $0.merges = [] }
        try expect("its tokenizer's merge 1, \"a Ġ\", does not name two tokens that make a third" + convert) {
            $0.merges[1] = "a Ġ"
        }
        try expect("its tokenizer's merge 0, \"ab\", does not name two tokens that make a third" + convert) {
            $0.merges[0] = "ab"
        }
        try expect("its tokenizer's merge 1, \"< think>\", does not name two tokens that make a third" + convert) {
            $0.merges[1] = "< think>"
        }
        try expect("its tokenizer is of the model \"llama\" where \"gpt2\", byte-level BPE, was expected" + families) {
            $0.model = "llama"
        }
        try expect("its pre-tokenizer is \"tekken\" where one of smollm, qwen2, gpt-2, llama-bpe was expected" + families) {
            $0.pre = "tekken"
        }
        try expect("its tokenizer names no pre-tokenizer (tokenizer.ggml.pre)" + convert) { $0.pre = nil }
        try expect("its tokenizer gives 8 types for 9 tokens (tokenizer.ggml.token_type)" + convert) { $0.types.removeLast() }
        try expect("its tokenizer has the token \"ab\" twice" + convert) { $0.tokens[4] = "ab" }
        try expect("tokenizer.ggml.eos_token_id is 9 where 0 to 8 was expected" + convert) {
            $0.numbers["tokenizer.ggml.eos_token_id"] = 9
        }
        try expect("tokenizer.ggml.bos_token_id is 4294967295 where 0 to 8 was expected" + convert) {
            $0.numbers["tokenizer.ggml.bos_token_id"] = .max
        }
        try expect(
            "the metadata has no tokenizer.ggml.tokens; the file does not describe a whole model of its architecture, "
                + "so fetch or convert it again"
        ) { $0.tokens = [] }
    }

    @Test func tokensThatAreNone() throws {
        var builder = GGUFBuilder()
        builder.add("tokenizer.ggml.model", "gpt2")
        builder.add("tokenizer.ggml.pre", "gpt-2")
        builder.add("tokenizer.ggml.tokens", [1, 2, 3])
        let file = try GGUFFile(bytes: builder.file, name: "m.gguf")
        let error = #expect(throws: TokenizerError.self) { try Tokenizer(file: file) }
        #expect(
            error?.description
                == "m.gguf: its tokenizer has no tokens (tokenizer.ggml.tokens); convert the model again with a current converter"
        )
    }

    @Test func idsOutsideTheVocabularyAreHarmless() throws {
        let tokenizer = try Tokenizer(file: SmallVocabulary().file)
        for id in [Int32.min, -1, 9, .max] {
            #expect(tokenizer.bytes(of: id) == [])
            #expect(tokenizer.text(of: id) == "")
            #expect(tokenizer.isControl(id))
            #expect(!tokenizer.isEndOfGeneration(id))
        }
        #expect(tokenizer.decode([-1, 3, 99, 4]) == "ab ab")
    }

    @Test func damagedVocabulariesAreErrorsAndNeverTraps() throws {
        let base = SmallVocabulary(
            template: "{{ '<|im_start|>' }}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
        let bytes = base.builder.file
        var random = SeededGenerator(seed: 6)
        var worked = 0
        for _ in 0..<10_000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 24..<mutated.count, using: &random)
                mutated[place] = Bool.random(using: &random) ? mutated[place] ^ 1 : UInt8.random(in: 0...255, using: &random)
            }
            guard let file = try? GGUFFile(bytes: mutated, name: "f"), let tokenizer = try? Tokenizer(file: file) else {
                continue
            }
            worked += 1
            _ = tokenizer.decode(tokenizer.encode("ab ab<think>a 1\n日"))
            _ = try? ChatTemplate(file: file, tokenizer: tokenizer).encode(user: "ab", with: tokenizer)
        }
        #expect((100..<9_900).contains(worked), "\(worked) worked")
    }
}
