// The arithmetic of the forward pass, in C since Swift has neither run-time dispatch over instruction sets nor the integer
// dot-product instructions. Every kernel exists for several levels, of which a pool of threads uses one.
//
// Nothing here allocates on the way of a token, throws, or knows of files. Sizes are trusted: Transformer checks them.
// A result never depends on what else is computed beside it: the arithmetic of one output is one sequence of operations,
// whatever the tile it is computed in and the number of threads.
#ifndef ERANK_CKERNELS_H
#define ERANK_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Levels --------------------------------------------------------------------------------------------------------------

/// Instruction sets that kernels are written for. Portable runs anywhere.
typedef enum { EK_PORTABLE = 0, EK_AVX2 = 1, EK_AVX512_VNNI = 2, EK_AVX512_BF16 = 3, EK_NEON_DOT = 4, EK_LEVELS = 5 } ek_level;

/// True if this build has the level and this processor runs it.
bool ek_level_available(ek_level level);
/// The fastest available one.
ek_level ek_level_best(void);
const char *ek_level_name(ek_level level);

// ---- Memory --------------------------------------------------------------------------------------------------------------

/// Reserves zeroed memory that costs nothing until touched, aligned to a system page; NULL if there is none.
void *ek_reserve(size_t bytes);
void ek_release(void *memory, size_t bytes);

// ---- Threads -------------------------------------------------------------------------------------------------------------

/// Threads that take the items of one job at a time. They spin for some microseconds between jobs, then sleep.
typedef struct ek_pool ek_pool;

/// A pool of `threads` threads, the caller of `ek_pool_run` included, whose work uses the kernels of `level`; NULL if the level
/// is not available or the threads cannot be started.
ek_pool *ek_pool_create(int threads, ek_level level);
void ek_pool_destroy(ek_pool *pool);
int ek_pool_threads(const ek_pool *pool);
ek_level ek_pool_level(const ek_pool *pool);
/// Calls `work(context, item, thread)` for every item in 0 ..< items, in no order, and returns when all are done; and, unless it
/// is NULL, `begin(context, thread)` on each thread before its first item. `thread` is in 0 ..< ek_pool_threads. One job at a
/// time: the caller sees to it.
void ek_pool_run(
    ek_pool *pool, void (*begin)(void *context, int thread), void (*work)(void *context, size_t item, int thread), void *context,
    size_t items);

// ---- Matrices ------------------------------------------------------------------------------------------------------------

/// Element types, with GGUF's numbers.
typedef enum {
    EK_F32 = 0, EK_F16 = 1, EK_Q4_0 = 2, EK_Q4_1 = 3, EK_Q5_0 = 6, EK_Q5_1 = 7, EK_Q8_0 = 8,
    EK_Q4_K = 12, EK_Q5_K = 13, EK_Q6_K = 14, EK_BF16 = 30,
} ek_type;

/// Rows of a tile of a packed matrix.
enum { EK_TILE = 16 };

/// A weight matrix [rows][columns] repacked into tiles of EK_TILE rows (level/kernels.h tells the layout), or, where only single
/// rows are read from it, as it lies in the file.
typedef struct {
    ek_type type;
    bool in_file_order;
    size_t rows, columns;
    const uint8_t *data;  // ek_matrix_bytes of them, or the file's
} ek_matrix;

/// True if matrices of this type can be packed; `columns` must be a multiple of `ek_type_block`.
bool ek_type_supported(int type);
/// Elements of a block in the file, and its bytes.
size_t ek_type_block(ek_type type);
size_t ek_type_block_bytes(ek_type type);
/// Bytes of a packed matrix: the file's own but for the last tile's padding and under 3 % for Q4_K and Q5_K.
size_t ek_matrix_bytes(ek_type type, size_t rows, size_t columns);
/// Packs the file's rows (`source`, whole) into `target`, which becomes the matrix's data, on all threads. A matrix may be packed
/// in pieces of any multiple of EK_TILE rows: the piece from row r on begins ek_matrix_bytes(type, r, columns) behind the first.
ek_matrix ek_matrix_pack(ek_pool *pool, ek_type type, size_t rows, size_t columns, const void *source, void *target);
/// Writes row `row` as floats.
void ek_matrix_row(const ek_matrix *matrix, size_t row, float *out);
/// Writes `count` elements of the file's own layout as floats; `count` is a multiple of `ek_type_block`.
void ek_dequantise(ek_type type, const void *source, size_t count, float *out);

/// Inputs of products: [tokens][columns], as floats, or as bytes with one scale to 32 columns.
typedef struct {
    float *x;          // [tokens][columns]; for float matrices
    int8_t *q;         // [tokens][columns], -127 ... 127
    float *d;          // [tokens][columns / 32]: x = d * q
    float *s;          // [tokens][columns / 32]: d * sum of q
    int16_t *wholes;   // [tokens][columns / 32]: sums of q
    int16_t *sums;     // [tokens][columns / 16]: sums of q; with EK_SUPERS alone
    int32_t *offsets;  // [tokens][columns / 16]: -32 * sums; with EK_SUPERS alone
} ek_activations;

/// What the inputs of products must hold: a set, for products of several types with the same inputs.
typedef enum {
    EK_FLOATS = 1,  // x: for F32, F16, BF16
    EK_BLOCKS = 2,  // bytes, a scale for each 32
    EK_SUPERS = 4,  // bytes, a scale for each 256 (written to each of its 32s): for the K types, and for all where it is asked for
} ek_precision;

ek_precision ek_type_precision(ek_type type);

/// One of several products with the same inputs: out[token][row] = matrix . x[token] (+ bias[row]) (+ out[token][row]).
typedef struct {
    ek_matrix matrix;  // packed
    float *out;
    size_t stride;      // floats from a token's row of `out` to the next
    const float *bias;  // [rows], or NULL
    bool add;           // to what `out` holds
} ek_product;

/// Rows of floats that inputs of products are made of.
typedef struct {
    const float *x;       // [][columns]
    const int32_t *rows;  // [tokens]: rows of x; or NULL for the first ones
    const float *norm;    // [columns]: rows are divided by their root mean square and multiplied by these; or NULL
    float epsilon;        // of the root mean square
} ek_source;

/// Makes inputs of products, as `ek_multiply` does.
void ek_prepare(
    ek_pool *pool, const ek_source *source, size_t columns, size_t tokens, ek_precision precision, const ek_activations *out);

/// Tokens so few that every thread makes the inputs of products for itself.
enum { EK_FEW = 16 };

/// Products that are one job for the threads at most.
enum { EK_MOST_PRODUCTS = 4 };

/// Computes `count` products of the same inputs, of the same number of columns; their outputs do not overlap. If `source` is set,
/// the inputs are made of it first: in x[0], or, for EK_FEW tokens or less, in x[thread] by each thread. If `source` is NULL,
/// x[0] must hold them already. Any `count` is right, and 0 does nothing; more than EK_MOST_PRODUCTS are several jobs, one after
/// the other.
void ek_multiply(
    ek_pool *pool, const ek_product *products, size_t count, const ek_source *source, const ek_activations *x, size_t tokens);

/// Prepares silu(gate . x) * (up . x), [tokens][gate.rows], in `out` as inputs of products. `scratch` holds ek_gated_scratch
/// floats a thread.
void ek_multiply_gated(
    ek_pool *pool, const ek_matrix *gate, const ek_matrix *up, const ek_source *source, const ek_activations *x, size_t tokens,
    ek_precision precision, const ek_activations *out, float *scratch);
size_t ek_gated_scratch(void);

// ---- Between the products ------------------------------------------------------------------------------------------------

/// out[token] = the embedding's row of ids[token].
void ek_embed(ek_pool *pool, const ek_matrix *embedding, const int32_t *ids, size_t tokens, float *out);

// ---- Attention -----------------------------------------------------------------------------------------------------------

/// Positions in a page of the cache.
enum { EK_PAGE = 32 };

/// The attention of one layer over the cache.
typedef struct {
    size_t heads, kv_heads, head_dim;
    size_t rotary;         // dimensions of a head that are rotated
    bool interleaved;      // pairs (0,1), (2,3) ...; else halves (0,h), (1,h+1) ... with h = rotary / 2
    float scale;           // of the scores
    float epsilon;         // of the head norms
    const float *q_norm;   // [head_dim], or NULL
    const float *k_norm;   // [head_dim], or NULL
    bool floats;           // keys and values are f32, else of 16 bits
    bool biased_keys;      // keys had a bias added: they may lie far from zero
    uint8_t *pages;        // the layer's part of page 0
    size_t page_stride;    // bytes from a page to the next
} ek_attention;

/// Consecutive tokens of one sequence in the batch.
typedef struct {
    size_t first, count;   // rows of the batch
    size_t start;          // position of the first
    const int32_t *table;  // its pages
} ek_segment;

/// Normalises (where asked), rotates and scales the queries in place, and stores the keys, rotated, and values in the cache.
/// q: [tokens][heads][head_dim], k, v: [tokens][kv_heads][head_dim], cosines and sines: [tokens][rotary / 2].
void ek_rotate_and_store(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, size_t count, float *q, float *k, const float *v,
    const float *cosines, const float *sines);

/// A few tokens that attend together, so that what they all see is read once for all of them: consecutive ones of one segment, or
/// those of several segments that begin with the same pages.
typedef struct {
    size_t first, count;  // rows of the batch
    size_t segment;       // that of the first row
    size_t shared;        // pages that segments have in common and all the tokens see whole; 0 for one segment
} ek_piece;

/// Divides the batch into pieces, for all layers of a pass. `pieces` has room for one a token; returns how many there are.
size_t ek_attend_pieces(const ek_attention *attention, const ek_segment *segments, size_t count, ek_piece *pieces);

/// out[token][head][head_dim] = softmax(q . keys up to the token) . values. `scratch` holds ek_attend_scratch floats a thread.
void ek_attend(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count, const float *q,
    float *out, float *scratch);
/// Says what the next `ek_attend` will be, or, with NULL, that none is to come: products of few tokens ask memory for its pages
/// on the way there. `segments` and `pieces` stay as they are until then. No result depends on it.
void ek_attend_next(ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count);
size_t ek_attend_scratch(size_t heads, size_t kv_heads, size_t head_dim);

// ---- Logits --------------------------------------------------------------------------------------------------------------

typedef struct {
    float maximum;
    double log_sum_exp;
    double entropy_bits;
} ek_logit_summary;

/// Summarises a row of `count` logits and writes its `top` largest, largest first (the smaller index of equals first), to
/// `ids` and `values`. Returns how many it wrote: less than `top` where there are fewer numbers (NaN is none).
/// `level` is available.
size_t ek_summarise(
    ek_level level, const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary);

/// Summarises `rows` rows, one behind the other, on all threads; row r's largest go to ids + r * top and values + r * top, and
/// their number to found[r].
void ek_summarise_rows(
    ek_pool *pool, const float *logits, size_t rows, size_t count, size_t top, int32_t *ids, float *values, size_t *found,
    ek_logit_summary *summaries);

// ---- The machine's limits ------------------------------------------------------------------------------------------------
//
// What the level can do at most on all threads of the pool. The caller takes the time. A multiply and an add are two operations.

/// The level's dot product of bytes, in registers: `rounds` times on each thread, some dozens of instructions a round. Returns
/// the operations done.
size_t ek_measure_dots(ek_pool *pool, size_t rounds);
/// Its fused multiply-add of f32.
size_t ek_measure_floats(ek_pool *pool, size_t rounds);
/// Reads memory once, from one end to the other.
void ek_measure_reading(ek_pool *pool, const void *memory, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
