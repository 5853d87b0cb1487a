import Inference

/// One closed question under way: the sequence that leads to it, and the walk through its answers.
final class Readout {
    struct Request: Sendable {
        /// The stream it is asked of.
        var stream: Int
        /// After how many generated tokens.
        var count: Int
        var lead: [Int32]
        var tree: ChoiceTree
    }

    typealias Answer = Result<ChoiceReadout, EngineError>

    /// In the order of arrival, from 1.
    let id: Int
    let request: Request
    let stream: TokenStream
    private let resume: @Sendable (Answer) -> Void
    /// The stream's tokens up to the question, and the lead.
    var root: Sequence
    /// The distribution after `root` has been taken in.
    var hasReadRoot = false
    var search: ChoiceSearch
    /// Forks of `root` for the first pending branches, while a pass evaluates them.
    var branches: [Sequence] = []
    var evaluatedTokens = 0

    init(id: Int, request: Request, stream: TokenStream, resume: @escaping @Sendable (Answer) -> Void) {
        self.id = id
        self.request = request
        self.stream = stream
        self.resume = resume
        root = Sequence(tokens: stream.sequence.tokens.prefix(stream.request.prompt.count + request.count) + request.lead)
        search = ChoiceSearch(request.tree)
    }

    var precedence: Precedence { Precedence(stream: stream.id, readout: id) }
    var holdsPages: Bool { !root.pages.isEmpty || !branches.isEmpty }

    func finish() {
        resume(
            .success(ChoiceReadout(probabilities: search.probabilities, other: search.other, evaluatedTokens: evaluatedTokens)))
    }

    func fail(_ error: EngineError) { resume(.failure(error)) }
}
