import GGUF
import ModelFixtures
import Testing

@Suite struct RealModelTests {
    @Test(arguments: RealModel.allCases.filter { $0.path != nil })
    func readsARealModel(model: RealModel) throws {
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
