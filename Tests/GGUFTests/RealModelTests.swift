import GGUF
import ModelFixtures
import Testing

@Suite struct RealModelTests {
    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func readsSmolLM2() throws { try read(.smollm2) }

    @Test(.enabled(if: RealModel.qwen.path != nil, "\(RealModel.qwen.absence)"))
    func readsQwen() throws { try read(.qwen) }

    private func read(_ model: RealModel) throws {
        let file = try GGUFFile(path: try #require(model.path))
        let vocabulary = try file.requiredArray("tokenizer.ggml.tokens")
        let embedding = try file.requiredTensor("token_embd.weight")
        #expect(embedding.rowCount == vocabulary.count)
        #expect(vocabulary.strings()?.count == vocabulary.count)
        for tensor in file.tensors { #expect(tensor.type.isSupported, "\(tensor.name)") }
        #expect(try file.bytes(of: embedding).contains { $0 != 0 })
        file.releasePages(of: embedding)
        #expect(try file.bytes(of: embedding).contains { $0 != 0 })
    }
}
