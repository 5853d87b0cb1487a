import Inference
import Tokenizer

/// A generation in the scheduler: its tokens so far, its sampler and its consumer.
final class TokenStream {
    /// A generation request with its prompt as tokens.
    struct Request: Sendable {
        var prompt: [Int32]
        /// How many tokens at the prompt's end were written before, and count like generated ones in questions.
        var writtenCount = 0
        var maxNewTokens: Int
        var stopTexts: [String] = []
        var sampling = Sampling.greedy
        var alternatives = 20
        /// Continues after an end-of-turn token. For measurements.
        var ignoresEndOfTurn = false
    }

    /// Identifiers are assigned in the order of arrival.
    let id: Int
    let request: Request
    let events: AsyncStream<GenerationEvent>.Continuation
    /// The prompt, followed by the generated tokens.
    var sequence: TokenSequence
    var sampler: Sampler
    var detokenizer: Detokenizer
    var stops: StopTexts
    /// True once `.admitted` has been reported.
    var wasAdmitted = false

    init(id: Int, request: Request, events: AsyncStream<GenerationEvent>.Continuation, tokenizer: Tokenizer) {
        self.id = id
        self.request = request
        self.events = events
        sequence = TokenSequence(tokens: request.prompt)
        sampler = Sampler(request.sampling)
        detokenizer = Detokenizer(tokenizer)
        stops = StopTexts(request.stopTexts)
    }

    var precedence: Precedence { Precedence(stream: id) }
    /// Tokens that questions count from.
    var questionStart: Int { request.prompt.count - request.writtenCount }
    var generatedCount: Int { sequence.tokens.count - request.prompt.count }
    /// True if exactly one token is pending and it is a generated one.
    var isDecoding: Bool { sequence.pending == 1 && generatedCount > 0 }
}
