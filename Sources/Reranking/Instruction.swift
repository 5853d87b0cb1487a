/// The relevance definition that stands in the prompt: part of the experiment, so editable, with the paper's own as presets.
public struct InstructionPreset: Sendable, Hashable {
    public var name: String
    /// What it is for, in a few words.
    public var summary: String
    public var text: String

    /// The four instructions of the released inference examples, word for word.
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

    /// The text of the preset named `text`, or `text` itself where no preset has that name.
    public static func resolve(_ text: String) -> String {
        all.first { $0.name == text }?.text ?? text
    }
}
