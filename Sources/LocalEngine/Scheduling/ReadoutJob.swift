import Inference

/// A closed question in progress: the sequence that leads to it, and the search of its answer tree.
final class ReadoutJob {
    struct Request: Sendable {
        /// The identifier of the stream that the question is about.
        var stream: Int
        /// The number of written tokens after which the question is asked.
        var count: Int
        var lead: [Int32]
        var tree: ChoiceTree
        /// Whether prompts wait for the answer.
        var isUrgent: Bool
    }

    typealias Answer = Result<ChoiceReadout, EngineError>

    /// Identifiers are assigned in the order of arrival, from 1.
    let id: Int
    let request: Request
    let stream: TokenStream
    private let resume: @Sendable (Answer) -> Void
    /// The stream's tokens up to the question, followed by the question's lead.
    var root: TokenSequence
    /// True once `search` has the distribution after `root`.
    var hasReadRoot = false
    var search: ChoiceSearch
    /// During a pass: forks of `root` for the first pending branches of `search`.
    var branches: [TokenSequence] = []
    var evaluatedTokens = 0

    init(id: Int, request: Request, stream: TokenStream, resume: @escaping @Sendable (Answer) -> Void) {
        self.id = id
        self.request = request
        self.stream = stream
        self.resume = resume
        root = TokenSequence(tokens: stream.sequence.tokens.prefix(stream.questionStart + request.count) + request.lead)
        search = ChoiceSearch(request.tree)
    }

    /// A question that is not urgent takes no pages from a stream, and gives its own to any.
    var precedence: Precedence { Precedence(stream: request.isUrgent ? stream.id : .max, readout: id) }
    var holdsPages: Bool { !root.pages.isEmpty || !branches.isEmpty }

    func finish() {
        resume(
            .success(ChoiceReadout(probabilities: search.probabilities, other: search.other, evaluatedTokens: evaluatedTokens)))
    }

    func fail(_ error: EngineError) { resume(.failure(error)) }
}
