// Matrix products with the rows of a batch, including the quantisation of the activations. Each operation divides its work into
// items for the pool. The arithmetic is in the level's kernels.

#include "jobs.h"

// An item is a strip of tiles and a chunk of tokens. The strip's weights stay in the L2 cache while the chunk is processed in
// blocks of tokens. Few tokens are one chunk. Many tokens are several chunks, and each thread gets the chunks whose activations
// it also quantises and attends with. So a thread reads mostly what it wrote itself, and little data moves between cores.
enum { STRIP_BYTES = 192 * 1024, TOKEN_BLOCK = 32, TOKEN_CHUNK = 64, STRIPS_PER_THREAD = 8 };
// Rows of gate and up that are multiplied before their results are gated and quantised: the size of a superblock.
enum { UNIT_ROWS = 256 };

static size_t tiles_of(const ek_matrix *m) { return (m->rows + EK_TILE - 1) / EK_TILE; }

/// The activations that start at row `token` of `a`.
static ek_activations from_token(const ek_activations *a, size_t columns, size_t token) {
    const size_t at = token * columns, block = at / 32;
    return (ek_activations){
        a->x + at, a->q + at, a->d + block, a->s + block, a->sums32 + block, a->sums16 + 2 * block, a->bias16 + 2 * block,
    };
}

// ---- Inputs --------------------------------------------------------------------------------------------------------------

/// The first member of the jobs below: the activations, and how they are made.
typedef struct {
    ek_pool *pool;
    const ek_source *source;  // NULL: `to` holds the activations already
    size_t columns, tokens;
    ek_precision precision;
    const ek_activations *to;  // [1], or [threads] if each thread makes its own copy
} inputs_job;

static void prepare_rows(const inputs_job *job, size_t first, size_t end, const ek_activations *to) {
    const ek_source *s = job->source;
    for (size_t t = first; t < end; t++) {
        const float *x = s->x + (s->rows ? (size_t)s->rows[t] : t) * job->columns;
        kernels_of(job->pool)->prepare(x, job->columns, s->norm, s->epsilon, job->precision, to, t);
    }
}

static void prepare_item(void *context, size_t item, int thread) {
    (void)thread;
    const inputs_job *job = context;
    prepare_rows(job, item * ROWS, min_size((item + 1) * ROWS, job->tokens), job->to);
}

static void prepare_all(inputs_job *job) {
    ek_pool_run(job->pool, NULL, prepare_item, job, (job->tokens + ROWS - 1) / ROWS);
}

void ek_prepare(
    ek_pool *pool, const ek_source *source, size_t columns, size_t tokens, ek_precision precision, const ek_activations *out) {
    inputs_job job = {pool, source, columns, tokens, precision, out};
    prepare_all(&job);
}

/// True if each thread makes its own copy of the activations. For few tokens that is cheaper than one more synchronisation.
static bool each_prepares(const inputs_job *job) { return job->source && job->tokens <= EK_FEW_TOKENS; }

static void prepare_own(void *context, int thread) {
    const inputs_job *job = context;
    prepare_rows(job, 0, job->tokens, &job->to[thread]);
}

static const ek_activations *inputs_of(const inputs_job *job, int thread) { return &job->to[each_prepares(job) ? thread : 0]; }

/// The thread's KV-cache prefetch cursor if all tokens are one block, else NULL.
static ek_prefetch *prefetch_of(const inputs_job *job, int thread) {
    return job->tokens <= TOKEN_BLOCK ? ek_pool_prefetch(job->pool, thread) : NULL;
}

/// Runs the job whose first member is `job`, after making its activations.
static void run_with_inputs(inputs_job *job, void (*work)(void *, size_t, int), size_t items) {
    const bool each = each_prepares(job);
    if (job->source && !each) prepare_all(job);
    ek_pool_run(job->pool, each ? prepare_own : NULL, work, job, items);
}

static ek_precision precision_of(const ek_product *products, size_t count) {
    ek_precision all = 0;
    for (size_t p = 0; p < count; p++) all |= ek_type_precision(products[p].matrix.type);
    return all;
}

// ---- Products ------------------------------------------------------------------------------------------------------------

typedef struct {
    inputs_job inputs;
    const ek_product *products;
    size_t count;
    size_t strip[EK_MAX_PRODUCTS];  // tiles per strip of each product
    size_t first[EK_MAX_PRODUCTS];  // number of each product's first strip
    size_t strips;                  // strips of all products together
    size_t chunk;                   // tokens per chunk
} multiply_job;

static void multiply_strip(void *context, size_t item, int thread) {
    const multiply_job *job = context;
    const ek_activations *x = inputs_of(&job->inputs, thread);
    ek_prefetch *prefetch = prefetch_of(&job->inputs, thread);
    const size_t strip = item % job->strips, from = item / job->strips * job->chunk;
    size_t p = job->count - 1;
    while (strip < job->first[p]) p--;
    const ek_product *product = &job->products[p];
    const size_t tile = (strip - job->first[p]) * job->strip[p];
    const size_t tiles = min_size(job->strip[p], tiles_of(&product->matrix) - tile);
    const size_t end = min_size(from + job->chunk, job->inputs.tokens);
    for (size_t t = from; t < end; t += TOKEN_BLOCK)
        kernels_of(job->inputs.pool)->multiply(product, x, tile, tiles, t, min_size(TOKEN_BLOCK, end - t), prefetch);
}

static size_t chunk_of(const ek_pool *pool, size_t tokens) {
    return tokens >= TOKEN_CHUNK * (size_t)ek_pool_threads(pool) ? TOKEN_CHUNK : tokens;
}

/// Computes 1 to EK_MAX_PRODUCTS products in one job.
static void multiply_group(const inputs_job *inputs, const ek_product *products, size_t count) {
    ek_pool *pool = inputs->pool;
    const size_t tokens = inputs->tokens;
    multiply_job job = {.inputs = *inputs, .products = products, .count = count, .chunk = chunk_of(pool, tokens)};
    size_t tiles = 0;
    for (size_t p = 0; p < count; p++) tiles += tiles_of(&products[p].matrix);
    const size_t even = max_size(1, tiles / ((size_t)ek_pool_threads(pool) * STRIPS_PER_THREAD));
    for (size_t p = 0; p < count; p++) {
        const ek_matrix *m = &products[p].matrix;
        job.strip[p] = max_size(1, min_size(even, STRIP_BYTES / max_size(1, ek_tile_bytes(m->type, m->columns))));
        job.first[p] = job.strips;
        job.strips += (tiles_of(m) + job.strip[p] - 1) / job.strip[p];
    }
    run_with_inputs(&job.inputs, multiply_strip, job.strips * ((tokens + job.chunk - 1) / job.chunk));
}

void ek_multiply(
    ek_pool *pool, const ek_product *products, size_t count, const ek_source *source, const ek_activations *x, size_t tokens) {
    if (tokens == 0 || count == 0) return;
    // The precision is that of all products together, so that results do not depend on how the products are grouped.
    inputs_job inputs = {pool, source, products[0].matrix.columns, tokens, precision_of(products, count), x};
    for (size_t first = 0; first < count; first += EK_MAX_PRODUCTS) {
        multiply_group(&inputs, products + first, min_size(EK_MAX_PRODUCTS, count - first));
        // Activations that all threads share serve the next group too.
        if (!each_prepares(&inputs)) inputs.source = NULL;
    }
}

// ---- Gated products ------------------------------------------------------------------------------------------------------

typedef struct {
    inputs_job inputs;
    const ek_matrix *gate, *up;
    ek_precision precision;
    const ek_activations *out;
    float *scratch;
    size_t unit;   // rows per item
    size_t chunk;  // tokens per chunk
} gated_job;

size_t ek_gated_scratch(void) { return 2 * TOKEN_CHUNK * UNIT_ROWS; }

/// out[token][UNIT_ROWS] = the rows row ..< row + rows of the matrix . x[token], one strip of tiles at a time.
static void multiply_rows(
    const ek_kernels *kernels, const ek_matrix *m, size_t row, size_t rows, const ek_activations *x, size_t tokens,
    ek_prefetch *prefetch, float *out) {
    const size_t bytes = ek_tile_bytes(m->type, m->columns), tiles = (rows + EK_TILE - 1) / EK_TILE;
    const ek_product product = {
        .matrix = {m->type, false, rows, m->columns, m->data + row / EK_TILE * bytes}, .out = out, .stride = UNIT_ROWS,
    };
    const size_t strip = max_size(1, min_size(tiles, STRIP_BYTES / max_size(1, bytes)));
    for (size_t tile = 0; tile < tiles; tile += strip)
        for (size_t t = 0; t < tokens; t += TOKEN_BLOCK)
            kernels->multiply(&product, x, tile, min_size(strip, tiles - tile), t, min_size(TOKEN_BLOCK, tokens - t), prefetch);
}

static void multiply_unit(void *context, size_t item, int thread) {
    const gated_job *job = context;
    const ek_kernels *kernels = kernels_of(job->inputs.pool);
    const size_t width = job->gate->rows, columns = job->inputs.columns, units = (width + job->unit - 1) / job->unit;
    const size_t row = item % units * job->unit, rows = min_size(job->unit, width - row), first = item / units * job->chunk;
    ek_prefetch *prefetch = prefetch_of(&job->inputs, thread);
    float *gate = job->scratch + (size_t)thread * ek_gated_scratch(), *up = gate + TOKEN_CHUNK * UNIT_ROWS;
    for (size_t from = first; from < min_size(first + job->chunk, job->inputs.tokens); from += TOKEN_CHUNK) {
        const size_t tokens = min_size(TOKEN_CHUNK, job->inputs.tokens - from);
        const ek_activations x = from_token(inputs_of(&job->inputs, thread), columns, from);
        multiply_rows(kernels, job->gate, row, rows, &x, tokens, prefetch, gate);
        multiply_rows(kernels, job->up, row, rows, &x, tokens, prefetch, up);
        for (size_t t = 0; t < tokens; t++)
            kernels->prepare_gated(
                gate + t * UNIT_ROWS, up + t * UNIT_ROWS, rows, job->precision, job->out, (from + t) * width + row);
    }
}

void ek_multiply_gated(
    ek_pool *pool, const ek_matrix *gate, const ek_matrix *up, const ek_source *source, const ek_activations *x, size_t tokens,
    ek_precision precision, const ek_activations *out, float *scratch) {
    if (tokens == 0) return;
    gated_job job = {
        .inputs = {pool, source, gate->columns, tokens, ek_type_precision(gate->type) | ek_type_precision(up->type), x},
        .gate = gate, .up = up, .precision = precision, .out = out, .scratch = scratch, .chunk = chunk_of(pool, tokens),
        .unit = tokens > EK_FEW_TOKENS || precision & EK_SUPERBLOCKS ? UNIT_ROWS : 2 * EK_TILE,
    };
    const size_t units = (gate->rows + job.unit - 1) / job.unit, chunks = (tokens + job.chunk - 1) / job.chunk;
    run_with_inputs(&job.inputs, multiply_unit, units * chunks);
}
