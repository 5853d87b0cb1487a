import Inference
import Relevance

/// How the tokens of a model's context are divided: the frame of the prompt and the new tokens first, then the query, then the
/// document. A context that is too short for the limits of the settings lowers the limits.
struct ContextShare: Sendable {
    /// The query, cut to its share.
    let query: TextPrefix
    /// The most tokens of a document; at most the settings' limit.
    let documentTokens: Int
    /// The tokens that the context has left beside the query, without a document; nil if the engine does not know.
    private let left: Int?

    private let engine: any Engine
    private let settings: RunSettings

    /// Cuts the query to `settings.queryTokenLimit`, and to half of what the context leaves for query and document.
    ///
    /// - Throws: `.contextTooShort` if nothing would be left of a document; any error of the engine.
    init(of text: String, engine: any Engine, settings: RunSettings) async throws(EngineError) {
        let room = try Self.room(engine, settings)
        query = try await engine.prefix(of: text, tokens: min(settings.queryTokenLimit, room.map { $0 / 2 } ?? Int.max))
        left = engine.tokensLeft(beside: GenerationRequest(settings, query: query.text, document: ""))
        documentTokens = min(settings.documentTokenLimit, left.map { max(1, $0) } ?? Int.max)
        (self.engine, self.settings) = (engine, settings)
    }

    /// The request for a document, which is cut to its share, and whether it was cut.
    ///
    /// A document that touches the end of the context is tokenized once more in its prompt, because the borders between the
    /// parts of a prompt may take a few tokens more than the parts. Each round lowers the limit.
    func request(for document: Document) async throws(EngineError) -> (request: GenerationRequest, isCut: Bool) {
        var limit = documentTokens
        while true {
            let content = try await engine.prefix(of: document.content, tokens: limit)
            let request = GenerationRequest(settings, query: query.text, document: content.text)
            let isCut = content.isCut || query.isCut
            guard let left, content.tokens + Self.borderTokens > left, limit > 0, !content.text.isEmpty,
                let beside = engine.tokensLeft(beside: request), beside < 0
            else { return (request, isCut) }
            limit = max(0, min(limit, content.tokens) + beside)
        }
    }

    /// The tokens that the context leaves for a query and a document; nil if the engine does not know.
    ///
    /// - Throws: `.contextTooShort` if these are too few to score anything.
    static func room(_ engine: any Engine, _ settings: RunSettings) throws(EngineError) -> Int? {
        let frame = GenerationRequest(settings, query: "", document: "")
        guard let left = engine.tokensLeft(beside: frame) else { return nil }
        let least = 2 * leastDocumentTokens
        guard left >= least else { throw .contextTooShort(missing: least - left, newTokens: frame.maxNewTokens) }
        return left
    }

    /// A document of fewer tokens is not worth scoring.
    private static let leastDocumentTokens = 16
    /// More than the borders between the parts of a prompt can add.
    private static let borderTokens = 16
}

extension GenerationRequest {
    /// The request that scores a document.
    init(_ settings: RunSettings, query: String, document: String) {
        self.init(
            prompt: Prompt.text(mode: settings.mode, instruction: settings.instruction, query: query, document: document),
            prefill: settings.mode.prefill,
            maxNewTokens: settings.mode.thinks ? settings.maxNewTokens : 0, stopTexts: [AnswerParser.answerClosing],
            sampling: settings.sampling)
    }
}

extension ScoringMode {
    /// The beginning of the assistant's turn. Modes without a thought begin it with an empty one, as the output format has it.
    var prefill: String { thinks ? "" : "<think></think>" }
}
