// The interface of a level, and the layout of the packed tiles that all levels read.
#ifndef EK_LEVEL_KERNELS_H
#define EK_LEVEL_KERNELS_H

#include "CKernels.h"

// ---- Tiles ---------------------------------------------------------------------------------------------------------------
//
// A matrix is a sequence of tiles of 16 rows (the last one padded with zeros). A tile is a sequence of blocks along the
// columns. Within a block, a "group" is 4 columns of all 16 rows: 64 codes, with the code of (row, column) in byte
// 4 * row + column. This is the operand layout of the dot-product instructions. 4-bit codes: 64 bytes hold two groups, the even
// one in the low nibbles and the next one in the high nibbles.
//
//     floats      per column: value [16] (f32, f16 or bf16)
//     Q4_0        per 32: codes [4][64], scale f16 [16]                          value = scale * (code - 8)
//     Q4_1        per 32: codes [4][64], scale f16 [16], minimum f16 [16]        value = scale * code + minimum
//     Q5_0, Q5_1  as Q4, with the fifth bits [64] after the codes: byte 4 * row + column, bit g for group g; code offset 16
//     Q8_0        per 32: codes + 128 [8][64], scale f16 [16]                    value = scale * (code - 128)
//     Q4_K        per 256: 8 x codes [4][64], scales u8 [8][16], minima u8 [8][16], d f16 [16], dmin f16 [16]
//     Q5_K        as Q4_K, with the fifth bits [64] after each codes [4][64]     value = d * scale * code - dmin * minimum
//     Q6_K        per 256: 8 x { low 4 bits [4][64], high 2 bits [2][64] }, scales i8 [16][16], d f16 [16], padding [32]
//                 high bits: groups 0 to 3 in the first 64 bytes, groups 4 to 7 in the second, two bits each;
//                                                                                value = d * scale * (code - 32)

static inline size_t ek_tile_block_columns(ek_type type) {
    switch (type) {
    case EK_F32: case EK_F16: case EK_BF16: return 1;
    case EK_Q4_0: case EK_Q4_1: case EK_Q5_0: case EK_Q5_1: case EK_Q8_0: return 32;
    case EK_Q4_K: case EK_Q5_K: case EK_Q6_K: return 256;
    }
    return 1;
}

static inline size_t ek_tile_block_bytes(ek_type type) {
    switch (type) {
    case EK_F32: return 64;
    case EK_F16: case EK_BF16: return 32;
    case EK_Q4_0: return 256 + 32;
    case EK_Q4_1: return 256 + 64;
    case EK_Q5_0: return 320 + 32;
    case EK_Q5_1: return 320 + 64;
    case EK_Q8_0: return 512 + 32;
    case EK_Q4_K: return 8 * 256 + 256 + 64;
    case EK_Q5_K: return 8 * 320 + 256 + 64;
    case EK_Q6_K: return 8 * 384 + 256 + 32 + 32;
    }
    return 0;
}

static inline size_t ek_tile_bytes(ek_type type, size_t columns) {
    return columns / ek_tile_block_columns(type) * ek_tile_block_bytes(type);
}

// ---- Prefetching the KV cache --------------------------------------------------------------------------------------------

/// A cursor over the KV-cache pages that one thread will read in its next attention job, in reading order. Attention over many
/// streams is bound by memory, products of few tokens are bound by arithmetic. So a product prefetches some cache lines of
/// these pages with every block of weights.
typedef struct {
    _Alignas(64) ek_attention attention;
    const ek_segment *segments;
    const ek_piece *pieces;
    size_t item, end;     // items of the attention job (piece * kv_heads + head): the current one, the end of the thread's share
    size_t page, offset;  // page of the first segment of `item`, and the number of its bytes already prefetched
} ek_prefetch;

/// Returns the address of the next bytes to prefetch and advances the cursor by `bytes`. NULL at the end.
const uint8_t *ek_prefetch_next(ek_prefetch *prefetch, size_t bytes);
/// The cursor of a thread.
ek_prefetch *ek_pool_prefetch(ek_pool *pool, int thread);
/// The first item of a thread's share: thread t gets the items share(t) ..< share(t + 1), unless another thread takes some of
/// them.
size_t ek_pool_share(const ek_pool *pool, size_t items, size_t thread);

// ---- What a level provides -----------------------------------------------------------------------------------------------

/// The attention of the query heads of one key-value head, for some tokens. Query t * group + g is query head g of token t.
typedef struct {
    const ek_attention *attention;
    size_t kv_head;
    size_t tokens, group;          // group: query heads per key-value head
    const int32_t *const *tables;  // [tokens]: page table of the token's sequence
    const size_t *ends;            // [tokens]: number of positions the token attends to
    size_t shared;                 // number of leading pages that are the same for all tokens and that all attend to in full
    const float *q;                // [tokens][group][head_dim], token_stride floats from one token to the next
    float *out;                    // as q
    size_t token_stride;           // floats
    const uint8_t *after;          // first page that the thread reads after this item, for prefetching; or NULL
    float *scratch;
} ek_attend_item;

/// The kernels of one level.
typedef struct {
    /// Computes the tiles first ..< first + tiles of a product for the tokens t0 ..< t0 + tokens. `prefetch` is NULL unless
    /// these are all tokens of the product.
    void (*multiply)(
        const ek_product *product, const ek_activations *x, size_t first, size_t tiles, size_t t0, size_t tokens,
        ek_prefetch *prefetch);
    /// Makes row `to` of the activations `out` from the row x [width], after an RMS norm if `norm` is not NULL.
    void (*prepare)(const float *x, size_t width, const float *norm, float epsilon, ek_precision precision,
                    const ek_activations *out, size_t to);
    /// Makes `count` elements of the activations `out`, starting at element `at`, from silu(gate) * up. Both `count` and `at`
    /// are multiples of the number of elements that share one scale.
    void (*prepare_gated)(const float *gate, const float *up, size_t count, ek_precision precision, const ek_activations *out,
                          size_t at);
    /// Rotates and stores one token: q [heads][head_dim] in place; k, v [kv_heads][head_dim] into position `slot` of `page`.
    void (*rotate_and_store)(const ek_attention *attention, float *q, float *k, const float *v, const float *cosines,
                             const float *sines, uint8_t *page, size_t slot);
    void (*attend)(const ek_attend_item *item);
    size_t (*summarise)(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary);
    /// Runs `rounds` rounds of the int8 dot product, or of the f32 fused multiply-add, on registers. Returns the number of
    /// operations.
    size_t (*measure_dots)(size_t rounds);
    size_t (*measure_floats)(size_t rounds);
    void (*measure_reading)(const void *memory, size_t bytes);
} ek_kernels;

extern const ek_kernels ek_kernels_portable;
#if defined(__x86_64__)
extern const ek_kernels ek_kernels_avx2, ek_kernels_avx512, ek_kernels_avx512_bf16;
#endif
#if defined(__aarch64__)
extern const ek_kernels ek_kernels_neon;
bool ek_neon_dot_present(void);
#endif

/// The kernels of a level; NULL if it is not available.
const ek_kernels *ek_kernels_of(ek_level level);

/// Bytes that the keys (or the values) of one head take in a page.
static inline size_t ek_head_bytes(const ek_attention *a) { return a->head_dim * EK_PAGE * (a->floats ? 4 : 2); }
/// The keys of one head in page number `page` of a page table. The head's values follow them.
static inline const uint8_t *ek_page_head(const ek_attention *a, const int32_t *table, size_t page, size_t kv_head) {
    return a->pages + (size_t)table[page] * a->page_stride + 2 * kv_head * ek_head_bytes(a);
}

// The largest number of queries in one `ek_attend_item`, unless one token alone has more. It bounds the scratch memory.
enum { EK_ATTEND_QUERIES = 48 };

#endif
