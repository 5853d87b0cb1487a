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
    /// A family is recognised by the expression that writes a turn, and the rest of the template must hold nothing that would change a
    /// conversation of one turn without tools.
    ///
    /// - Parameter beginOfText: the token that `bos_token` stands for.
    init?(jinja source: String, beginOfText: String?) {
        let begin = source.contains("bos_token") ? beginOfText : nil
        let canonical = Self.canonical(source)
        if Self.writesChatMLTurns(canonical) {
            guard let answer = Self.chatMLAnswer(canonical), let system = Self.chatMLSystem(source, canonical) else { return nil }
            self.init(.chatML, defaultSystem: system.isEmpty ? nil : system, answerPrefix: answer, beginOfText: begin)
        } else if canonical.contains(
            "'<|start_header_id|>'+message.role+'<|end_header_id|>\n\n'+message.content|trim+'<|eot_id|>'")
        {
            if canonical.contains("'CuttingKnowledgeDate:December2023\n'"), canonical.contains("'TodayDate:'+date_string") {
                // Llama 3.1 and later write two dates in front of every system message; without a clock today is this one.
                let dates = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
                self.init(.llama3, defaultSystem: "", systemPrefix: dates, beginOfText: begin)
            } else if canonical.contains("tools") || canonical.contains("system") {
                return nil
            } else {
                self.init(.llama3, beginOfText: begin)
            }
        } else {
            return nil
        }
    }

    /// One spelling of what Jinja lets be spelled in several ways: no blanks, single quotes, `a.b` for `a['b']`, line breaks as such.
    private static func canonical(_ source: String) -> String {
        source.replacing(" ", with: "").replacing("\\n", with: "\n").replacing("\"", with: "'")
            .replacing("['role']", with: ".role").replacing("['content']", with: ".content")
    }

    private static func writesChatMLTurns(_ canonical: String) -> Bool {
        func turn(_ content: String) -> Bool { canonical.contains("'<|im_start|>'+message.role+'\n'+\(content)+'<|im_end|>'") }
        if turn("message.content") { return true }
        // Later templates of Qwen3 put the content into a variable first, as it is.
        guard turn("content"), let assignment = canonical.firstRange(of: "setcontent=") else { return false }
        return canonical[assignment.upperBound...].hasPrefix("message.content%}")
    }

    /// What a ChatML template writes behind `<|im_start|>assistant\n` when it asks for an answer; nil if that is not all that follows.
    private static func chatMLAnswer(_ canonical: String) -> String? {
        guard let condition = canonical.ranges(of: "ifadd_generation_prompt").last,
            let start = canonical[condition.upperBound...].firstRange(of: "{{'<|im_start|>assistant\n")
                ?? canonical[condition.upperBound...].firstRange(of: "{{-'<|im_start|>assistant\n"),
            let end = canonical[start.upperBound...].firstIndex(of: "'")
        else { return nil }
        var rest = canonical[end...]
        // Qwen3's way to leave the thought out, which nobody asks for here.
        let withoutThought = "{%-ifenable_thinkingisdefinedandenable_thinkingisfalse%}"
        if let block = rest.firstRange(of: withoutThought), let close = rest[block.upperBound...].firstRange(of: "endif%}") {
            rest = rest[..<block.lowerBound] + rest[close.upperBound...]
        }
        let isAll = rest.replacing("endif", with: "").allSatisfy { "'{}%-\n".contains($0) }
        return isAll ? String(canonical[start.upperBound..<end]) : nil
    }

    /// The system message that a ChatML template writes by itself; empty where it writes none, nil where it composes one.
    private static func chatMLSystem(_ source: String, _ canonical: String) -> String? {
        let header = "<|im_start|>system"
        var writesItsOwn = false
        for start in canonical.ranges(of: header) {
            let rest = canonical[start.upperBound...]
            if rest.hasPrefix("\n'+messages[0].content+'<|im_end|>") { continue }
            if rest.hasPrefix("\n'}}"), canonical[..<start.lowerBound].hasSuffix("{%-iftools%}\n{{-'") { continue }
            guard let end = rest.firstRange(of: "<|im_end|>"), !rest[..<end.lowerBound].contains(where: "'{}".contains) else {
                return nil
            }
            writesItsOwn = true
        }
        guard writesItsOwn else { return "" }
        for start in source.ranges(of: header) {
            guard let end = source[start.upperBound...].firstRange(of: "<|im_end|>") else { return nil }
            let text = source[start.upperBound..<end.lowerBound].replacing("\\n", with: "\n")
            if text.hasPrefix("\n"), !text.contains(where: "'\"{}".contains) { return String(text.dropFirst()) }
        }
        return nil
    }
}
