/// A named text for the instruction: the definition of relevance in the prompt. The instruction is a parameter of the
/// experiment and can be edited; the presets are those of the paper.
public struct InstructionPreset: Sendable, Hashable {
    /// The name by which `resolve` finds the preset.
    public var name: String
    /// In a few words, the collections the preset is for.
    public var summary: String
    /// The instruction, word for word.
    public var text: String

    /// The four instructions of the released inference examples, word for word (errors of grammar included).
    public static let all: [InstructionPreset] = [
        InstructionPreset(
            name: "web", summary: "web passages: BEIR, TREC DL, MS MARCO",
            text: "Given a query, retrieval relevant passage."),
        InstructionPreset(
            name: "instructed", summary: "instructed retrieval: FollowIR",
            text: """
                Retrieval the relevant passage for the given query. Be careful about the extra requirements about relevance in \
                the query.
                """),
        InstructionPreset(
            name: "reasoning", summary: "reasoning: BRIGHT, StackExchange",
            text: """
                A document is relevant if it contains information that helps answer or address the query. A document is not \
                relevant if it doesn't contain information that helps answer the query, even if it mentions similar topics.
                """),
        InstructionPreset(
            name: "theorems", summary: "theorems: BRIGHT TheoremQA",
            text: """
                We want to find a document which uses the same mathematical process as the query. A document is relevant if it \
                uses the same mathematical process as the query.
                """),
    ]

    /// The text of the preset named `text`, or `text` itself if no preset has that name.
    public static func resolve(_ text: String) -> String {
        all.first { $0.name == text }?.text ?? text
    }
}
