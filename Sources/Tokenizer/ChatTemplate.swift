import GGUF

/// A chat template. It formats a conversation for a model: an optional system message, one user turn, and the beginning of the
/// answer.
///
/// GGUF files contain the template as a Jinja program. The program is not run. Instead its family is recognised, and the
/// details that differ within a family (the default system message, the beginning of the answer) are extracted. The output
/// equals that of Jinja.
public struct ChatTemplate: Sendable, Hashable {
    /// The supported families. The raw values are the names by which a person chooses one.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        /// `<|im_start|>user\n...<|im_end|>\n`: SmolLM2, Qwen2.5, Qwen3, ERank.
        case chatML = "chatml"
        /// `<|start_header_id|>user<|end_header_id|>\n\n...<|eot_id|>`: Llama 3.
        case llama3
    }

    static let names = Family.allCases.map(\.rawValue)

    /// The family of the template.
    public let family: Family
    /// The system message of a conversation that does not have one; nil if the template adds none.
    public let defaultSystem: String?
    /// Text before every system message.
    let systemPrefix: String
    /// Text that the template writes at the beginning of the answer, such as the start of a thought.
    let answerPrefix: String
    /// The token at the beginning of the text; nil if the template writes none.
    let beginOfText: String?

    /// Formats a conversation of one turn as text, as Jinja renders it.
    ///
    /// - Parameters:
    ///   - user: the user's turn.
    ///   - system: the system message; nil for the template's default.
    ///   - prefill: the beginning of the answer, after what the template writes itself.
    public func render(user: String, system: String? = nil, prefill: String = "") -> String {
        pieces(user: user, system: system, prefill: prefill).map(\.text).joined()
    }

    /// Formats a conversation as in ``render(user:system:prefill:)`` and tokenizes it. Only the template itself produces
    /// control tokens; they are not parsed in the other texts.
    public func encode(user: String, system: String? = nil, prefill: String = "", with tokenizer: Tokenizer) -> [Int32] {
        pieces(user: user, system: system, prefill: prefill).flatMap { piece in
            piece.isControl ? [tokenizer.specialTokens[piece.text]].compactMap(\.self) : tokenizer.encode(piece.text)
        }
    }

    /// The name of a control token, or ordinary text.
    private struct Piece {
        var text: String
        var isControl = false
    }

    /// The control tokens of each family.
    var controlTokens: [String] {
        switch family {
        case .chatML: ["<|im_start|>", "<|im_end|>"]
        case .llama3: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
        }
    }

    private func pieces(user: String, system: String?, prefill: String) -> [Piece] {
        let start = beginOfText.map { [Piece(text: $0, isControl: true)] } ?? []
        var turns: [(role: String, content: String)] = []
        if let system = system ?? defaultSystem { turns.append(("system", systemPrefix + trimmed(system))) }
        turns.append(("user", trimmed(user)))
        let answer = answerPrefix + prefill
        switch family {
        case .chatML:
            // The line break after a turn lies between control tokens, so it is tokenized by itself.
            return start
                + turns.flatMap { turn in
                    [
                        Piece(text: "<|im_start|>", isControl: true), Piece(text: "\(turn.role)\n\(turn.content)"),
                        Piece(text: "<|im_end|>", isControl: true), Piece(text: "\n"),
                    ]
                } + [Piece(text: "<|im_start|>", isControl: true), Piece(text: "assistant\n" + answer)]
        case .llama3:
            return start
                + turns.flatMap {
                    header($0.role) + [Piece(text: "\n\n" + $0.content), Piece(text: "<|eot_id|>", isControl: true)]
                }
                + header("assistant") + [Piece(text: "\n\n" + answer)]
        }
    }

    private func header(_ role: String) -> [Piece] {
        [
            Piece(text: "<|start_header_id|>", isControl: true), Piece(text: role),
            Piece(text: "<|end_header_id|>", isControl: true),
        ]
    }

    /// Llama 3's template trims messages as Python's `strip` does. Other families leave them unchanged.
    private func trimmed(_ text: String) -> String {
        guard family == .llama3 else { return text }
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        let front = text.unicodeScalars.drop(while: isSpace)
        let end = front.lastIndex { !isSpace($0) }.map(front.index(after:)) ?? front.startIndex
        return String(front[..<end])
    }
}
