// The arithmetic of the forward pass. It is written in C because Swift offers neither run-time dispatch over instruction sets
// nor the integer dot-product instructions. Every kernel exists for several instruction-set levels, and a thread pool uses one.
//
// Nothing here allocates during a forward pass, throws, or knows of files. Sizes are not checked here: Transformer checks them.
// Results are deterministic: each output is computed by one fixed sequence of operations, whatever the tile, the other tokens
// of the batch and the number of threads.
#ifndef ERANK_CKERNELS_H
#define ERANK_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Levels --------------------------------------------------------------------------------------------------------------

/// The instruction-set levels that the kernels are written for. EK_PORTABLE runs on every processor.
typedef enum { EK_PORTABLE = 0, EK_AVX2 = 1, EK_AVX512_VNNI = 2, EK_AVX512_BF16 = 3, EK_NEON_DOT = 4, EK_LEVELS = 5 } ek_level;

/// True if this build contains the level and this processor supports it.
bool ek_level_available(ek_level level);
/// The fastest available level.
ek_level ek_level_best(void);
/// The level's name, such as "avx512-vnni". A constant string.
const char *ek_level_name(ek_level level);

// ---- Memory --------------------------------------------------------------------------------------------------------------

/// Reserves zeroed memory, aligned to a system page. Only pages that have been written use physical memory. NULL on failure.
void *ek_reserve(size_t bytes);
/// Releases what `ek_reserve` returned for the same number of bytes. NULL is allowed.
void ek_release(void *memory, size_t bytes);

// ---- Threads -------------------------------------------------------------------------------------------------------------

/// Threads that execute one job at a time, item by item. Between jobs they spin for some microseconds, then sleep.
typedef struct ek_pool ek_pool;

/// A pool of `threads` threads, which include the caller of `ek_pool_run`. Its work uses the kernels of `level`. NULL if the
/// level is not available or the threads cannot be started.
ek_pool *ek_pool_create(int threads, ek_level level);
/// Ends the threads and frees the pool. No job may be running. NULL is allowed.
void ek_pool_destroy(ek_pool *pool);
int ek_pool_threads(const ek_pool *pool);
ek_level ek_pool_level(const ek_pool *pool);
/// Calls `work(context, item, thread)` once for every item in 0 ..< items, in no particular order, and returns when all calls
/// have returned. If `begin` is not NULL, each thread calls `begin(context, thread)` before its first item. `thread` is in
/// 0 ..< ek_pool_threads. The caller must not start a second job on the same pool before the first has ended.
void ek_pool_run(
    ek_pool *pool, void (*begin)(void *context, int thread), void (*work)(void *context, size_t item, int thread), void *context,
    size_t items);

// ---- Matrices ------------------------------------------------------------------------------------------------------------

/// Element types. The values are GGUF's type numbers.
typedef enum {
    EK_F32 = 0, EK_F16 = 1, EK_Q4_0 = 2, EK_Q4_1 = 3, EK_Q5_0 = 6, EK_Q5_1 = 7, EK_Q8_0 = 8,
    EK_Q4_K = 12, EK_Q5_K = 13, EK_Q6_K = 14, EK_BF16 = 30,
} ek_type;

/// Rows in one tile of a packed matrix.
enum { EK_TILE = 16 };

/// A weight matrix [rows][columns]. Either packed into tiles of EK_TILE rows (layout: level/kernels.h), or, if only single rows
/// are read from it, unchanged in the file's layout.
typedef struct {
    ek_type type;
    bool in_file_order;
    size_t rows, columns;
    const uint8_t *data;  // packed: ek_matrix_bytes bytes; in_file_order: the file's bytes
} ek_matrix;

/// True if matrices of this type can be packed; `columns` must be a multiple of `ek_type_block`.
bool ek_type_supported(int type);
/// Elements in one block of the file's layout.
size_t ek_type_block(ek_type type);
/// Bytes of one block of the file's layout.
size_t ek_type_block_bytes(ek_type type);
/// Bytes of a packed matrix: as many as in the file, plus the padding of the last tile, plus less than 3 % for Q4_K and Q5_K.
size_t ek_matrix_bytes(ek_type type, size_t rows, size_t columns);
/// Packs `rows` rows in the file's layout (`source`) into `target`, on all threads. `target` becomes the data of the returned
/// matrix. A matrix may be packed in pieces of any multiple of EK_TILE rows: the piece that starts at row r is written
/// ek_matrix_bytes(type, r, columns) bytes behind the start of the first piece.
ek_matrix ek_matrix_pack(ek_pool *pool, ek_type type, size_t rows, size_t columns, const void *source, void *target);
/// Dequantises row `row` into out[columns].
void ek_matrix_row(const ek_matrix *matrix, size_t row, float *out);
/// Dequantises `count` elements from the file's layout into out[count]. `count` is a multiple of `ek_type_block`.
void ek_dequantise(ek_type type, const void *source, size_t count, float *out);

/// The activations that matrix products take as input, [tokens][columns]: as floats (`x`), or quantised to int8 (`q`).
typedef struct {
    float *x;         // [tokens][columns]: only with EK_FLOATS
    int8_t *q;        // [tokens][columns]: codes, -127 ... 127
    float *d;         // [tokens][columns / 32]: scales, x = d * q
    float *s;         // [tokens][columns / 32]: d * sum of q over the 32 columns
    int16_t *sums32;  // [tokens][columns / 32]: sum of q over the 32 columns
    int16_t *sums16;  // [tokens][columns / 16]: sum of q over the 16 columns; only with EK_SUPERBLOCKS
    int32_t *bias16;  // [tokens][columns / 16]: -32 * sums16, the correction for Q6_K's code offset; only with EK_SUPERBLOCKS
} ek_activations;

/// The forms of the activations that products need. A bit set: products of several matrix types may share their input.
typedef enum {
    EK_FLOATS = 1,       // x, for F32, F16 and BF16 matrices
    EK_BLOCKS = 2,       // q with one scale per 32 columns
    EK_SUPERBLOCKS = 4,  // q with one scale per 256 columns, stored 8 times in d, for the K types; overrides EK_BLOCKS
} ek_precision;

/// The form of activations that a matrix of this type needs.
ek_precision ek_type_precision(ek_type type);

/// One matrix product: out[token][row] = matrix . x[token] (+ bias[row]) (+ out[token][row]).
typedef struct {
    ek_matrix matrix;  // packed
    float *out;
    size_t stride;      // floats from one token's row of `out` to the next token's
    const float *bias;  // [rows], or NULL
    bool add;           // true: add the product to what `out` holds
} ek_product;

/// Rows of floats, and how activations are made from them.
typedef struct {
    const float *x;       // [][columns]
    const int32_t *rows;  // [tokens]: indices of rows of x; NULL: rows 0 ..< tokens
    const float *norm;    // [columns]: weights of an RMS norm applied to each row; NULL: no norm
    float epsilon;        // added to the mean square in the RMS norm
} ek_source;

/// Makes activations from `source`, as `ek_multiply` does.
void ek_prepare(
    ek_pool *pool, const ek_source *source, size_t columns, size_t tokens, ek_precision precision, const ek_activations *out);

/// Up to this many tokens, each thread makes its own copy of the activations.
enum { EK_FEW_TOKENS = 16 };

/// The largest number of products in one job.
enum { EK_MAX_PRODUCTS = 4 };

/// Computes `count` products of the same input. All matrices have the same number of columns. Outputs must not overlap.
///
/// If `source` is set, the input is made from it: into x[0], or into x[thread] by each thread if tokens <= EK_FEW_TOKENS. If
/// `source` is NULL, x[0] must already hold the input. `count` may be 0. More than EK_MAX_PRODUCTS products run as several jobs
/// in sequence.
void ek_multiply(
    ek_pool *pool, const ek_product *products, size_t count, const ek_source *source, const ek_activations *x, size_t tokens);

/// Computes silu(gate . x) * (up . x), [tokens][gate.rows], and writes it to `out` as activations in the form `precision`.
/// `source` and `x` are as in `ek_multiply`. `scratch` holds ek_gated_scratch floats for each thread.
void ek_multiply_gated(
    ek_pool *pool, const ek_matrix *gate, const ek_matrix *up, const ek_source *source, const ek_activations *x, size_t tokens,
    ek_precision precision, const ek_activations *out, float *scratch);
/// Floats of scratch memory that `ek_multiply_gated` needs for each thread.
size_t ek_gated_scratch(void);

// ---- Between the products ------------------------------------------------------------------------------------------------

/// out[token] = row ids[token] of the embedding, dequantised.
void ek_embed(ek_pool *pool, const ek_matrix *embedding, const int32_t *ids, size_t tokens, float *out);

// ---- Attention -----------------------------------------------------------------------------------------------------------

/// Positions in one page of the KV cache.
enum { EK_PAGE = 32 };

/// The attention of one layer over the KV cache.
typedef struct {
    size_t heads, kv_heads, head_dim;
    size_t rotary;         // number of leading dimensions of a head that are rotated
    bool interleaved;      // true: rotate the pairs (0,1), (2,3) ...; false: (0,h), (1,h+1) ... with h = rotary / 2
    float scale;           // factor of the scores
    float epsilon;         // of the query and key norms
    const float *q_norm;   // [head_dim], or NULL
    const float *k_norm;   // [head_dim], or NULL
    bool floats;           // true: the cache holds f32; false: 16-bit elements
    bool biased_keys;      // the key projection has a bias, so key elements may lie far from zero
    uint8_t *pages;        // this layer's part of page 0
    size_t page_stride;    // bytes from one page to the next
} ek_attention;

/// Consecutive tokens of one sequence in the batch.
typedef struct {
    size_t first, count;   // rows of the batch: first ..< first + count
    size_t start;          // position of the first token in its sequence
    const int32_t *table;  // the sequence's page table
} ek_segment;

/// Normalises (if q_norm or k_norm is set), rotates and scales the queries in place. Stores the normalised, rotated keys and
/// the values in the cache.
///
/// Shapes: q [tokens][heads][head_dim]; k, v [tokens][kv_heads][head_dim]; cosines, sines [tokens][rotary / 2].
void ek_rotate_and_store(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, size_t count, float *q, float *k, const float *v,
    const float *cosines, const float *sines);

/// A group of tokens whose attention is computed together, so that the pages they have in common are read once. Either
/// consecutive tokens of one segment, or all tokens of several segments that begin with the same pages.
typedef struct {
    size_t first, count;  // rows of the batch: first ..< first + count
    size_t segment;       // index of the segment of the first row
    size_t shared;        // leading pages that all its segments share and every token attends to in full; 0 for one segment
} ek_piece;

/// Divides the batch into pieces. The division is the same for all layers. `pieces` must have room for one piece per token.
/// Returns the number of pieces.
size_t ek_attend_pieces(const ek_attention *attention, const ek_segment *segments, size_t count, ek_piece *pieces);

/// out[token][head][head_dim] = softmax(q . keys[0 ... position of the token]) . values. `scratch` holds ek_attend_scratch
/// floats for each thread.
void ek_attend(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count,
    const float *q, float *out, float *scratch);
/// Announces the arguments of the next `ek_attend`, so that products of few tokens can prefetch the pages that it will read.
/// With NULL nothing is prefetched. `segments` and `pieces` must stay unchanged until that call. Results do not depend on it.
void ek_attend_next(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count);
/// Floats of scratch memory that `ek_attend` needs for each thread.
size_t ek_attend_scratch(size_t heads, size_t kv_heads, size_t head_dim);

// ---- Logits --------------------------------------------------------------------------------------------------------------

typedef struct {
    float maximum;
    double log_sum_exp;   // natural logarithm of the sum of exp(logit)
    double entropy_bits;  // entropy of the softmax
} ek_logit_summary;

/// Summarises a row of `count` logits. Writes the `top` largest to `ids` and `values`, in descending order; of equal logits the
/// smaller index comes first. NaN is skipped. Returns the number written, which is below `top` if the row holds fewer numbers.
/// `level` must be available.
size_t ek_summarise(
    ek_level level, const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary);

/// Summarises `rows` consecutive rows on all threads. The largest logits of row r go to ids + r * top and values + r * top,
/// their number to found[r].
void ek_summarise_rows(
    ek_pool *pool, const float *logits, size_t rows, size_t count, size_t top, int32_t *ids, float *values, size_t *found,
    ek_logit_summary *summaries);

// ---- The machine's limits ------------------------------------------------------------------------------------------------
//
// Loops that reach the peak throughput of the pool's level, on all its threads. The caller measures the time. A multiply and an
// add count as two operations.

/// Runs the level's int8 dot product on registers, in several loops of `rounds` rounds on each thread. Returns the number of
/// operations of all threads.
size_t ek_measure_dots(ek_pool *pool, size_t rounds);
/// The same with the fused multiply-add of f32.
size_t ek_measure_floats(ek_pool *pool, size_t rounds);
/// Reads `bytes` bytes of memory once, sequentially in pieces spread over the threads.
void ek_measure_reading(ek_pool *pool, const void *memory, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
