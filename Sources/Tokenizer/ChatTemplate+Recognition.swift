import GGUF

extension ChatTemplate {
    /// The template of a model.
    ///
    /// - Parameter name: one of ``Family``'s names, to be used in place of what the file says; then there is no system message but the
    ///   one given.
    /// - Throws: `.noTemplate`, `.unknownTemplate`, `.unknownTemplateName`, and `.missingTemplateToken` for a family whose control tokens are
    ///   not in the vocabulary.
    public init(file: GGUFFile, tokenizer: Tokenizer, name: String? = nil) throws(TokenizerError) {
        func error(_ problem: TokenizerError.Problem) -> TokenizerError { TokenizerError(file: file.path, problem: problem) }
        let template: ChatTemplate
        if let name {
            guard let family = Family(rawValue: name) else { throw error(.unknownTemplateName(name)) }
            template = ChatTemplate(family, beginOfText: family == .llama3 ? Self.beginOfText(tokenizer) : nil)
        } else {
            let source = try file.reading { file throws(GGUFError) in try file.string("tokenizer.chat_template") }
            guard let source else { throw error(.noTemplate) }
            guard let known = ChatTemplate(jinja: source, beginOfText: Self.beginOfText(tokenizer)) else {
                throw error(.unknownTemplate(beginning: String(source.prefix(40))))
            }
            template = known
        }
        for token in template.controlTokens where tokenizer.specialTokens[token] == nil {
            throw error(.missingTemplateToken(template: template.family.rawValue, token: token))
        }
        self = template
    }

    private static func beginOfText(_ tokenizer: Tokenizer) -> String? {
        tokenizer.specialTokens.beginOfText.map(tokenizer.text(of:))
    }

    private init(
        _ family: Family, defaultSystem: String? = nil, systemPrefix: String = "", answerPrefix: String = "",
        beginOfText: String? = nil
    ) {
        self.family = family
        self.defaultSystem = defaultSystem
        self.systemPrefix = systemPrefix
        self.answerPrefix = answerPrefix
        self.beginOfText = beginOfText
    }

    /// Recognises a template by its source; nil for one whose rendering is not known for certain.
    ///
    /// - Parameter beginOfText: the token that `bos_token` stands for.
    init?(jinja source: String, beginOfText: String?) {
        // What is rendered depends on the clock.
        if source.contains("strftime_now"), !source.contains("Cutting Knowledge Date") { return nil }
        let begin = source.contains("bos_token") ? beginOfText : nil
        if source.contains("<|im_start|>") {
            guard let answer = Self.chatMLAnswer(source), let system = Self.chatMLSystem(source) else { return nil }
            self.init(.chatML, defaultSystem: system.isEmpty ? nil : system, answerPrefix: answer, beginOfText: begin)
        } else if source.contains("<|start_header_id|>"), source.contains("<|eot_id|>") {
            if source.contains("Cutting Knowledge Date: December 2023") {
                // Llama 3.1 and later write two dates in front of every system message; without a clock today is this one.
                let dates = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
                self.init(.llama3, defaultSystem: "", systemPrefix: dates, beginOfText: begin)
            } else if source.contains("tools") || source.contains("functions") {
                return nil
            } else {
                self.init(.llama3, beginOfText: begin)
            }
        } else {
            return nil
        }
    }

    /// What a ChatML template writes behind `<|im_start|>assistant\n` when it asks for an answer.
    private static func chatMLAnswer(_ source: String) -> String? {
        guard let condition = source.ranges(of: "add_generation_prompt").last else { return nil }
        let header = "<|im_start|>assistant"
        guard let start = source[condition.upperBound...].firstRange(of: header),
            let quote = source[..<start.lowerBound].last, quote == "'" || quote == "\"",
            let end = source[start.upperBound...].firstIndex(of: quote)
        else { return nil }
        let text = unescaped(source[start.upperBound..<end])
        return text.hasPrefix("\n") ? String(text.dropFirst()) : nil
    }

    /// The system message that a ChatML template writes by itself; empty where it writes none, nil where it composes one.
    private static func chatMLSystem(_ source: String) -> String? {
        for start in source.ranges(of: "<|im_start|>system") {
            guard let end = source[start.upperBound...].firstRange(of: "<|im_end|>") else { return nil }
            let text = unescaped(source[start.upperBound..<end.lowerBound])
            // Behind the line break a literal goes on, or it ends and the conversation's own system message follows.
            guard text.hasPrefix("\n"), let first = text.dropFirst().first, first != "'", first != "\"", first != "{" else {
                continue
            }
            return text.contains("{") || text.contains("'") || text.contains("\"") ? nil : String(text.dropFirst())
        }
        return ""
    }

    private static func unescaped(_ literal: Substring) -> String { String(literal.replacing("\\n", with: "\n")) }
}
