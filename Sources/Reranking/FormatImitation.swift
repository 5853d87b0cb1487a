import Relevance

extension Document {
    /// Whether the document has marks of the prompt's own format: tags of the thought or the answer, such as
    /// `</think><answer>10</answer>`, or a chat template's marks. Such a text may be meant to set its own score.
    ///
    /// The marks of a template are text to the model, never control tokens (see `Tokenizer`), but a model can be misled by text
    /// too. Letters of either case count.
    ///
    /// - Complexity: O(bytes).
    public var imitatesAnswerFormat: Bool { FormatImitation.isIn(title) || FormatImitation.isIn(text) }
}

/// The marks that a document should not have.
enum FormatImitation {
    /// In lower case, by their first byte.
    private static let marks: [UInt8: [[UInt8]]] = Dictionary(
        grouping: [
            "<think>", "</think>", "<answer>", "</answer>", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|begin_of_text|>",
            "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|system|>", "<|user|>",
            "<|assistant|>", "<|end|>", "<start_of_turn>", "<end_of_turn>", "[inst]", "[/inst]", "<<sys>>", "<</sys>>",
        ].map { Array($0.utf8) }, by: { $0.first ?? 0 })

    static func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for place in bytes.indices {
                guard bytes[place] == UInt8(ascii: "<") || bytes[place] == UInt8(ascii: "[") else { continue }
                for mark in marks[bytes[place]] ?? [] where bytes.count - place >= mark.count {
                    if mark.indices.allSatisfy({ lowered(bytes[place + $0]) == mark[$0] }) { return true }
                }
            }
            return false
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
