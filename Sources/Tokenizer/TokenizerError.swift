import GGUF

/// Why a file's tokenizer or chat template cannot be used. `description` is one sentence: the file, what is wrong, and the
/// remedy.
public struct TokenizerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path as it was given.
    public let file: String
    /// What is wrong.
    public let problem: Problem

    /// What is wrong with a tokenizer or a chat template.
    public enum Problem: Sendable, Hashable {
        case metadata(GGUFProblem)
        case unknownModel(String)
        /// nil if the file does not name one.
        case unknownPreTokenizer(String?)
        case noTokens
        case typeCount(types: Int, tokens: Int)
        case duplicateToken(String)
        case noMerges
        case badMerge(index: Int, text: String)
        case idOutOfRange(key: String, id: Int, count: Int)
        case noTemplate
        case unknownTemplate(beginning: String)
        case unknownTemplateName(String)
        case missingTemplateToken(template: String, token: String)
    }

    /// One sentence for a person: the file, what is wrong, and the remedy.
    public var description: String {
        switch problem {
        case .metadata(let problem): GGUFError(file: file, problem: problem).description
        default: "\(file): \(finding); \(remedy)"
        }
    }

    private var finding: String {
        switch problem {
        case .metadata(let problem): "\(problem)"
        case .unknownModel(let name): "its tokenizer is of the model \"\(name)\" where \"gpt2\", byte-level BPE, was expected"
        case .unknownPreTokenizer(let name?):
            "its pre-tokenizer is \"\(name)\" where one of \(PreTokenizer.names.joined(separator: ", ")) was expected"
        case .unknownPreTokenizer(nil): "its tokenizer names no pre-tokenizer (tokenizer.ggml.pre)"
        case .noTokens: "its tokenizer has no tokens (tokenizer.ggml.tokens)"
        case .typeCount(let types, let tokens):
            "its tokenizer gives \(types) types for \(tokens) tokens (tokenizer.ggml.token_type)"
        case .duplicateToken(let text): "its tokenizer has the token \"\(text)\" twice"
        case .noMerges: "its tokenizer has no merges (tokenizer.ggml.merges)"
        case .badMerge(let index, let text):
            "its tokenizer's merge \(index), \"\(text)\", does not name two tokens that make a third"
        case .idOutOfRange(let key, let id, let count): "\(key) is \(id) where 0 to \(count - 1) was expected"
        case .noTemplate: "it has no chat template (tokenizer.chat_template)"
        case .unknownTemplate(let beginning): "its chat template is none that is known here (it begins \"\(beginning)\")"
        case .unknownTemplateName(let name): "there is no chat template \"\(name)\""
        case .missingTemplateToken(let template, let token):
            "the chat template \(template) needs the token \(token), which it does not have"
        }
    }

    private var remedy: String {
        switch problem {
        case .unknownModel, .unknownPreTokenizer(.some): "use a model of the Llama 3, SmolLM2, Qwen2 or Qwen3 families"
        case .noTemplate, .unknownTemplate, .unknownTemplateName, .missingTemplateToken:
            "name the one the model was trained with: \(ChatTemplate.names.joined(separator: " or "))"
        default: "convert the model again with a current converter"
        }
    }
}
