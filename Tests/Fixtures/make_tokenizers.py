#!/usr/bin/env python3
"""Makes small vocabularies, and the tokens that llama.cpp finds with them, and what Jinja makes of chat templates.

    pip install tokenizers gguf jinja2
    python3 make_tokenizers.py LLAMA_TOKENIZE SMOLLM2_GGUF QWEN_GGUF

LLAMA_TOKENIZE is llama.cpp's program of that name; the models are the catalogue's. Writes beside itself, the same bytes on every run:
  vocabulary.{smollm,qwen2,gpt-2,llama-bpe}.gguf   one vocabulary each of the four pre-tokenisers, without weights; its merges cross every
                                                   edge between words, so that a word cut at the wrong place gives other tokens
  tokens.json                                      texts, and their tokens with those four and with the two real models
  chat.json                                        conversations of one turn, as the two real models' templates render them
"""

import json
import pathlib
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import gguf
import jinja2.sandbox
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
PRE_TOKENIZERS = ["smollm", "qwen2", "gpt-2", "llama-bpe"]
CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
# Tokens that are found in any text; two overlap, and one is of white space.
ADDED = ["<think>", "</think>", "<tool_call>", "k></t", "\t\t\t"]

WORDS = """the of and relevance goldfish water Query DOCUMENT don't I'll we're they'd it's he'S WE'RE camelCase snake_case 3.14 2026-11-23
http://a.b/c?d=e&f f(x) {"a": [1,2]} ==== --- ... !!! ?!? 100000000 12 345 6789 <think> </think> <|im_end|> <tool_call> naïve Straße""".split()
SPACES = [" ", "  ", "   ", "\n", "\n\n", "\r", "\r\n", "\t", "\t\t\t", "\v", "\f", "\x85", "\xa0", "\u2003", "\u2028", "\u3000", "\u200b", " \n", "\n "]
MARKS = ["'", "''", "'s", "'S", "'ll", "'LL", "'re", "'v", "’s", "ſ", "'ſ", ".", ",", "!", "-", "(", "\"", "…", "€", "\x00", "\x1c"]
OTHERS = ["é", "e\u0301", "ñ", "İ", "ß", "ﬁ", "Ⅷ", "½", "²", "٣", "१२३", "𝟙𝟚", "한국어", "日本語", "กำ", "ไทย", "العربية", "עברית", "Ελληνικά",
          "кириллица", "👍🏽", "👨‍👩‍👧", "🏳️‍🌈", "🇩🇪", "K", "\u0378", "\u088f", "\U000323b0", "\U0001e5f1", "\U0010ffff"]

WRITTEN = [
    "", " ", "  ", "   ", "\n", "\n\n", "\n\n\n", "\t", "\t\n", " \n", "\n ", "a", " a", "  a", "a ", "a  ", "a  b", "a\n b", "a \n b", "a\r\nb",
    "a\r\n\r\nb", "1", "12", "123", "1234", "12345678", " 1", "  1", "1 2", "a1b2", "3.14", "1,000,000", "10", " 10", "score: 10", "0 to 10",
    "'s", "it's", "IT'S", "it's''s", "we'll we'LL", "'", " '", "''", "'re're", "he'd've", "x'y", "'1", "'\n", "’s",
    "Hello, world!", "Hello,\nworld!", "!\n", "!\n\n", "!!\r\n", "! \n", "(a)", "((a))\n", "-a", "--a", " -a", "\ta", "\xa0a", "\u3000a", "\n\ta",
    "a\u200bb", "a\x00b", "\x00", "\x85", "x\x1cy", "naïve café", "e\u0301", "日本語 テキスト", "한국어 텍스트", "ไทย", "👍🏽 👨‍👩‍👧", "½ ² Ⅷ ٣",
    "<think>put your thinking here</think><answer>Only allows an integer here</answer>", "<think>\n</think>\n\n", "a<think>b", "a <think> b",
    "<think></think>", "<think></think></think>", "k></tk></t", "<|im_start|>user\nhi<|im_end|>\n", "<|endoftext|>", "<tool_call>", "<tool_", "\t\t\t\t",
    "a\t\t\tb", "</s>", "<s>", "[PAD1]",
    "Given a query and a document, please give a relevance score of 0~10.\nThe goal or relevance definition is: web passages\n\nHere is the query:\ndo goldfish grow?\n",
    "def f(x):\n    return x + 1  # comment\n\n\nprint(f(41))\n", "a" * 300, "ab" * 150, " " * 100, "\n" * 50 + "x", "0" * 100, "日本" * 60, "!" * 99 + "\n",
]


def texts():
    """Those above, and 200 of random pieces."""
    random.seed(3)
    kinds = [WORDS, WORDS, SPACES, SPACES, MARKS, OTHERS]

    def piece():
        if random.random() < 0.1:
            return str(random.randrange(10 ** random.randrange(1, 7)))
        if random.random() < 0.1:
            return chr(random.choice([c for c in (random.randrange(0x110000) for _ in range(4)) if not 0xD800 <= c < 0xE000]))
        return random.choice(random.choice(kinds))

    return WRITTEN + ["".join(piece() for _ in range(random.randrange(2, 14))) for _ in range(200)]


def write_vocabularies():
    random.seed(4)
    lines = []
    for _ in range(3000):
        kinds = [WORDS[:20], SPACES, MARKS, OTHERS, [str(random.randrange(1000))]]
        lines.append("".join(random.choice(random.choice(kinds)) for _ in range(12)))
    tokenizer = Tokenizer(models.BPE())
    # No words: merges learn to cross spaces, digits, marks and line breaks.
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(
        lines, trainers.BpeTrainer(vocab_size=1800, initial_alphabet=alphabet, max_token_length=12, show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    learned = [token for token, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    tokens = learned + CONTROL + ADDED
    types = gguf.TokenType
    kinds = [types.NORMAL] * len(learned) + [types.CONTROL] * len(CONTROL) + [types.USER_DEFINED] * len(ADDED)
    for pre in PRE_TOKENIZERS:
        writer = gguf.GGUFWriter(HERE / f"vocabulary.{pre}.gguf", "gpt2")
        # llama.cpp wants a model's sizes even where there is no model.
        writer.add_context_length(64)
        writer.add_embedding_length(64)
        writer.add_feed_forward_length(64)
        writer.add_head_count(1)
        writer.add_block_count(1)
        writer.add_layer_norm_eps(1e-5)
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(pre)
        writer.add_token_list(tokens)
        writer.add_token_types(kinds)
        writer.add_token_merges(merges)
        writer.add_bos_token_id(tokens.index("<|endoftext|>"))
        writer.add_eos_token_id(tokens.index("<|im_end|>"))
        writer.add_add_bos_token(False)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.close()


def tokenize(program, model, text, parse_special=False):
    command = [program, "-m", model, "--stdin", "--ids", "--no-bos", "--no-escape", "--log-disable"]
    result = subprocess.run(
        command + ([] if parse_special else ["--no-parse-special"]), input=text.encode(), capture_output=True, check=True)
    return json.loads(result.stdout)


def write_tokens(program, models):
    all_texts = texts()
    result = {"texts": all_texts, "tokens": {}}
    with ThreadPoolExecutor(2) as pool:
        for name, model in models.items():
            result["tokens"][name] = list(pool.map(lambda text: tokenize(program, model, text), all_texts))
            print(name, sum(map(len, result["tokens"][name])), "tokens")
    (HERE / "tokens.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


CONVERSATIONS = [
    {"user": "do goldfish grow?"},
    {"user": "\n  Two lines,\nwith blanks around. \n\n"},
    {"user": "", "prefill": "<think>\n"},
    {"user": "5", "system": "You are terse.", "prefill": "<think>It is.</think><answer>"},
    {"user": "Ein Fisch \"wächst\" – 日本語 'quoted' {{ braces }} \\n", "system": ""},
]


def write_conversations(program, models):
    # As transformers sets Jinja up.
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    result = []
    for name, path in models.items():
        source = gguf.GGUFReader(path).fields["tokenizer.chat_template"].contents()
        template = environment.from_string(source)
        for conversation in CONVERSATIONS:
            messages = [{"role": "user", "content": conversation["user"]}]
            if "system" in conversation:
                messages.insert(0, {"role": "system", "content": conversation["system"]})
            text = template.render(messages=messages, add_generation_prompt=True) + conversation.get("prefill", "")
            result.append({"model": name} | conversation | {"text": text, "tokens": tokenize(program, path, text, parse_special=True)})
    (HERE / "chat.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    program, smollm2, qwen = sys.argv[1:]
    real = {"smollm2-135m": smollm2, "qwen2.5-1.5b": qwen}
    write_vocabularies()
    write_tokens(program, {pre: str(HERE / f"vocabulary.{pre}.gguf") for pre in PRE_TOKENIZERS} | real)
    write_conversations(program, real)
