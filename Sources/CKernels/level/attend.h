// Attention of a few queries over the pages of one key and value head, with the softmax kept as it goes (maximum, sum, and the
// weighted values so far), a page at a time. A query's arithmetic is the same sequence whichever queries stand beside it.
//
// A level says MOST_QUERIES: how many are computed at once, so that a key or value is loaded and widened once for all of them. One
// that has DOT_OF_PAIRS multiplies bf16 two by two, and keeps keys and values so that what it sums over stands side by side.

enum { SPAN = EK_PAGE / LANES };  // vectors to a page's positions

/// Asks for the memory of `count` elements from `index` on.
INLINE void ask_for_row(const uint8_t *p, size_t index, size_t count, bool floats) {
    const size_t size = floats ? 4 : 2;
    UNROLL for (size_t i = 0; i < count * size; i += 64) __builtin_prefetch(p + index * size + i, 0, 2);
}

INLINE vf load_element(const uint8_t *p, size_t index, bool floats) {
    return floats ? load((const float *)p + index) : load_halves(p + 2 * index);
}

// A page is a few kilobytes that are read once, far from the one before: the next one is asked for while this one is computed, the first
// of the next item during the last of this. Where there is none, `next` is this page itself.

/// scores[n][position] = q[n] . key[position], for all positions of the page.
INLINE void page_scores(
    const uint8_t *keys, const uint8_t *next, bool floats, size_t head_dim, const float *const *q, int N, float (*scores)[EK_PAGE]) {
    vf sums[MOST_QUERIES][SPAN];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = (vf){0};
    for (size_t i = 0; i < head_dim; i++) {
        ask_for_row(next, i * EK_PAGE, EK_PAGE, floats);
        vf key[SPAN];
        UNROLL for (int s = 0; s < SPAN; s++) key[s] = load_element(keys, i * EK_PAGE + s * LANES, floats);
        UNROLL for (int n = 0; n < N; n++) {
            const vf x = splat(q[n][i]);
            UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = FUSE(x, key[s], sums[n][s]);
        }
    }
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(scores[n] + s * LANES, sums[n][s]);
}

/// Turns the scores of the first `seen` positions into weights (the others into 0) and returns by what the sums so far shrink.
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

/// out[n] = out[n] * shrink[n] + the values of the first `seen` positions, weighted.
INLINE void page_values(
    const uint8_t *values, const uint8_t *next, bool floats, size_t head_dim, size_t seen, float (*weights)[EK_PAGE],
    const float *shrink, int N, float *const *out) {
    size_t i = 0;
    for (; i + SPAN * LANES <= head_dim; i += SPAN * LANES) {
        vf sums[MOST_QUERIES][SPAN];
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++)
            sums[n][s] = load(out[n] + i + s * LANES) * shrink[n];
        for (size_t position = 0; position < seen; position++) {
            ask_for_row(next, position * head_dim + i, EK_PAGE, floats);
            vf value[SPAN];
            UNROLL for (int s = 0; s < SPAN; s++) value[s] = load_element(values, position * head_dim + i + s * LANES, floats);
            UNROLL for (int n = 0; n < N; n++) {
                const vf weight = splat(weights[n][position]);
                UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = FUSE(weight, value[s], sums[n][s]);
            }
        }
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(out[n] + i + s * LANES, sums[n][s]);
    }
    for (; i < head_dim; i++)  // heads whose dimensions are no multiple of a page's positions
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
/// As `page_scores`, of pairs of dimensions.
INLINE void page_scores_of_pairs(
    const uint8_t *keys, const uint8_t *next, size_t head_dim, const float *const *q, int N, float (*scores)[EK_PAGE]) {
    vf sums[MOST_QUERIES][SPAN];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = (vf){0};
    for (size_t i = 0; i < head_dim / 2; i++) {
        ask_for_row(next, 2 * i * EK_PAGE, 2 * EK_PAGE, false);
        vi key[SPAN];
        UNROLL for (int s = 0; s < SPAN; s++) key[s] = load_words(keys + 4 * (i * EK_PAGE + s * LANES));
        UNROLL for (int n = 0; n < N; n++) {
            const int32_t pair = load_word((const uint8_t *)q[n] + 4 * i);
            UNROLL for (int s = 0; s < SPAN; s++) sums[n][s] = dot_of_pairs(sums[n][s], key[s], pair);
        }
    }
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++) store(scores[n] + s * LANES, sums[n][s]);
}

/// As `page_values`, of pairs of positions.
INLINE void page_values_of_pairs(
    const uint8_t *values, const uint8_t *next, size_t head_dim, size_t seen, float (*weights)[EK_PAGE], const float *shrink, int N,
    float *const *out) {
    uint8_t pairs[MOST_QUERIES][2 * EK_PAGE];
    UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s += 2)
        store_words(pairs[n] + 2 * s * LANES, pairs_of(load(weights[n] + s * LANES), load(weights[n] + (s + 1) * LANES)));
    for (size_t i = 0; i < head_dim; i += SPAN * LANES) {
        vf sums[MOST_QUERIES][SPAN];
        UNROLL for (int n = 0; n < N; n++) UNROLL for (int s = 0; s < SPAN; s++)
            sums[n][s] = load(out[n] + i + s * LANES) * shrink[n];
        for (size_t position = 0; position < seen; position += 2) {
            ask_for_row(next, position * head_dim + 2 * i, 2 * EK_PAGE, false);
            const int32_t both = position + 1 < seen ? -1 : 0xffff;  // what is not written yet may be no number, and 0 of it none too
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
    const float *q[MOST_QUERIES];
    float *o[MOST_QUERIES], scores[MOST_QUERIES][EK_PAGE], shrink[MOST_QUERIES];
    size_t most = 0;
    UNROLL for (int n = 0; n < N; n++) {
        const size_t query = n0 + n;
        q[n] = item->q + query / item->group * item->token_stride + query % item->group * a->head_dim;
        o[n] = out + query * a->head_dim;
    }
#ifdef DOT_OF_PAIRS
    if (form == PAIRS) page_scores_of_pairs(page, next, a->head_dim, q, N, scores);
#endif
    if (form != PAIRS) page_scores(page, next, form == FLOATS, a->head_dim, q, N, scores);
    UNROLL for (int n = 0; n < N; n++) {
        const size_t end = item->ends[(n0 + n) / item->group];
        const size_t seen = end <= first ? 0 : end - first < EK_PAGE ? end - first : EK_PAGE;
        shrink[n] = page_softmax(scores[n], seen, &maxima[n0 + n], &sums[n0 + n]);
        if (seen > most) most = seen;
    }
    const uint8_t *values = page + ek_head_bytes(a), *next_values = next + ek_head_bytes(a);
#ifdef DOT_OF_PAIRS
    if (form == PAIRS || form == VALUE_PAIRS) page_values_of_pairs(values, next_values, a->head_dim, most, scores, shrink, N, o);
#endif
    if (form == FLOATS || form == HALVES) page_values(values, next_values, form == FLOATS, a->head_dim, most, scores, shrink, N, o);
}

INLINE const uint8_t *page_at(const ek_attend_item *item, size_t token, size_t page) {
    return ek_page_head(item->attention, item->tables[token], page, item->kv_head);
}

/// Pages `page` ..< `end` of one table, for the tokens `from` ..< `to`; then comes `after`.
INLINE void attend_pages(
    const ek_attend_item *item, size_t page, size_t end, size_t from, size_t to, const uint8_t *after, const int form, float *maxima,
    float *sums, float *out) {
    for (; page < end; page++) {
        const uint8_t *at = page_at(item, from, page), *next = page + 1 < end ? page_at(item, from, page + 1) : after ? after : at;
        const size_t queries = to * item->group;
        for (size_t n = from * item->group; n < queries; n += MOST_QUERIES) {
            const size_t left = queries - n;
#define CASE(N) \
    case N: if (N <= MOST_QUERIES) attend_page(item, at, next, page * EK_PAGE, n, form, N, maxima, sums, out); break;
            switch (left < MOST_QUERIES ? left : MOST_QUERIES) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) }
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
    for (size_t from = 0, to = 1; from < item->tokens; from = to++) {  // then each segment's own
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
        attend_over(item, FLOATS);
    else
        attend_over(item, HALVES);
}

#ifdef DOT_OF_PAIRS
static void attend_pairs(const ek_attend_item *item) {
    switch (pairs_form(item->attention)) {
    case PAIRS: attend_over(item, PAIRS); break;
    case VALUE_PAIRS: attend_over(item, VALUE_PAIRS); break;
    default: attend(item);
    }
}
#endif
