import Foundation
import Reranking
import Testing

@Suite struct PromptTests {
    /// Line by line as in the released method: the checkpoints were trained on these bytes.
    @Test func integerPromptIsByteExact() {
        let lines = [
            "Given a query and a document, please give a relevance score of 0~10.",
            "The goal or relevance definition is: Given a query, retrieval relevant passage.",
            "",
            "Here is the query:",
            "two\nlines",
            "",
            "Here is the document:",
            "a document",
            "",
            "After thinking, directly choose a relevance score from [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].",
            "- 0 represents completely not related",
            "- 10 means perfectly related.",
            "",
            "Desired output format:",
            "<think>put your thinking here</think><answer>Only allows an integer here</answer>",
            "",
            "Your output:",
        ]
        let text = Prompt.text(
            mode: .reasoned, instruction: InstructionPreset.resolve("web"), query: "two\nlines", document: "a document")
        #expect(Array(text.utf8) == Array(lines.joined(separator: "\n").utf8))
        #expect(
            text
                == Prompt.text(
                    mode: .direct, instruction: InstructionPreset.resolve("web"), query: "two\nlines", document: "a document"))
    }

    @Test func everyPromptOfAQueryBeginsAlike() {
        for mode in ScoringMode.allCases {
            let one = Prompt.text(mode: mode, instruction: "i", query: "q", document: "x one")
            let two = Prompt.text(mode: mode, instruction: "i", query: "q", document: "y two")
            #expect(one.commonPrefix(with: two).hasSuffix("Here is the document:\n"))
        }
    }

    @Test func presetsResolveByNameAndTextStandsForItself() {
        #expect(InstructionPreset.resolve("web") == "Given a query, retrieval relevant passage.")
        #expect(InstructionPreset.resolve("only recipes count") == "only recipes count")
        #expect(Set(InstructionPreset.all.map(\.name)).count == InstructionPreset.all.count)
    }
}
