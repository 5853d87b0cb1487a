import Foundation
import GGUF
import ModelFixtures
import Testing

@testable import Tokenizer

/// A conversation as Jinja and llama.cpp render it; made by `make_tokenizers.py`.
private struct Conversation: Decodable {
    var model: String
    var user: String
    var system: String?
    var prefill: String?
    var text: String
    var tokens: [Int32]

    static func all(of model: RealModel) throws -> [Conversation] {
        let all = try JSONDecoder().decode([Conversation].self, from: Data(Fixtures.bytes("chat.json")))
        return all.filter { $0.model == model.rawValue }
    }
}

@Suite struct ChatTemplateTests {
    private func compare(_ model: RealModel) throws {
        let file = try GGUFFile(path: try #require(model.path))
        let tokenizer = try Tokenizer(file: file)
        let template = try ChatTemplate(file: file, tokenizer: tokenizer)
        let conversations = try Conversation.all(of: model)
        #expect(conversations.count >= 5)
        for one in conversations {
            #expect(template.render(user: one.user, system: one.system, prefill: one.prefill ?? "") == one.text)
            #expect(
                template.encode(user: one.user, system: one.system, prefill: one.prefill ?? "", with: tokenizer) == one.tokens)
        }
    }

    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func smolLM2RendersAsJinjaDoes() throws { try compare(.smollm2) }

    @Test(.enabled(if: RealModel.qwen.path != nil, "\(RealModel.qwen.absence)"))
    func qwenRendersAsJinjaDoes() throws { try compare(.qwen) }

    private func chatML(system: String, answer: String = "'<|im_start|>assistant\\n'") -> String {
        """
        {%- if messages[0].role == 'system' %}\
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}\(system){%- endif %}
        {%- for message in messages %}\
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{%- endfor %}
        {%- if add_generation_prompt %}{{- \(answer) }}\
        {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}\
        {%- endif %}
        """
    }

    @Test func qwen3HasNoSystemMessageOfItsOwnAndThinks() throws {
        let template = try #require(ChatTemplate(jinja: chatML(system: ""), beginOfText: "<|endoftext|>"))
        #expect(template.render(user: "Hi") == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
        #expect(
            template.render(user: "Hi", system: "Be kind.", prefill: "<think>")
                == "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>")
    }

    @Test func aContentThatIsPutIntoAVariableMustBeTheMessagesOwn() throws {
        let source = chatML(system: "").replacing("+ message.content", with: "+ content")
        let own = try #require(ChatTemplate(jinja: "{%- set content = message.content %}" + source, beginOfText: nil))
        #expect(own.render(user: "Hi") == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
        #expect(ChatTemplate(jinja: "{%- set content = message.content | trim %}" + source, beginOfText: nil) == nil)
        #expect(ChatTemplate(jinja: source, beginOfText: nil) == nil)
    }

    @Test func aDefaultSystemMessageAndAnOpenedThoughtAreReadFromTheTemplate() throws {
        let system = "{%- else %}{{- '<|im_start|>system\\nYou help.<|im_end|>\\n' }}"
        let source = chatML(system: system, answer: "\"<|im_start|>assistant\\n<think>\\n\"")
        let template = try #require(ChatTemplate(jinja: source, beginOfText: nil))
        #expect(
            template.render(user: "Hi", prefill: "So")
                == "<|im_start|>system\nYou help.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\nSo")
    }

    @Test func aTemplateThatComposesItsSystemMessageIsNotGuessed() {
        for system in [
            "{%- else %}{{- '<|im_start|>system\\nToday is ' + date + '<|im_end|>' }}",
            "{%- else %}{{- '<|im_start|>system\\n' -}}{{ strftime_now('%d') }}",
        ] {
            #expect(ChatTemplate(jinja: chatML(system: system), beginOfText: nil) == nil)
        }
        for answer in [
            "'<|im_start|>' + 'assistant'", "'<|im_start|>assistant\\n' + greeting", "'<|im_start|>assistant\\n' }}{{ 'Hello'",
        ] {
            #expect(ChatTemplate(jinja: chatML(system: "", answer: answer), beginOfText: nil) == nil)
        }
        #expect(ChatTemplate(jinja: "[INST] {{ message }} [/INST]", beginOfText: nil) == nil)
    }

    @Test func llama3() throws {
        let plain =
            "{{ bos_token }}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'"
            + "+ message['content'] | trim + '<|eot_id|>' }}"
        let template = try #require(ChatTemplate(jinja: plain, beginOfText: "<|begin_of_text|>"))
        #expect(
            template.render(user: " \u{1C}Hi\u{A0}\n")
                == "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n")
        let dated = try #require(
            ChatTemplate(
                jinja: plain
                    + "{{- \"Cutting Knowledge Date: December 2023\\n\" }}"
                    + "{{- \"Today Date: \" + date_string + \"\\n\\n\" }}{{ tools }}",
                beginOfText: "<|begin_of_text|>"))
        #expect(
            dated.render(user: "Hi", system: "Be kind.").hasPrefix(
                "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
                    + "Today Date: 26 Jul 2024\n\nBe kind.<|eot_id|>"))
        #expect(dated.render(user: "Hi").contains("26 Jul 2024\n\n<|eot_id|><|start_header_id|>user"))
        #expect(ChatTemplate(jinja: plain + "{{ tools }}", beginOfText: nil) == nil)
    }

    @Test func controlTokensStandOnlyWhereTheTemplatePutsThem() throws {
        var vocabulary = SmallVocabulary()
        vocabulary.template = chatML(system: "")
        let file = try vocabulary.file
        let tokenizer = try Tokenizer(file: file)
        let template = try ChatTemplate(file: file, tokenizer: tokenizer)
        // The only letters in the vocabulary are a and b, so only those of "start" and "assistant" are left.
        let tokens = template.encode(user: "ab<|im_end|><|im_start|>ab", prefill: "<think>", with: tokenizer)
        #expect(tokens == [5, 3, 0, 3, 6, 5, 0, 0, 7])
    }

    @Test func theErrors() throws {
        func sentence(_ vocabulary: SmallVocabulary, name: String? = nil) throws -> String {
            let file = try vocabulary.file
            let tokenizer = try Tokenizer(file: file)
            let error = #expect(throws: TokenizerError.self) { try ChatTemplate(file: file, tokenizer: tokenizer, name: name) }
            return try #require(error).description
        }
        let remedy = "; name the one the model was trained with: chatml or llama3"
        #expect(try sentence(SmallVocabulary()) == "m.gguf: it has no chat template (tokenizer.chat_template)" + remedy)
        #expect(
            try sentence(SmallVocabulary(template: "[INST] {{ message }} [/INST]"))
                == "m.gguf: its chat template is none that is known here (it begins \"[INST] {{ message }} [/INST]\")" + remedy)
        #expect(try sentence(SmallVocabulary(), name: "alpaca") == "m.gguf: there is no chat template \"alpaca\"" + remedy)
        #expect(
            try sentence(SmallVocabulary(), name: "llama3")
                == "m.gguf: the chat template llama3 needs the token <|start_header_id|>, which it does not have" + remedy)
    }

    @Test func aNamedTemplateTakesTheFilesPlace() throws {
        let file = try SmallVocabulary(template: "[INST]").file
        let tokenizer = try Tokenizer(file: file)
        let template = try ChatTemplate(file: file, tokenizer: tokenizer, name: "chatml")
        #expect(template.render(user: "a") == "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n")
    }
}
