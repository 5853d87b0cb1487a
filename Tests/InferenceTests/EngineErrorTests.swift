import Inference
import Testing

/// The error sentences of engines.
@Suite struct EngineErrorTests {
    static let sentences: [(EngineError, String)] = [
        (
            .promptTooLong(tokens: 9, limit: 8),
            "the prompt is 9 tokens and the model's context holds 8: shorten the document or query, or lower the token limits"
        ),
        (.cancelled, "cancelled"),
        (.unsupported("fork"), "this engine cannot fork: use the local engine"),
        (.model("m.gguf is torn: fetch it again"), "m.gguf is torn: fetch it again"),
        (.resources("no memory: close something"), "no memory: close something"),
        (
            .unknownToken(id: 400, vocabulary: 387),
            "token id 400 is not one of the model's 387 tokens: use ids that this model's tokenizer gave"
        ),
        (
            .unavailable(server: "gpu:8000", problem: "connection refused"),
            "the server gpu:8000 is unavailable (connection refused): check its address and that it is running"
        ),
        (
            .timedOut(server: "gpu:8000", seconds: 30),
            "the server gpu:8000 sent nothing for 30 s: see whether it is overloaded, or raise the time limit"
        ),
        (
            .timedOut(server: "gpu:8000", seconds: 1.54),
            "the server gpu:8000 sent nothing for 1.5 s: see whether it is overloaded, or raise the time limit"
        ),
        (
            .refused(server: "gpu:8000", reason: "401: wrong key"),
            "the server gpu:8000 refused the request (401: wrong key): check the key, the model's name and the settings"
        ),
        (
            .rateLimited(server: "gpu:8000", retryAfter: 12),
            "the server gpu:8000 takes no more requests for now: try again in 12 s"
        ),
        (
            .rateLimited(server: "gpu:8000", retryAfter: nil),
            "the server gpu:8000 takes no more requests for now: try again later"
        ),
        (
            .rateLimited(server: "gpu:8000", retryAfter: .infinity),
            "the server gpu:8000 takes no more requests for now: try again in inf s"
        ),
    ]

    @Test(arguments: sentences) func sentence(error: EngineError, words: String) {
        #expect(error.description == words)
    }
}
