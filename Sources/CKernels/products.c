// Products of matrices with the rows of a batch, from the floats they begin with: each operation divides its work into items for
// the pool and leaves the arithmetic to the level's kernels.

#include "jobs.h"

// An item is a strip of tiles and a chunk of the tokens: its weights stay in the second-level cache while blocks of tokens pass
// by. Few tokens are one chunk. Of many, each thread has chunks of its own, the same ones that it prepares and attends with: what
// it reads next is what it wrote, and cores, which may be far from each other, pass little between them.
enum { STRIP_BYTES = 192 * 1024, TOKEN_BLOCK = 32, TOKEN_CHUNK = 64, STRIPS_PER_THREAD = 8 };
// Rows of gate and up that are multiplied before their results are prepared: as many as are under one scale at most.
enum { UNIT_ROWS = 256 };

static size_t tiles_of(const ek_matrix *m) { return (m->rows + EK_TILE - 1) / EK_TILE; }

/// The activations from a token on.
static ek_activations from_token(const ek_activations *a, size_t columns, size_t token) {
    const size_t at = token * columns, block = at / 32;
    return (ek_activations){
        a->x + at, a->q + at, a->d + block, a->s + block, a->wholes + block, a->sums + 2 * block, a->offsets + 2 * block,
    };
}

// ---- Inputs --------------------------------------------------------------------------------------------------------------

/// What begins the job of every operation below: where its inputs come from.
typedef struct {
    ek_pool *pool;
    const ek_source *source;  // or NULL: they are there
    size_t columns, tokens;
    ek_precision precision;
    const ek_activations *to;  // one; or one a thread, where each prepares for itself
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
    prepare_rows(job, item * ROWS, least((item + 1) * ROWS, job->tokens), job->to);
}

static void prepare_all(inputs_job *job) {
    ek_pool_run(job->pool, NULL, prepare_item, job, (job->tokens + ROWS - 1) / ROWS);
}

void ek_prepare(
    ek_pool *pool, const ek_source *source, size_t columns, size_t tokens, ek_precision precision, const ek_activations *out) {
    inputs_job job = {pool, source, columns, tokens, precision, out};
    prepare_all(&job);
}

/// Few tokens' inputs are prepared by each thread for itself: waiting for each other once more would cost more.
static bool each_prepares(const inputs_job *job) { return job->source && job->tokens <= EK_FEW; }

static void prepare_own(void *context, int thread) {
    const inputs_job *job = context;
    prepare_rows(job, 0, job->tokens, &job->to[thread]);
}

static const ek_activations *inputs_of(const inputs_job *job, int thread) { return &job->to[each_prepares(job) ? thread : 0]; }

/// What products ask for beside their weights, if all tokens are one block.
static ek_reading *reading_of(const inputs_job *job, int thread) {
    return job->tokens <= TOKEN_BLOCK ? ek_pool_reading(job->pool, thread) : NULL;
}

/// Runs a job that `job` is the beginning of, with its inputs.
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
    size_t strip[EK_MOST_PRODUCTS];  // tiles to a strip
    size_t first[EK_MOST_PRODUCTS];  // number of the product's first strip
    size_t strips;                   // of all products
    size_t chunk;                    // tokens
} multiply_job;

static void multiply_strip(void *context, size_t item, int thread) {
    const multiply_job *job = context;
    const ek_activations *x = inputs_of(&job->inputs, thread);
    ek_reading *reading = reading_of(&job->inputs, thread);
    const size_t strip = item % job->strips, from = item / job->strips * job->chunk;
    size_t p = job->count - 1;
    while (strip < job->first[p]) p--;
    const ek_product *product = &job->products[p];
    const size_t tile = (strip - job->first[p]) * job->strip[p];
    const size_t tiles = least(job->strip[p], tiles_of(&product->matrix) - tile), end = least(from + job->chunk, job->inputs.tokens);
    for (size_t t = from; t < end; t += TOKEN_BLOCK)
        kernels_of(job->inputs.pool)->multiply(product, x, tile, tiles, t, least(TOKEN_BLOCK, end - t), reading);
}

static size_t chunk_of(const ek_pool *pool, size_t tokens) {
    return tokens >= TOKEN_CHUNK * (size_t)ek_pool_threads(pool) ? TOKEN_CHUNK : tokens;
}

/// At most EK_MOST_PRODUCTS of them, one at least.
static void multiply_group(const inputs_job *inputs, const ek_product *products, size_t count) {
    ek_pool *pool = inputs->pool;
    const size_t tokens = inputs->tokens;
    multiply_job job = {.inputs = *inputs, .products = products, .count = count, .chunk = chunk_of(pool, tokens)};
    size_t tiles = 0;
    for (size_t p = 0; p < count; p++) tiles += tiles_of(&products[p].matrix);
    const size_t even = most(1, tiles / ((size_t)ek_pool_threads(pool) * STRIPS_PER_THREAD));
    for (size_t p = 0; p < count; p++) {
        const ek_matrix *m = &products[p].matrix;
        job.strip[p] = most(1, least(even, STRIP_BYTES / most(1, ek_tile_bytes(m->type, m->columns))));
        job.first[p] = job.strips;
        job.strips += (tiles_of(m) + job.strip[p] - 1) / job.strip[p];
    }
    run_with_inputs(&job.inputs, multiply_strip, job.strips * ((tokens + job.chunk - 1) / job.chunk));
}

void ek_multiply(
    ek_pool *pool, const ek_product *products, size_t count, const ek_source *source, const ek_activations *x, size_t tokens) {
    if (tokens == 0 || count == 0) return;
    // Of all products, so that no number depends on the group that a product falls into.
    inputs_job inputs = {pool, source, products[0].matrix.columns, tokens, precision_of(products, count), x};
    for (size_t first = 0; first < count; first += EK_MOST_PRODUCTS) {
        multiply_group(&inputs, products + first, least(EK_MOST_PRODUCTS, count - first));
        // What was made for all threads serves the next group too.
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
    size_t unit;   // rows
    size_t chunk;  // tokens
} gated_job;

size_t ek_gated_scratch(void) { return 2 * TOKEN_CHUNK * UNIT_ROWS; }

/// out[token][row] for rows of a matrix, a strip of them at a time.
static void multiply_rows(
    const ek_kernels *kernels, const ek_matrix *m, size_t row, size_t rows, const ek_activations *x, size_t tokens, ek_reading *reading,
    float *out) {
    const size_t bytes = ek_tile_bytes(m->type, m->columns), tiles = (rows + EK_TILE - 1) / EK_TILE;
    const ek_product product = {
        .matrix = {m->type, false, rows, m->columns, m->data + row / EK_TILE * bytes}, .out = out, .stride = UNIT_ROWS,
    };
    const size_t strip = most(1, least(tiles, STRIP_BYTES / most(1, bytes)));
    for (size_t tile = 0; tile < tiles; tile += strip)
        for (size_t t = 0; t < tokens; t += TOKEN_BLOCK)
            kernels->multiply(&product, x, tile, least(strip, tiles - tile), t, least(TOKEN_BLOCK, tokens - t), reading);
}

static void multiply_unit(void *context, size_t item, int thread) {
    const gated_job *job = context;
    const ek_kernels *kernels = kernels_of(job->inputs.pool);
    const size_t width = job->gate->rows, columns = job->inputs.columns, units = (width + job->unit - 1) / job->unit;
    const size_t row = item % units * job->unit, rows = least(job->unit, width - row), first = item / units * job->chunk;
    ek_reading *reading = reading_of(&job->inputs, thread);
    float *gate = job->scratch + (size_t)thread * ek_gated_scratch(), *up = gate + TOKEN_CHUNK * UNIT_ROWS;
    for (size_t from = first; from < least(first + job->chunk, job->inputs.tokens); from += TOKEN_CHUNK) {
        const size_t tokens = least(TOKEN_CHUNK, job->inputs.tokens - from);
        const ek_activations x = from_token(inputs_of(&job->inputs, thread), columns, from);
        multiply_rows(kernels, job->gate, row, rows, &x, tokens, reading, gate);
        multiply_rows(kernels, job->up, row, rows, &x, tokens, reading, up);
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
        .unit = tokens > EK_FEW || precision & EK_SUPERS ? UNIT_ROWS : 2 * EK_TILE,
    };
    const size_t units = (gate->rows + job.unit - 1) / job.unit, chunks = (tokens + job.chunk - 1) / job.chunk;
    run_with_inputs(&job.inputs, multiply_unit, units * chunks);
}
