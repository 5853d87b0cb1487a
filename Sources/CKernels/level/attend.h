// Attention of a few queries over the pages of one key-value head, one page at a time, with an online softmax: it keeps the
// running maximum, the sum of the weights and the weighted sum of the values. The operations for one query are the same
// whatever other queries are computed with it.
//
// A level defines MAX_QUERIES, the number of queries computed at once. A key or value is loaded and widened once for all of
// them. A level that defines DOT_OF_PAIRS has an instruction that multiplies two bf16 pairs and adds both products. For it,
// keys and values are stored with the reduction dimension interleaved in pairs.

enum { SPAN = EK_PAGE / LANES };  // vectors that hold one value for each position of a page

/// Prefetches `count` elements, starting at element `index`.
INLINE void prefetch_row(const uint8_t *p, size_t index, size_t count, bool floats) {
    const size_t size = floats ? 4 : 2;
    UNROLL for (size_t i = 0; i < count * size; i += 64) __builtin_prefetch(p + index * size + i, 0, 2);
}

INLINE vf load_element(const uint8_t *p, size_t index, bool floats) {
    return floats ? load((const float *)p + index) : load_f16(p + 2 * index);
}

// A page is a few kilobytes, read once, and not adjacent to the page before it. So the next page (`next`) is prefetched while
// this one is computed, and the first page of the thread's next item during the last page of this item. If there is none,
// `next` is this page.

/// scores[n][position] = q[n] . key[position] for all positions of the page.
INLINE void page_scores(
    const uint8_t *keys, const uint8_t *next, bool floats, size_t head_dim, const float *const *q, int N,
    float (*scores)[EK_PAGE]) {
    vf sums[MAX_QUERIES][SPAN];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = (vf){0};
    for (size_t i = 0; i < head_dim; i++) {
        prefetch_row(next, i * EK_PAGE, EK_PAGE, floats);
        vf key[SPAN];
        UNROLL for (int s = 0; s < SPAN; s++) key[s] = load_element(keys, i * EK_PAGE + s * LANES, floats);
        UNROLL for (int n = 0; n < N; n++) {
            const vf x = splat(q[n][i]);
            UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = FUSE(x, key[s], sums[n][s]);
        }
    }
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(scores[n] + s * LANES, sums[n][s]);
}

/// Replaces the scores of the first `seen` positions by exp(score - running maximum) and the others by 0. Updates the running
/// maximum and sum. Returns the factor by which the weighted values so far must be rescaled.
INLINE float page_softmax(float *scores, size_t seen, float *maximum, float *sum) {
    const vf numbers = __builtin_convertvector(lane_numbers(), vf);
    vf x[SPAN], most = splat(-INFINITY);
    UNROLL for (int s = 0; s < SPAN; s++) {
        x[s] = load(scores + s * LANES);
        if (seen < EK_PAGE) x[s] = choose(numbers + (float)(s * LANES) < (float)seen, x[s], splat(-INFINITY));
        most = larger(x[s], most);
    }
    const float page_most = largest_lane(most), next = page_most > *maximum ? page_most : *maximum;
    vf total = {0};
    UNROLL for (int s = 0; s < SPAN; s++) {
        x[s] = exponential(x[s] - next);
        if (seen < EK_PAGE) x[s] = choose(numbers + (float)(s * LANES) < (float)seen, x[s], splat(0));
        total += x[s];
        store(scores + s * LANES, x[s]);
    }
    const float shrink = *maximum == next ? 1.0f : *maximum == -INFINITY ? 0.0f : exponential(splat(*maximum - next))[0];
    *sum = *sum * shrink + sum_lanes(total);
    *maximum = next;
    return shrink;
}

/// out[n] = out[n] * shrink[n] + sum over the first `seen` positions of weights[n][position] * value[position].
INLINE void page_values(
    const uint8_t *values, const uint8_t *next, bool floats, size_t head_dim, size_t seen, float (*weights)[EK_PAGE],
    const float *shrink, int N, float *const *out) {
    size_t i = 0;
    for (; i + SPAN * LANES <= head_dim; i += SPAN * LANES) {
        vf sums[MAX_QUERIES][SPAN];
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++)
            sums[n][s] = load(out[n] + i + s * LANES) * shrink[n];
        for (size_t position = 0; position < seen; position++) {
            prefetch_row(next, position * head_dim + i, EK_PAGE, floats);
            vf value[SPAN];
            UNROLL for (int s = 0; s < SPAN; s++) value[s] = load_element(values, position * head_dim + i + s * LANES, floats);
            UNROLL for (int n = 0; n < N; n++) {
                const vf weight = splat(weights[n][position]);
                UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = FUSE(weight, value[s], sums[n][s]);
            }
        }
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(out[n] + i + s * LANES, sums[n][s]);
    }
    for (; i < head_dim; i++)  // the rest, if head_dim is not a multiple of EK_PAGE
        for (int n = 0; n < N; n++) {
            float sum = out[n][i] * shrink[n];
            for (size_t position = 0; position < seen; position++) {
                const size_t at = position * head_dim + i;
                float value;
                if (floats) {
                    value = ((const float *)values)[at];
                } else {
                    _Float16 h;
                    memcpy(&h, values + 2 * at, sizeof h);
                    value = (float)h;
                }
                sum += weights[n][position] * value;
            }
            out[n][i] = sum;
        }
}

#ifdef DOT_OF_PAIRS
/// As `page_scores`, for bf16 queries and keys interleaved in pairs of dimensions.
INLINE void page_scores_of_pairs(
    const uint8_t *keys, const uint8_t *next, size_t head_dim, const float *const *q, int N, float (*scores)[EK_PAGE]) {
    vf sums[MAX_QUERIES][SPAN];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = (vf){0};
    for (size_t i = 0; i < head_dim / 2; i++) {
        prefetch_row(next, 2 * i * EK_PAGE, 2 * EK_PAGE, false);
        vi key[SPAN];
        UNROLL for (int s = 0; s < SPAN; s++) key[s] = load_words(keys + 4 * (i * EK_PAGE + s * LANES));
        UNROLL for (int n = 0; n < N; n++) {
            const int32_t pair = load_word((const uint8_t *)q[n] + 4 * i);
            UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = dot_of_pairs(sums[n][s], key[s], pair);
        }
    }
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(scores[n] + s * LANES, sums[n][s]);
}

/// As `page_values`, for bf16 weights and values interleaved in pairs of positions.
INLINE void page_values_of_pairs(
    const uint8_t *values, const uint8_t *next, size_t head_dim, size_t seen, float (*weights)[EK_PAGE], const float *shrink,
    int N, float *const *out) {
    uint8_t pairs[MAX_QUERIES][2 * EK_PAGE];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s += 2)
        store_words(pairs[n] + 2 * s * LANES, pairs_of(load(weights[n] + s * LANES), load(weights[n] + (s + 1) * LANES)));
    for (size_t i = 0; i < head_dim; i += SPAN * LANES) {
        vf sums[MAX_QUERIES][SPAN];
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++)
            sums[n][s] = load(out[n] + i + s * LANES) * shrink[n];
        for (size_t position = 0; position < seen; position += 2) {
            prefetch_row(next, position * head_dim + 2 * i, 2 * EK_PAGE, false);
            // Masks a position that has not been written yet: it may hold NaN, and 0 * NaN is NaN.
            const int32_t both = position + 1 < seen ? -1 : 0xffff;
            vi value[SPAN];
            UNROLL for (int s = 0; s < SPAN; s++)
                value[s] = load_words(values + 4 * (position / 2 * head_dim + i + s * LANES)) & both;
            UNROLL for (int n = 0; n < N; n++) {
                const int32_t pair = load_word(pairs[n] + 2 * position);
                UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = dot_of_pairs(sums[n][s], value[s], pair);
            }
        }
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(out[n] + i + s * LANES, sums[n][s]);
    }
}
#endif

INLINE void attend_page(
    const ek_attend_item *item, const uint8_t *page, const uint8_t *next, size_t first, size_t n0, const int form, const int N,
    float *maxima, float *sums, float *out) {
    const ek_attention *a = item->attention;
    const float *q[MAX_QUERIES];
    float *o[MAX_QUERIES], scores[MAX_QUERIES][EK_PAGE], shrink[MAX_QUERIES];
    size_t most = 0;
    UNROLL for (int n = 0; n < N; n++) {
        const size_t query = n0 + n;
        q[n] = item->q + query / item->group * item->token_stride + query % item->group * a->head_dim;
        o[n] = out + query * a->head_dim;
    }
#ifdef DOT_OF_PAIRS
    if (form == BF16) page_scores_of_pairs(page, next, a->head_dim, q, N, scores);
#endif
    if (form != BF16) page_scores(page, next, form == F32, a->head_dim, q, N, scores);
    UNROLL for (int n = 0; n < N; n++) {
        const size_t end = item->ends[(n0 + n) / item->group];
        const size_t seen = end <= first ? 0 : end - first < EK_PAGE ? end - first : EK_PAGE;
        shrink[n] = page_softmax(scores[n], seen, &maxima[n0 + n], &sums[n0 + n]);
        if (seen > most) most = seen;
    }
    const uint8_t *values = page + ek_head_bytes(a), *next_values = next + ek_head_bytes(a);
#ifdef DOT_OF_PAIRS
    if (form == BF16 || form == BF16_VALUES) page_values_of_pairs(values, next_values, a->head_dim, most, scores, shrink, N, o);
#endif
    if (form == F32 || form == F16) page_values(values, next_values, form == F32, a->head_dim, most, scores, shrink, N, o);
}

INLINE const uint8_t *page_at(const ek_attend_item *item, size_t token, size_t page) {
    return ek_page_head(item->attention, item->tables[token], page, item->kv_head);
}

/// Attends to the pages `page` ..< `end` of one page table for the tokens `from` ..< `to`. `after` is the page that is read
/// next.
INLINE void attend_pages(
    const ek_attend_item *item, size_t page, size_t end, size_t from, size_t to, const uint8_t *after, const int form,
    float *maxima, float *sums, float *out) {
    for (; page < end; page++) {
        const uint8_t *at = page_at(item, from, page);
        const uint8_t *next = page + 1 < end ? page_at(item, from, page + 1) : after ? after : at;
        const size_t queries = to * item->group;
        for (size_t n = from * item->group; n < queries; n += MAX_QUERIES) {
            const size_t left = queries - n;
#define CASE(N) \
    case N: if (N <= MAX_QUERIES) attend_page(item, at, next, page * EK_PAGE, n, form, N, maxima, sums, out); break;
            switch (left < MAX_QUERIES ? left : MAX_QUERIES) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) }
#undef CASE
        }
    }
}

INLINE void attend_over(const ek_attend_item *item, const int form) {
    const size_t head_dim = item->attention->head_dim, queries = item->tokens * item->group, shared = item->shared;
    float *maxima = item->scratch, *sums = maxima + queries, *out = sums + queries;
    for (size_t n = 0; n < queries; n++) maxima[n] = -INFINITY, sums[n] = 0;
    memset(out, 0, queries * head_dim * sizeof *out);
    if (shared > 0) attend_pages(item, 0, shared, 0, item->tokens, page_at(item, 0, shared), form, maxima, sums, out);
    for (size_t from = 0, to = 1; from < item->tokens; from = to++) {  // then the pages that each segment has for itself
        size_t end = item->ends[from];
        for (; to < item->tokens && item->tables[to] == item->tables[from]; to++)
            if (item->ends[to] > end) end = item->ends[to];
        const uint8_t *after = to < item->tokens ? page_at(item, to, shared) : item->after;
        attend_pages(item, shared, (end + EK_PAGE - 1) / EK_PAGE, from, to, after, form, maxima, sums, out);
    }
    for (size_t n = 0; n < queries; n++) {
        float *to = item->out + n / item->group * item->token_stride + n % item->group * head_dim;
        const float inverse = 1.0f / sums[n];
        for (size_t i = 0; i < head_dim; i++) to[i] = out[n * head_dim + i] * inverse;
    }
}

static void attend(const ek_attend_item *item) {
    if (item->attention->floats)
        attend_over(item, F32);
    else
        attend_over(item, F16);
}

#ifdef DOT_OF_PAIRS
static void attend_pairs(const ek_attend_item *item) {
    switch (pairs_form(item->attention)) {
    case BF16: attend_over(item, BF16); break;
    case BF16_VALUES: attend_over(item, BF16_VALUES); break;
    default: attend(item);
    }
}
#endif
