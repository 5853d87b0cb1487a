/// The user turn for one (query, document) pair, byte for byte as the released checkpoints were trained on it.
public enum Prompt {
    /// The prompt of `mode`. For integer answers it is ERank's own prompt. The paper does not print its prompt for yes/no, so
    /// that one uses the same words with the scale replaced. The text before the document is the same for all documents of a
    /// query, so an engine can compute it once.
    public static func text(mode: ScoringMode, instruction: String, query: String, document: String) -> String {
        """
        \(mode.isBinary ? binaryTask : integerTask)
        The goal or relevance definition is: \(instruction)

        Here is the query:
        \(query)

        Here is the document:
        \(document)

        \(mode.isBinary ? binaryFormat : integerFormat)

        Your output:
        """
    }

    private static let integerTask = "Given a query and a document, please give a relevance score of 0~10."

    private static let integerFormat = """
        After thinking, directly choose a relevance score from [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].
        - 0 represents completely not related
        - 10 means perfectly related.

        Desired output format:
        <think>put your thinking here</think><answer>Only allows an integer here</answer>
        """

    private static let binaryTask = "Given a query and a document, please judge whether the document is relevant."

    private static let binaryFormat = """
        After thinking, directly choose yes or no.
        - no represents not related
        - yes means related.

        Desired output format:
        <think>put your thinking here</think><answer>Only allows yes or no here</answer>
        """
}
