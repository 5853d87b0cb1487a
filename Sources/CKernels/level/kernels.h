// What a level provides, and the shapes of the packed tiles all levels read.
#ifndef EK_LEVEL_KERNELS_H
#define EK_LEVEL_KERNELS_H

#include "CKernels.h"

// ---- Tiles ---------------------------------------------------------------------------------------------------------------
//
// A matrix is a sequence of tiles of 16 rows (the last padded with zeros), a tile a sequence of blocks along the columns.
// Within a block a "group" is 4 columns of all 16 rows: 64 codes, byte 4 * row + column, just what the dot-product
// instructions take. Codes of 4 bits come two groups (an even one in the low halves, the next in the high) to 64 bytes.
//
//     floats      per column: value [16] (f32, f16 or bf16)
//     Q4_0        per 32: codes [4][64], scale f16 [16]                          value = scale * (code - 8)
//     Q4_1        per 32: codes [4][64], scale f16 [16], minimum f16 [16]        value = scale * code + minimum
//     Q5_0, Q5_1  as Q4, with the fifth bits after the codes: byte 4 * row + column, bit g is group g's;   offset 16
//     Q8_0        per 32: codes + 128 [8][64], scale f16 [16]                    value = scale * (code - 128)
//     Q4_K        per 256: 8 x codes [4][64], scales u8 [8][16], minima u8 [8][16], d f16 [16], dmin f16 [16]
//     Q5_K        as Q4_K, each codes followed by its fifth bits [64]            value = d * scale * code - dmin * minimum
//     Q6_K        per 256: 8 x { low 4 bits [4][64], high 2 bits [2][64] }, scales i8 [16][16], d f16 [16], [32] of nothing
//                 high bits: groups 0 to 3 in the first 64 bytes, 4 to 7 in the second, two bits each;
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

// ---- Reading ahead --------------------------------------------------------------------------------------------------------

/// Pages that a thread will attend to next, in the order in which it does. Products leave memory idle for most of the time that
/// attention over many streams waits for it: so they ask for some lines of these pages with every block of weights.
typedef struct {
    _Alignas(64) ek_attention attention;
    const ek_segment *segments;
    const ek_piece *pieces;
    size_t item, end;     // of the attention's job: piece * kv_heads + head
    size_t page, offset;  // of the item's first segment, and bytes of it that have been asked for
} ek_reading;

/// The next `bytes` or so of what is to come, or NULL.
const uint8_t *ek_reading_take(ek_reading *reading, size_t bytes);
/// A thread's.
ek_reading *ek_pool_reading(ek_pool *pool, int thread);
/// The first item that a thread takes of so many, if none takes another's.
size_t ek_pool_share(const ek_pool *pool, size_t items, size_t thread);

// ---- What a level provides -----------------------------------------------------------------------------------------------

/// Queries (tokens x heads of a group) of one key and value head; token t, head g is query t * group + g.
typedef struct {
    const ek_attention *attention;
    size_t kv_head;
    size_t tokens, group;
    const int32_t *const *tables;  // [tokens]: the token's pages
    const size_t *ends;            // [tokens]: positions it sees
    size_t shared;                 // first pages that are the same for all tokens, who see them whole
    const float *q;                // [tokens] rows, a token_stride apart, of [group][head_dim]
    float *out;                    // likewise
    size_t token_stride;           // floats
    const uint8_t *after;          // the page that is read after all of these, or NULL
    float *scratch;
} ek_attend_item;

typedef struct {
    /// Tiles first ..< first + tiles of a product, for tokens t0 ..< t0 + tokens. With `reading`, if they are all the tokens
    /// there are.
    void (*multiply)(
        const ek_product *product, const ek_activations *x, size_t first, size_t tiles, size_t t0, size_t tokens, ek_reading *reading);
    /// Prepares one row of inputs: x [width], normalised if `norm`; row `to` of `out`.
    void (*prepare)(const float *x, size_t width, const float *norm, float epsilon, ek_precision precision,
                    const ek_activations *out, size_t to);
    /// Prepares `count` elements of a row, from element `at` of `out` on: a multiple of what stands under one scale.
    void (*prepare_gated)(const float *gate, const float *up, size_t count, ek_precision precision, const ek_activations *out,
                          size_t at);
    /// One token: q [heads][head_dim], k, v [kv_heads][head_dim], into `slot` of `page`.
    void (*rotate_and_store)(const ek_attention *attention, float *q, float *k, const float *v, const float *cosines,
                             const float *sines, uint8_t *page, size_t slot);
    void (*attend)(const ek_attend_item *item);
    size_t (*summarise)(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary);
    /// So many rounds of the level's dot product of bytes, or fused multiply-add, in registers: the operations done.
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

/// Bytes of keys (or values) of one head in a page.
static inline size_t ek_head_bytes(const ek_attention *a) { return a->head_dim * EK_PAGE * (a->floats ? 4 : 2); }
/// Keys of one head in a page of a table; its values follow.
static inline const uint8_t *ek_page_head(const ek_attention *a, const int32_t *table, size_t page, size_t kv_head) {
    return a->pages + (size_t)table[page] * a->page_stride + 2 * kv_head * ek_head_bytes(a);
}

// Floats of scratch for one `ek_attend_item` of up to EK_ATTEND_QUERIES queries: sums, weights and the state of each softmax.
enum { EK_ATTEND_QUERIES = 48 };

#endif
