#!/usr/bin/env python3
"""Makes the small random checkpoints that the forward pass is held against, and a file of quantised blocks.

    pip install torch transformers gguf
    python3 make_checkpoints.py

Writes beside itself, the same bytes on every run:
  {llama,llama-scaled,qwen2,qwen3}.gguf   F32 checkpoints of random weights, with a tiny byte-level BPE vocabulary
  {...}.logits.json                       logits of transformers for a few token sequences, on CPU in float32
  quantised.gguf                          one tensor of each stored type, and its numbers as F32 in NAME.expected
"""

import json
import pathlib

import gguf
import numpy as np
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
TEXT = """Given a query and a document, please give a relevance score. The query is about goldfish, and the document says that a
goldfish grows to the depth of the water it is kept in. So the document answers the query, and the answer is a high score.
Desired output format: put your thinking here, then only an integer, from 0 to 10. 0 means not related and 10 means perfectly
related. <think> </think> <answer> </answer> Here is the query: Here is the document: After thinking, choose a score."""

# Sizes are no powers of two where an architecture allows it, so that an exchanged length is noticed.
COMMON = dict(
    hidden_size=64, intermediate_size=176, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    max_position_embeddings=512, hidden_act="silu", attention_dropout=0.0, attn_implementation="eager",
)


def rope(theta, **scaling):
    return {"rope_type": "default", "rope_theta": theta} | scaling


LLAMA3_SCALING = dict(
    rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64)

CHECKPOINTS = {
    # As SmolLM2: tied output.
    "llama": ("llama", "smollm", transformers.LlamaConfig, transformers.LlamaForCausalLM,
              dict(tie_word_embeddings=True, rms_norm_eps=1e-5, rope_parameters=rope(100_000.0))),
    # As Llama 3.1: untied output, frequencies scaled by a tensor of factors.
    "llama-scaled": ("llama", "llama-bpe", transformers.LlamaConfig, transformers.LlamaForCausalLM,
                     dict(tie_word_embeddings=False, rms_norm_eps=1e-5, rope_parameters=rope(10_000.0, **LLAMA3_SCALING))),
    # As Qwen2.5: biases on q, k, v.
    "qwen2": ("qwen2", "qwen2", transformers.Qwen2Config, transformers.Qwen2ForCausalLM,
              dict(tie_word_embeddings=True, rms_norm_eps=1e-6, rope_parameters=rope(1_000_000.0))),
    # As Qwen3 and ERank: norms on q and k, heads longer than width / heads.
    "qwen3": ("qwen3", "qwen2", transformers.Qwen3Config, transformers.Qwen3ForCausalLM,
              dict(tie_word_embeddings=False, rms_norm_eps=1e-6, rope_parameters=rope(1_000_000.0), head_dim=32)),
}

NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}


def vocabulary():
    """256 bytes, about 120 merges and the special tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=384, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), special_tokens=[], show_progress=False)
    tokenizer.train_from_iterator(TEXT.splitlines(), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = [token for token, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    return tokens + SPECIALS, merges


def randomise(model):
    """Weights at which attention looks at some tokens more than at others and logits are of order 1 to 10."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "norm" in name:
                weight.copy_(1 + 0.2 * torch.randn(weight.shape))
            elif name.endswith("bias"):
                weight.copy_(0.5 * torch.randn(weight.shape))
            elif "embed_tokens" in name:
                weight.copy_(0.4 * torch.randn(weight.shape))
            else:
                gain = 2.0 if "q_proj" in name or "k_proj" in name else 1.0
                gain = 3.0 if "lm_head" in name else gain
                weight.copy_(gain * torch.randn(weight.shape) / weight.shape[1] ** 0.5)


def interleaved(weight, heads):
    """GGUF's llama rotates neighbours (2i, 2i+1) where transformers rotates halves (i, i + half): exchange the rows."""
    return weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:]).swapaxes(1, 2).reshape(weight.shape)


def gguf_name(name):
    stem, _, kind = name.rpartition(".")
    if stem in NAMES:
        return f"{NAMES[stem]}.{kind}"
    _, _, layer, rest = stem.split(".", 3)
    return f"blk.{layer}.{NAMES[rest]}.{kind}"


def write_checkpoint(name, architecture, pre, config, model):
    writer = gguf.GGUFWriter(HERE / f"{name}.gguf", architecture)
    writer.add_name(f"random {name}")
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_vocab_size(config.vocab_size)
    if architecture == "llama":
        writer.add_rope_dimension_count(config.head_dim)
    if architecture == "qwen3":
        writer.add_key_length(config.head_dim)
        writer.add_value_length(config.head_dim)

    tokens, merges = vocabulary()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if token in SPECIALS else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|endoftext|>"))
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_pad_token_id(tokens.index("<|endoftext|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)

    for key, weight in model.state_dict().items():
        if key == "lm_head.weight" and config.tie_word_embeddings:
            continue
        weight = weight.numpy()
        if architecture == "llama" and "q_proj" in key:
            weight = interleaved(weight, config.num_attention_heads)
        if architecture == "llama" and "k_proj" in key:
            weight = interleaved(weight, config.num_key_value_heads)
        writer.add_tensor(gguf_name(key), np.ascontiguousarray(weight))
    if config.rope_parameters["rope_type"] == "llama3":
        plain = config.rope_parameters["rope_theta"] ** -(torch.arange(0, config.head_dim, 2).float() / config.head_dim)
        writer.add_tensor("rope_freqs.weight", (plain / model.model.rotary_emb.inv_freq).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_logits(name, config, model):
    """The whole of a short sequence, and some places of longer ones, which lie on both sides of multiples of 16."""
    sequences = []
    for length, positions in [(10, range(10)), (33, [0, 15, 16, 31, 32]), (61, [47, 48, 60]), (150, [63, 64, 128, 149])]:
        tokens = torch.randint(0, config.vocab_size, (length,))
        with torch.no_grad():
            logits = model(tokens[None]).logits[0]
        rows = [[float(f"{value:.7g}") for value in logits[position].tolist()] for position in positions]
        sequences.append({"tokens": tokens.tolist(), "positions": list(positions), "logits": rows})
        print(f"{name}: {length} tokens, logits' deviation {logits.std():.2f}, largest {logits.abs().max():.2f}")
    (HERE / f"{name}.logits.json").write_text(json.dumps({"sequences": sequences}, separators=(",", ":")) + "\n")


def make_checkpoints():
    vocabulary_size = len(vocabulary()[0])
    for seed, (name, (architecture, pre, config_type, model_type, extra)) in enumerate(CHECKPOINTS.items()):
        torch.manual_seed(seed)
        config = config_type(vocab_size=vocabulary_size, **COMMON, **extra)
        model = model_type(config).float().eval()
        randomise(model)
        write_checkpoint(name, architecture, pre, config, model)
        write_logits(name, config, model)


def random_blocks(rng, kind, count):
    """Blocks of random bits, which meet every value a block can hold, with scales that are finite."""
    length, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = rng.integers(0, 256, (count // length, size), dtype=np.uint8)
    # Where the 16-bit scales stand: Q6_K's behind its quants, the others' in front.
    scales = {"Q6_K": [208], "Q4_0": [0], "Q5_0": [0], "Q8_0": [0]}.get(kind.name, [0, 2])
    for at in scales:
        values = (rng.standard_normal(blocks.shape[0]) * 0.05).astype(np.float16)
        blocks[:, at:at + 2] = values.view(np.uint8).reshape(-1, 2)
    return blocks


def make_quantised():
    """Seven rows of 512 of every type: seven, since kernels take rows in groups of another size."""
    rng = np.random.default_rng(7)
    rows, width = 7, 512
    writer = gguf.GGUFWriter(HERE / "quantised.gguf", "none")
    types = gguf.GGMLQuantizationType
    for kind in [types.F16, types.BF16]:
        values = (rng.standard_normal((rows, width)) * 2.0 ** rng.integers(-20, 4, (rows, width))).astype(np.float32)
        data = gguf.quants.quantize(values, kind)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        writer.add_tensor(f"{kind.name}.expected", gguf.quants.dequantize(data, kind).reshape(rows, width))
    for kind in [types.Q4_0, types.Q4_1, types.Q5_0, types.Q5_1, types.Q8_0, types.Q4_K, types.Q5_K, types.Q6_K]:
        data = random_blocks(rng, kind, rows * width).reshape(rows, -1)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        writer.add_tensor(f"{kind.name}.expected", gguf.quants.dequantize(data, kind).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    torch.set_num_threads(1)
    make_checkpoints()
    make_quantised()
