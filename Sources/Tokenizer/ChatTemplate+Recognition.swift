import GGUF

extension ChatTemplate {
    /// The template of a model file. A `name` of a ``Family`` replaces it; that template has no default system message.
    ///
    /// - Throws: `.noTemplate`, `.unknownTemplate` or `.unknownTemplateName`; `.missingTemplateToken` if the vocabulary lacks a
    ///   control token of the family.
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

    /// Recognises a template by its Jinja source; nil for a template whose output is not known for certain.
    ///
    /// A family is recognised by the expression that writes a turn. The rest of the template must not contain anything that
    /// changes a conversation of one turn without tools.
    ///
    /// - Parameter beginOfText: the value of `bos_token`.
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
                // Llama 3.1 and later write two dates before every system message. Without `date_string`, the template sets
                // today to this date.
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

    /// Normalises the source, because Jinja allows several spellings: removes blanks, and uses single quotes, `a.b` for
    /// `a['b']` and real line breaks.
    private static func canonical(_ source: String) -> String {
        source.replacing(" ", with: "").replacing("\\n", with: "\n").replacing("\"", with: "'")
            .replacing("['role']", with: ".role").replacing("['content']", with: ".content")
    }

    private static func writesChatMLTurns(_ canonical: String) -> Bool {
        func turn(_ content: String) -> Bool { canonical.contains("'<|im_start|>'+message.role+'\n'+\(content)+'<|im_end|>'") }
        if turn("message.content") { return true }
        // Later Qwen3 templates first assign the unchanged content to a variable.
        guard turn("content"), let assignment = canonical.firstRange(of: "setcontent=") else { return false }
        return canonical[assignment.upperBound...].hasPrefix("message.content%}")
    }

    /// The text that a ChatML template writes after `<|im_start|>assistant\n` in the generation prompt; nil if the template
    /// does more than write a fixed text there.
    private static func chatMLAnswer(_ canonical: String) -> String? {
        guard let condition = canonical.ranges(of: "ifadd_generation_prompt").last,
            let start = canonical[condition.upperBound...].firstRange(of: "{{'<|im_start|>assistant\n")
                ?? canonical[condition.upperBound...].firstRange(of: "{{-'<|im_start|>assistant\n"),
            let end = canonical[start.upperBound...].firstIndex(of: "'")
        else { return nil }
        var rest = canonical[end...]
        // Qwen3's switch that disables thinking. It is never set here, so its block is skipped.
        let withoutThought = "{%-ifenable_thinkingisdefinedandenable_thinkingisfalse%}"
        if let block = rest.firstRange(of: withoutThought), let close = rest[block.upperBound...].firstRange(of: "endif%}") {
            rest = rest[..<block.lowerBound] + rest[close.upperBound...]
        }
        let isAll = rest.replacing("endif", with: "").allSatisfy { "'{}%-\n".contains($0) }
        return isAll ? String(canonical[start.upperBound..<end]) : nil
    }

    /// The default system message of a ChatML template: empty if there is none, nil if the template composes one from
    /// variables.
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
