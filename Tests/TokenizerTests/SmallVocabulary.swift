import GGUF
import ModelFixtures

@testable import Tokenizer

/// A vocabulary of a few tokens, which tests can damage.
struct SmallVocabulary {
    var model = "gpt2"
    var pre: String? = "qwen2"
    var tokens = ["a", "b", "Ġ", "ab", "Ġab", "<|im_start|>", "<|im_end|>", "<think>", "<|endoftext|>"]
    var types: [Int32] = [1, 1, 1, 1, 1, 3, 3, 4, 3]
    var merges = ["a b", "Ġ ab"]
    var numbers: [String: UInt32] = [
        "tokenizer.ggml.bos_token_id": 8, "tokenizer.ggml.eos_token_id": 6, "tokenizer.ggml.padding_token_id": 8,
    ]
    var template: String?

    var builder: GGUFBuilder {
        var builder = GGUFBuilder()
        builder.add("tokenizer.ggml.model", model)
        if let pre { builder.add("tokenizer.ggml.pre", pre) }
        if !tokens.isEmpty { builder.add("tokenizer.ggml.tokens", tokens) }
        if !types.isEmpty { builder.add("tokenizer.ggml.token_type", types) }
        if !merges.isEmpty { builder.add("tokenizer.ggml.merges", merges) }
        for (key, value) in numbers.sorted(by: { $0.key < $1.key }) { builder.add(key, value) }
        if let template { builder.add("tokenizer.chat_template", template) }
        return builder
    }

    var file: GGUFFile {
        get throws { try GGUFFile(bytes: builder.file, name: "m.gguf") }
    }
}
