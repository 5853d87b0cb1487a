import GGUF

/// How a conversation is written for a model: one user turn, perhaps behind a system message, and the beginning of the answer.
///
/// GGUF files carry the template as a Jinja program. It is not run: its family is recognised, and what differs inside a family (the
/// system message it puts in by itself, how the answer begins) is read out of it. What it renders is what Jinja renders.
public struct ChatTemplate: Sendable, Hashable {
    /// The families, by the names that choose one.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        /// `<|im_start|>user\n...<|im_end|>\n`: SmolLM2, Qwen2.5, Qwen3, ERank.
        case chatML = "chatml"
        /// `<|start_header_id|>user<|end_header_id|>\n\n...<|eot_id|>`: Llama 3.
        case llama3
    }

    static let names = Family.allCases.map(\.rawValue)

    public let family: Family
    /// The system message of a conversation that brings none; nil where there is none either.
    public let defaultSystem: String?
    /// What stands in front of every system message.
    let systemPrefix: String
    /// What the answer begins with, behind the header of its turn; a thought that the template opens itself.
    let answerPrefix: String
    /// The token that begins the text; nil where the template writes none.
    let beginOfText: String?

    /// A conversation of one turn as text, the way Jinja renders it.
    ///
    /// - Parameters:
    ///   - user: the user's turn.
    ///   - system: the system message in place of the model's own; nil leaves that.
    ///   - prefill: what the answer already says.
    public func render(user: String, system: String? = nil, prefill: String = "") -> String {
        pieces(user: user, system: system, prefill: prefill).map(\.text).joined()
    }

    /// The tokens of ``render(user:system:prefill:)``, control tokens only where the template itself puts them.
    public func encode(user: String, system: String? = nil, prefill: String = "", with tokenizer: Tokenizer) -> [Int32] {
        pieces(user: user, system: system, prefill: prefill).flatMap { piece in
            piece.isControl ? [tokenizer.specialTokens[piece.text]].compactMap(\.self) : tokenizer.encode(piece.text)
        }
    }

    /// A control token by its name, or text.
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
            // The line break behind a turn stands between control tokens, so it is a text of its own.
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

    /// Llama 3's template trims what it is given, as Python's `strip` does.
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
