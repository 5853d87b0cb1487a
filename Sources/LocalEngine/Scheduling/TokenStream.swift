import Inference
import Tokenizer

/// One generation as the scheduler sees it: its tokens so far, and how they go on.
final class TokenStream {
    /// What a generation asks of the scheduler, in tokens.
    struct Request: Sendable {
        var prompt: [Int32]
        var maxNewTokens: Int
        var stopTexts: [String] = []
        var sampling = Sampling.greedy
        var alternatives = 20
        /// Goes on where the model would end its turn: for measuring.
        var ignoresEndOfTurn = false
    }

    /// In the order of arrival.
    let id: Int
    let request: Request
    let events: AsyncStream<GenerationEvent>.Continuation
    /// The prompt, then what has been generated.
    var sequence: Sequence
    var sampler: Sampler
    var detokenizer: Detokenizer
    var stops: StopTexts
    /// It has left the queue once.
    var wasAdmitted = false

    init(id: Int, request: Request, events: AsyncStream<GenerationEvent>.Continuation, tokenizer: Tokenizer) {
        self.id = id
        self.request = request
        self.events = events
        sequence = Sequence(tokens: request.prompt)
        sampler = Sampler(request.sampling)
        detokenizer = Detokenizer(tokenizer)
        stops = StopTexts(request.stopTexts)
    }

    var precedence: Precedence { Precedence(stream: id) }
    var generatedCount: Int { sequence.tokens.count - request.prompt.count }
    /// One token is to be evaluated, and it is a generated one.
    var isDecoding: Bool { sequence.pending == 1 && generatedCount > 0 }
}
