#!/usr/bin/env python3
"""Compares the tokens of `erank tokenize` with those of llama.cpp.

    python3 compare_tokens.py --erank ERANK --llama-tokenize PROGRAM
                              [--vocabularies FOLDER] [--model GGUF ...] [--corpus JSONL ...]

  --vocabularies  the folder models/ of llama.cpp: ggml-vocab-*.gguf of the known pre-tokenizers, with texts (.inp) and their
                  tokens (.out)
  --model         a GGUF file; the outputs of both programs with this model are compared
  --corpus        a BEIR corpus.jsonl; its first 1,000 documents are compared with every model, joined to one text

10,000 random texts over all of Unicode, joined to one text, are compared too. Prints one line per comparison. The exit code
is 1 if any differs.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

PRE_TOKENIZERS = ["gpt-2", "llama-bpe", "qwen2"]


def erank(program, model, text):
    result = subprocess.run([program, "tokenize", "--model", model], input=text.encode(), capture_output=True, check=True)
    return [int(word) for word in result.stdout.split()]


def llama(program, model, text):
    command = [program, "-m", model, "--stdin", "--ids", "--no-bos", "--no-parse-special", "--no-escape", "--log-disable"]
    return json.loads(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)


def random_texts(count):
    """Texts with characters of all planes; characters that matter to pre-tokenizers are frequent."""
    random.seed(11)
    common = list("  \n\r\t'sStTlLrReEvVdDmM0123456789.,!?<>|/_-()\x85\xa0\u0301é日本👍\u200d\u3000½Ⅷ")

    def character():
        if random.random() < 0.7:
            return random.choice(common)
        while 0xD800 <= (value := random.randrange(1, 0x110000)) < 0xE000:
            pass
        return chr(value)

    return "\n".join("".join(character() for _ in range(random.randrange(1, 40))) for _ in range(count))


def own_cases(folder, name):
    model = folder / f"ggml-vocab-{name}.gguf"
    separator = "\n__ggml_vocab_test__\n"
    texts = pathlib.Path(f"{model}.inp").read_bytes().decode().removesuffix(separator).split(separator)
    tokens = [[int(word) for word in line.split()] for line in pathlib.Path(f"{model}.out").read_text().splitlines()]
    return model, list(zip(texts, tokens, strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--erank", required=True)
    parser.add_argument("--llama-tokenize", required=True)
    parser.add_argument("--vocabularies", type=pathlib.Path)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--corpus", action="append", default=[])
    options = parser.parse_args()

    differing = 0

    def report(model, what, compared, differences):
        nonlocal differing
        differing += differences
        print(f"{pathlib.Path(model).name}: {what}: {compared} compared, {differences} differ", flush=True)

    models = list(options.model)
    if options.vocabularies:
        for name in PRE_TOKENIZERS:
            model, cases = own_cases(options.vocabularies, name)
            different = sum(erank(options.erank, model, text) != ids for text, ids in cases)
            report(model, "llama.cpp's own cases", len(cases), different)
            models.append(model)

    texts = {"10,000 random texts": random_texts(10_000)}
    for corpus in options.corpus:
        with open(corpus) as lines:
            documents = [json.loads(line) for line, _ in zip(lines, range(1000))]
        joined = "\n".join(f"{document.get('title', '')} {document['text']}" for document in documents)
        texts[f"{len(documents)} documents of {corpus}"] = joined
    for model in models:
        for what, text in texts.items():
            mine, theirs = erank(options.erank, model, text), llama(options.llama_tokenize, model, text)
            differences = sum(a != b for a, b in zip(mine, theirs)) + abs(len(mine) - len(theirs))
            report(model, what, f"{len(theirs)} tokens", differences)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
