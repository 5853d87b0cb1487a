// Products of one tile of 16 rows with a few tokens (T) at once. The weights are unpacked to registers once and used for all T
// tokens. lanes.h lists the vector types. Each level's file defines, before it includes this one:
//
//     vd dot(vd sums, vb codes, int32_t four)     sums + products of codes (unsigned, at most 6 bits) with four int8 activations
//     DOTS(bits)                                  how many `dot`s of codes of `bits` bits a vd can take without overflow
//     vi widen(vd sums)                           the sums as int32
//     ws weight_scale(const uint8_t *)            loads LANES unsigned scales; weight_scale_signed: signed ones
//     vi add_scaled(vi total, vd sums, ws scale)  total + sums * scale
//     wp weight_pair(ws a, ws b)                  the scales of two blocks as a pair
//     vi add_pair(vi total, wp pair, int32_t two) total + a * two[0] + b * two[1], for two int16 in `two`
//     KEEP(v)                                     keeps the compiler from reordering sums where that would spill registers
//     w8 prepare_bytes(vb codes)                  8-bit codes as `dot_bytes` takes them
//     vi dot_bytes(vi sums, w8 codes, int32_t four)   as `dot`, for 8-bit codes
//     BYTE_OFFSET                                 what `dot_bytes` sees added to each code: 128 or 0
//     MAX_TOKENS                                  the largest T
//
// A level that defines SUMS_IN_PAIRS (superblocks_in_pairs.h) has, in place of add_scaled:
//
//     wp sum_pair(vi a, vi b, int shift)              the low 16 bits of a >> shift and of b >> shift, interleaved
//     vi add_pairs(vi total, wp sums, wp scales)      total + the products of both halves of each pair
//
// T is a compile-time constant at every call, so that all arrays are registers.

#define UNROLL _Pragma("clang loop unroll(full)")

INLINE vb load_codes(const uint8_t *p) {
    vb v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE int32_t load_four(const int8_t *p) {
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE int32_t load_two(const int16_t *p) {
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/// Prefetch plan of a tile: two address streams, a few cache lines of each per 32 columns. Without streams the tile prefetches
/// its own weights 4 KiB ahead. Weights are read in order, but the hardware prefetcher stops at every 4 KiB page and falls
/// behind when several tokens share an unpacked weight. For one or two tokens it keeps up, so nothing is prefetched here.
typedef struct {
    const uint8_t *stream[2];
    size_t step;  // bytes that each stream advances per 32 columns; 0: no streams
} tile_prefetch;

/// Issues the prefetches for the 32 columns whose weights are the `bytes` bytes at `w`.
INLINE void prefetch_columns(tile_prefetch *prefetch, const uint8_t *w, size_t bytes, ek_type type, int T) {
    if (T <= 2) return;
    if (prefetch->step == 0) {
        UNROLL for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(w + 4096 + i, 0, 3);
        return;
    }
    const size_t lines = (ek_tile_block_bytes(type) * 32 / ek_tile_block_columns(type) + 127) / 128;
    UNROLL for (int s = 0; s < 2; s++) {
        UNROLL for (size_t i = 0; i < lines; i++) __builtin_prefetch(prefetch->stream[s] + 64 * i, 0, 3);
        prefetch->stream[s] += prefetch->step;
    }
}

INLINE vf to_floats(vi v) { return __builtin_convertvector(v, vf); }

/// The codes of the groups 2 * pair and 2 * pair + 1 of a block of 32 columns, for the LANES rows of part `part`.
INLINE void unpack(const uint8_t *codes, int bits, int pair, int part, vb *even, vb *odd) {
    const size_t at = (size_t)part * sizeof(vb);
    const vb both = load_codes(codes + 64 * pair + at);
    *even = both & 15;
    *odd = both >> 4;
    if (bits == 5) {
        const vb fifth = load_codes(codes + 256 + at);
        *even |= ((fifth >> (2 * pair)) & 1) << 4;
        *odd |= ((fifth >> (2 * pair + 1)) & 1) << 4;
    }
    if (bits == 6) {
        const vb high = load_codes(codes + 256 + 64 * (pair / 2) + at);
        *even |= ((high >> (4 * (pair % 2))) & 3) << 4;
        *odd |= ((high >> (4 * (pair % 2) + 2)) & 3) << 4;
    }
}

/// Adds the products of the group pairs first ..< end (8 columns each) of a block of 32 columns.
INLINE void dot_pairs(const uint8_t *codes, int bits, int first, int end, const int8_t *const *q, int T, vd (*sums)[PARTS]) {
    UNROLL for (int pair = first; pair < end; pair++) {
        vb even[PARTS], odd[PARTS];
        UNROLL for (int p = 0; p < PARTS; p++) unpack(codes, bits, pair, p, &even[p], &odd[p]);
        UNROLL for (int t = 0; t < T; t++) {
            const int32_t four = load_four(q[t] + 8 * pair);
            UNROLL for (int p = 0; p < PARTS; p++) sums[t][p] = dot(sums[t][p], even[p], four);
        }
        UNROLL for (int t = 0; t < T; t++) {
            const int32_t four = load_four(q[t] + 8 * pair + 4);
            UNROLL for (int p = 0; p < PARTS; p++) {
                sums[t][p] = dot(sums[t][p], odd[p], four);
                if (T > 2) KEEP(sums[t][p]);
            }
        }
    }
}

/// The dot products of a block of 32 columns, as int32.
INLINE void dot_block(const uint8_t *codes, int bits, const int8_t *const *q, int T, vi (*sums)[PARTS]) {
    enum { PIECE = 4 };
    const int pairs = DOTS(bits) / 2 < PIECE ? DOTS(bits) / 2 : PIECE;
    UNROLL for (int first = 0; first < PIECE; first += pairs) {
        vd piece[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) piece[t][p] = (vd){0};
        dot_pairs(codes, bits, first, first + pairs, q, T, piece);
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++)
            sums[t][p] = first == 0 ? widen(piece[t][p]) : sums[t][p] + widen(piece[t][p]);
    }
}

/// Q4_0, Q4_1, Q5_0, Q5_1: one scale per 32 columns, with a minimum (_1) or a fixed code offset (_0).
INLINE void tile_q4_q5(
    const uint8_t *w, size_t columns, ek_type type, int bits, bool minimum, const ek_activations *x, size_t t0, int T,
    tile_prefetch *prefetch, vf (*out)[PARTS]) {
    const size_t codes_bytes = bits == 5 ? 320 : 256, block_bytes = codes_bytes + (minimum ? 64 : 32);
    const size_t blocks = columns / 32;
    const int offset = bits == 5 ? 16 : 8;
    for (size_t b = 0; b < blocks; b++, w += block_bytes) {
        prefetch_columns(prefetch, w, block_bytes, type, T);
        const int8_t *q[8];
        UNROLL for (int t = 0; t < T; t++) q[t] = x->q + (t0 + t) * columns + 32 * b;
        vi sums[8][PARTS];
        dot_block(w, bits, q, T, sums);
        vf scale[PARTS], lowest[PARTS];
        UNROLL for (int p = 0; p < PARTS; p++) {
            scale[p] = load_f16(w + codes_bytes + 2 * LANES * p);
            if (minimum) lowest[p] = load_f16(w + codes_bytes + 32 + 2 * LANES * p);
        }
        UNROLL for (int t = 0; t < T; t++) {
            const size_t at = (t0 + t) * blocks + b;
            const vf d = splat(x->d[at]);
            if (minimum) {
                const vf s = splat(x->s[at]);
                UNROLL for (int p = 0; p < PARTS; p++)
                    out[t][p] = FUSE(lowest[p], s, FUSE(to_floats(sums[t][p]), scale[p] * d, out[t][p]));
            } else {
                const int base = offset * x->sums32[at];
                UNROLL for (int p = 0; p < PARTS; p++)
                    out[t][p] = FUSE(to_floats(sums[t][p] - base), scale[p] * d, out[t][p]);
            }
        }
    }
}

/// out += total * factor of the row * times * scale of the activations, for the superblock of 256 columns that starts at column
/// `k`.
INLINE void add_superblock(
    vi (*total)[PARTS], const uint8_t *factors, float times, const ek_activations *x, size_t columns, size_t k, size_t t0, int T,
    vf (*out)[PARTS]) {
    UNROLL for (int p = 0; p < PARTS; p++) {
        const vf d = load_f16(factors + 2 * LANES * p) * times;
        UNROLL for (int t = 0; t < T; t++)
            out[t][p] = FUSE(to_floats(total[t][p]), d * splat(x->d[((t0 + t) * columns + k) / 32]), out[t][p]);
    }
}

#ifdef SUMS_IN_PAIRS
#include "superblocks_in_pairs.h"
#else
#include "superblocks.h"
#endif

/// Q8_0: 8-bit codes, one scale per 32 columns.
INLINE void tile_q8(
    const uint8_t *w, size_t columns, const ek_activations *x, size_t t0, int T, tile_prefetch *prefetch,
    vf (*out)[PARTS]) {
    const size_t blocks = columns / 32;
    for (size_t b = 0; b < blocks; b++, w += 544) {
        prefetch_columns(prefetch, w, 544, EK_Q8_0, T);
        vi sums[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) {
            const int base = -BYTE_OFFSET * x->sums32[(t0 + t) * blocks + b];
            UNROLL for (int p = 0; p < PARTS; p++) sums[t][p] = base - (vi){0};
        }
        UNROLL for (int g = 0; g < 8; g++) {
            w8 codes[PARTS];
            UNROLL for (int p = 0; p < PARTS; p++) codes[p] = prepare_bytes(load_codes(w + 64 * g + p * sizeof(vb)));
            UNROLL for (int t = 0; t < T; t++) {
                const int32_t four = load_four(x->q + (t0 + t) * columns + 32 * b + 4 * g);
                UNROLL for (int p = 0; p < PARTS; p++) {
                    sums[t][p] = dot_bytes(sums[t][p], codes[p], four);
                    if (T > 2) KEEP(sums[t][p]);
                }
            }
        }
        UNROLL for (int p = 0; p < PARTS; p++) {
            const vf scale = load_f16(w + 512 + 2 * LANES * p);
            UNROLL for (int t = 0; t < T; t++)
                out[t][p] = FUSE(to_floats(sums[t][p]), scale * splat(x->d[(t0 + t) * blocks + b]), out[t][p]);
        }
    }
}

/// F32, F16, BF16: one fused multiply-add per column, in the order of the columns.
INLINE void tile_of_floats(
    const uint8_t *w, size_t columns, ek_type type, const ek_activations *x, size_t t0, int T, vf (*out)[PARTS]) {
    const size_t bytes = type == EK_F32 ? 4 : 2;
    for (size_t k = 0; k < columns; k++, w += EK_TILE * bytes) {
        vf weights[PARTS];
        UNROLL for (int p = 0; p < PARTS; p++) {
            const uint8_t *at = w + bytes * LANES * p;
            weights[p] = type == EK_F32 ? load((const float *)at) : type == EK_F16 ? load_f16(at) : load_bf16(at);
        }
        UNROLL for (int t = 0; t < T; t++) {
            const vf value = splat(x->x[(t0 + t) * columns + k]);
            UNROLL for (int p = 0; p < PARTS; p++) out[t][p] = FUSE(weights[p], value, out[t][p]);
        }
    }
}

INLINE void tile(
    const ek_product *product, size_t index, const ek_activations *x, size_t t0, tile_prefetch prefetch, const ek_type type,
    const int T) {
    const ek_matrix *m = &product->matrix;
    const uint8_t *w = m->data + index * ek_tile_bytes(type, m->columns);
    vf out[8][PARTS];
    UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) out[t][p] = (vf){0};
    switch (type) {
    case EK_Q4_0: tile_q4_q5(w, m->columns, type, 4, false, x, t0, T, &prefetch, out); break;
    case EK_Q4_1: tile_q4_q5(w, m->columns, type, 4, true, x, t0, T, &prefetch, out); break;
    case EK_Q5_0: tile_q4_q5(w, m->columns, type, 5, false, x, t0, T, &prefetch, out); break;
    case EK_Q5_1: tile_q4_q5(w, m->columns, type, 5, true, x, t0, T, &prefetch, out); break;
    case EK_Q8_0: tile_q8(w, m->columns, x, t0, T, &prefetch, out); break;
    case EK_Q4_K: tile_q4k_q5k(w, m->columns, 4, x, t0, T, &prefetch, out); break;
    case EK_Q5_K: tile_q4k_q5k(w, m->columns, 5, x, t0, T, &prefetch, out); break;
    case EK_Q6_K: tile_q6k(w, m->columns, x, t0, T, &prefetch, out); break;
    default: tile_of_floats(w, m->columns, type, x, t0, T, out); break;
    }
    const size_t row = index * EK_TILE, rows = m->rows - row < EK_TILE ? m->rows - row : EK_TILE;
    UNROLL for (int t = 0; t < T; t++) {
        float *to = product->out + (t0 + t) * product->stride + row;
        const float *bias = product->bias ? product->bias + row : NULL;
        if (rows == EK_TILE) {
            UNROLL for (int p = 0; p < PARTS; p++) {
                vf result = out[t][p];
                if (bias) result += load(bias + LANES * p);
                if (product->add) result += load(to + LANES * p);
                store(to + LANES * p, result);
            }
        } else {
            float result[EK_TILE];
            UNROLL for (int p = 0; p < PARTS; p++) store(result + LANES * p, out[t][p]);
            if (bias) for (size_t r = 0; r < rows; r++) result[r] += bias[r];
            if (product->add) for (size_t r = 0; r < rows; r++) result[r] += to[r];
            memcpy(to, result, rows * sizeof *to);
        }
    }
}

// One out-of-line function for each type and T: each is a few hundred instructions long.
#define TILE_FUNCTION(TYPE, T) \
    static __attribute__((noinline)) void tile_##TYPE##_##T( \
        const ek_product *product, size_t index, const ek_activations *x, size_t t0, tile_prefetch prefetch) { \
        tile(product, index, x, t0, prefetch, TYPE, T); \
    }
#define TILE_TYPE(TYPE) TILE_FUNCTIONS(TYPE) static const tile_function tiles_##TYPE[9] = TILE_TABLE(TYPE);
typedef void (*tile_function)(const ek_product *, size_t, const ek_activations *, size_t, tile_prefetch);
TILE_TYPE(EK_F32) TILE_TYPE(EK_F16) TILE_TYPE(EK_BF16) TILE_TYPE(EK_Q4_0) TILE_TYPE(EK_Q4_1) TILE_TYPE(EK_Q5_0)
TILE_TYPE(EK_Q5_1) TILE_TYPE(EK_Q8_0) TILE_TYPE(EK_Q4_K) TILE_TYPE(EK_Q5_K) TILE_TYPE(EK_Q6_K)

static const tile_function *tile_functions(ek_type type) {
    switch (type) {
    case EK_F32: return tiles_EK_F32;
    case EK_F16: return tiles_EK_F16;
    case EK_BF16: return tiles_EK_BF16;
    case EK_Q4_0: return tiles_EK_Q4_0;
    case EK_Q4_1: return tiles_EK_Q4_1;
    case EK_Q5_0: return tiles_EK_Q5_0;
    case EK_Q5_1: return tiles_EK_Q5_1;
    case EK_Q8_0: return tiles_EK_Q8_0;
    case EK_Q4_K: return tiles_EK_Q4_K;
    case EK_Q5_K: return tiles_EK_Q5_K;
    case EK_Q6_K: return tiles_EK_Q6_K;
    }
    return tiles_EK_F32;
}

/// The prefetch plan of tile `index` for the tokens from `t` on, of `tokens` in all. No streams for MAX_TOKENS tokens or less,
/// or without a cursor. Otherwise one stream is the next tile, half of it during each of the first two blocks of MAX_TOKENS
/// tokens, and the other stream is the KV-cache pages that attention will read next.
static tile_prefetch prefetch_plan(const ek_matrix *m, size_t index, size_t t, size_t tokens, ek_prefetch *prefetch) {
    if (!prefetch || tokens <= MAX_TOKENS) return (tile_prefetch){.step = 0};
    const size_t bytes = ek_tile_bytes(m->type, m->columns);
    const size_t step = ek_tile_block_bytes(m->type) * 32 / ek_tile_block_columns(m->type);
    const uint8_t *w = m->data + index * bytes, *next = w + bytes + (t < MAX_TOKENS ? 0 : bytes / 2);
    const uint8_t *pages = ek_prefetch_next(prefetch, bytes / 2);
    return (tile_prefetch){{t < 2 * MAX_TOKENS ? next : w, pages ? pages : w}, step / 2};
}

static void multiply(
    const ek_product *product, const ek_activations *x, size_t first, size_t tiles, size_t t0, size_t tokens,
    ek_prefetch *prefetch) {
    const tile_function *functions = tile_functions(product->matrix.type);
    for (size_t index = first; index < first + tiles; index++)
        for (size_t t = 0; t < tokens;) {
            int step = MAX_TOKENS;
            while (!functions[step] || (size_t)step > tokens - t) step--;
            functions[step](product, index, x, t0 + t, prefetch_plan(&product->matrix, index, t, tokens, prefetch));
            t += (size_t)step;
        }
}
