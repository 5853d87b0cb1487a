// The public operations on rows, the KV cache and logits. Each divides its work into items for the pool. The arithmetic is in
// the level's kernels. (Matrix products: products.c.)

#include "jobs.h"

// ---- Embedding -----------------------------------------------------------------------------------------------------------

typedef struct {
    const ek_matrix *embedding;
    const int32_t *ids;
    size_t tokens;
    float *out;
} embed_job;

static void embed_rows(void *context, size_t item, int thread) {
    (void)thread;
    const embed_job *job = context;
    for (size_t t = item * ROWS; t < min_size((item + 1) * ROWS, job->tokens); t++)
        ek_matrix_row(job->embedding, (size_t)job->ids[t], job->out + t * job->embedding->columns);
}

void ek_embed(ek_pool *pool, const ek_matrix *embedding, const int32_t *ids, size_t tokens, float *out) {
    embed_job job = {embedding, ids, tokens, out};
    ek_pool_run(pool, NULL, embed_rows, &job, (tokens + ROWS - 1) / ROWS);
}

// ---- Attention -----------------------------------------------------------------------------------------------------------

typedef struct {
    const ek_kernels *kernels;
    const ek_attention *attention;
    const ek_segment *segments;
    size_t count;
    float *q, *k;
    const float *v, *cosines, *sines;
    const ek_piece *pieces;
    float *out, *scratch;
} attention_job;

static const ek_segment *segment_of(const attention_job *job, size_t token) {
    const ek_segment *segment = job->segments;
    while (token >= segment->first + segment->count) segment++;
    return segment;
}

static void rotate_rows(void *context, size_t item, int thread) {
    (void)thread;
    const attention_job *job = context;
    const ek_attention *a = job->attention;
    const ek_segment *last = &job->segments[job->count - 1];
    const size_t tokens = last->first + last->count, half = a->rotary / 2;
    for (size_t t = item * ROWS; t < min_size((item + 1) * ROWS, tokens); t++) {
        const ek_segment *segment = segment_of(job, t);
        const size_t position = segment->start + (t - segment->first);
        uint8_t *page = a->pages + (size_t)segment->table[position / EK_PAGE] * a->page_stride;
        job->kernels->rotate_and_store(
            a, job->q + t * a->heads * a->head_dim, job->k + t * a->kv_heads * a->head_dim,
            job->v + t * a->kv_heads * a->head_dim, job->cosines + t * half, job->sines + t * half, page, position % EK_PAGE);
    }
}

void ek_rotate_and_store(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, size_t count, float *q, float *k, const float *v,
    const float *cosines, const float *sines) {
    if (count == 0) return;
    attention_job job = {
        .kernels = kernels_of(pool), .attention = attention, .segments = segments, .count = count, .q = q, .k = k, .v = v,
        .cosines = cosines, .sines = sines,
    };
    const size_t tokens = segments[count - 1].first + segments[count - 1].count;
    ek_pool_run(pool, NULL, rotate_rows, &job, (tokens + ROWS - 1) / ROWS);
}

// One item of the attention job is a piece with one key-value head. This is the largest number of tokens in a piece.
static size_t tokens_of_item(const ek_attention *a) { return max_size(1, EK_ATTEND_QUERIES / (a->heads / a->kv_heads)); }

size_t ek_attend_scratch(size_t heads, size_t kv_heads, size_t head_dim) {
    const size_t queries = max_size(EK_ATTEND_QUERIES, heads / kv_heads);
    return 2 * queries + queries * head_dim + 16;
}

/// The number of leading pages that two segments share and that lie wholly before both; at most `limit`.
static size_t pages_in_common(const ek_segment *one, const ek_segment *other, size_t limit) {
    size_t page = 0;
    while (page < limit && (page + 1) * EK_PAGE <= min_size(one->start, other->start)
           && one->table[page] == other->table[page])
        page++;
    return page;
}

size_t ek_attend_pieces(const ek_attention *attention, const ek_segment *segments, size_t count, ek_piece *pieces) {
    const size_t step = tokens_of_item(attention);
    size_t found = 0;
    for (size_t s = 0; s < count;) {
        ek_piece piece = {segments[s].first, segments[s].count, s, SIZE_MAX};
        size_t next = s + 1;
        // Join segments while at least half of each one's earlier positions lie in the shared pages: fewer items for the
        // threads.
        for (; next < count && piece.count + segments[next].count <= step; next++) {
            const size_t shared = pages_in_common(&segments[s], &segments[next], piece.shared);
            if (2 * shared * EK_PAGE < segments[next].start) break;
            piece.shared = shared;
            piece.count += segments[next].count;
        }
        if (next == s + 1) {
            for (size_t from = 0; from < segments[s].count; from += step)
                pieces[found++] = (ek_piece){segments[s].first + from, min_size(step, segments[s].count - from), s, 0};
        } else {
            pieces[found++] = piece;
        }
        s = next;
    }
    return found;
}

static void attend_piece(void *context, size_t item, int thread) {
    const attention_job *job = context;
    const ek_attention *a = job->attention;
    const ek_piece *piece = &job->pieces[item / a->kv_heads];
    const size_t head = item % a->kv_heads, group = a->heads / a->kv_heads, stride = a->heads * a->head_dim;
    const int32_t *tables[EK_ATTEND_QUERIES];
    size_t ends[EK_ATTEND_QUERIES];
    const ek_segment *segment = &job->segments[piece->segment];
    for (size_t t = 0; t < piece->count; t++) {
        const size_t row = piece->first + t;
        while (row >= segment->first + segment->count) segment++;
        tables[t] = segment->table;
        ends[t] = segment->start + (row - segment->first) + 1;
    }
    const size_t at = piece->first * stride + head * group * a->head_dim, after = item + 1;
    const uint8_t *next = NULL;
    if (after < job->count * a->kv_heads)
        next = ek_page_head(a, job->segments[job->pieces[after / a->kv_heads].segment].table, 0, after % a->kv_heads);
    const ek_attend_item work = {
        .attention = a, .kv_head = head, .tokens = piece->count, .group = group, .tables = tables, .ends = ends,
        .shared = piece->shared, .q = job->q + at, .out = job->out + at, .token_stride = stride,
        .after = next,
        .scratch = job->scratch + (size_t)thread * ek_attend_scratch(a->heads, a->kv_heads, a->head_dim),
    };
    job->kernels->attend(&work);
}

void ek_attend(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count,
    const float *q, float *out, float *scratch) {
    attention_job job = {
        .kernels = kernels_of(pool), .attention = attention, .segments = segments, .count = count, .pieces = pieces,
        .q = (float *)q, .out = out, .scratch = scratch,
    };
    ek_pool_run(pool, NULL, attend_piece, &job, count * attention->kv_heads);
}

void ek_attend_next(
    ek_pool *pool, const ek_attention *attention, const ek_segment *segments, const ek_piece *pieces, size_t count) {
    const ek_attention none = {.kv_heads = 0};
    const ek_attention *next = attention ? attention : &none;
    const size_t items = count * next->kv_heads;
    for (int thread = 0; thread < ek_pool_threads(pool); thread++)
        *ek_pool_prefetch(pool, thread) = (ek_prefetch){
            .attention = *next, .segments = segments, .pieces = pieces, .item = ek_pool_share(pool, items, (size_t)thread),
            .end = ek_pool_share(pool, items, (size_t)thread + 1),
        };
}

const uint8_t *ek_prefetch_next(ek_prefetch *r, size_t bytes) {
    const ek_attention *a = &r->attention;
    if (r->item >= r->end) return NULL;
    const ek_segment *segment = &r->segments[r->pieces[r->item / a->kv_heads].segment];
    const uint8_t *next = ek_page_head(a, segment->table, r->page, r->item % a->kv_heads) + r->offset;
    r->offset += bytes;
    if (r->offset >= 2 * ek_head_bytes(a)) r->offset = 0, r->page++;
    if (r->page * EK_PAGE >= segment->start + segment->count) r->page = 0, r->item++;
    return next;
}

// ---- Logits --------------------------------------------------------------------------------------------------------------

size_t ek_summarise(
    ek_level level, const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary) {
    return ek_kernels_of(level)->summarise(row, count, top, ids, values, summary);
}

typedef struct {
    const ek_kernels *kernels;
    const float *logits;
    size_t count, top;
    int32_t *ids;
    float *values;
    size_t *found;
    ek_logit_summary *summaries;
} summarise_job;

static void summarise_row(void *context, size_t row, int thread) {
    (void)thread;
    const summarise_job *job = context;
    job->found[row] = job->kernels->summarise(
        job->logits + row * job->count, job->count, job->top, job->ids + row * job->top, job->values + row * job->top,
        &job->summaries[row]);
}

void ek_summarise_rows(
    ek_pool *pool, const float *logits, size_t rows, size_t count, size_t top, int32_t *ids, float *values, size_t *found,
    ek_logit_summary *summaries) {
    summarise_job job = {kernels_of(pool), logits, count, top, ids, values, found, summaries};
    ek_pool_run(pool, NULL, summarise_row, &job, rows);
}
