// Row-wise operations between the products: RMS norm, quantisation, gating, rotary embedding, storing keys and values; and the
// summary of the logits.

/// Sum of squares. The order of the additions depends only on `width`.
INLINE float sum_of_squares(const float *x, size_t width) {
    vf sums[4] = {0};
    size_t i = 0;
    for (; i + 4 * LANES <= width; i += 4 * LANES)
        for (int j = 0; j < 4; j++) {
            const vf v = load(x + i + j * LANES);
            sums[j] = FUSE(v, v, sums[j]);
        }
    float sum = sum_lanes((sums[0] + sums[1]) + (sums[2] + sums[3]));
    for (; i < width; i++) sum += x[i] * x[i];
    return sum;
}

/// 1 / root mean square of the row, with epsilon added to the mean square.
INLINE float norm_factor(const float *x, size_t width, float epsilon) {
    return 1.0f / sqrtf(sum_of_squares(x, width) / (float)width + epsilon);
}

/// Quantises 32 values to the elements at ..< at + 32 of `out`, with scale `d` and `inverse` = 1 / d. Writes their sums as
/// well; those of 16 elements (sums16, bias16) only if `with_sums16`.
INLINE void quantise_32(const float *x, float d, float inverse, const bool with_sums16, const ek_activations *out, size_t at) {
    typedef int8_t lane_bytes __attribute__((vector_size(LANES)));
    const vf magic = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to the nearest integer, which is left in the low bits
    vi sum[2] = {0};
    UNROLL for (int half = 0; half < 2; half++)
        UNROLL for (int i = 16 * half; i < 16 * half + 16; i += LANES) {
            const vi integers = as_bits(load(x + i) * inverse + magic) - as_bits(magic);
            const lane_bytes bytes = __builtin_convertvector(integers, lane_bytes);
            memcpy(out->q + at + i, &bytes, sizeof bytes);
            sum[half] += integers;
        }
    int total;
    if (with_sums16) {
        total = 0;
        UNROLL for (int half = 0; half < 2; half++) {
            const int whole = __builtin_reduce_add(sum[half]);
            out->sums16[at / 16 + half] = (int16_t)whole;
            out->bias16[at / 16 + half] = -32 * whole;
            total += whole;
        }
    } else {
        total = __builtin_reduce_add(sum[0] + sum[1]);
    }
    out->sums32[at / 32] = (int16_t)total;
    out->d[at / 32] = d;
    out->s[at / 32] = d * (float)total;
}

/// The largest magnitude; infinite or NaN if a value is. Magnitudes are compared as integers: the bits of infinities and NaN
/// are larger than those of all finite values.
INLINE float magnitude(const float *x, size_t count) {
    vi most = {0};
    for (size_t i = 0; i < count; i += LANES) most = __builtin_elementwise_max(most, as_bits(load(x + i)) & 0x7fffffff);
    const int32_t bits = __builtin_reduce_max(most);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// Quantises `count` elements, starting at element `at` of `out`, with one common scale. If a value is not finite, all codes
/// are 0 and the scale is NaN, so that the product is NaN as it would be in floats.
INLINE void quantise_unit(const float *x, size_t count, const bool with_sums16, const ek_activations *out, size_t at) {
    static const float zeros[32];
    const float most = magnitude(x, count);
    const bool finite = most - most == 0;
    const float d = finite ? most * (1 / 127.0f) : NAN, inverse = finite && most > 1e-28f ? 127.0f / most : 0;
    for (size_t j = 0; j < count; j += 32) quantise_32(finite ? x + j : zeros, d, inverse, with_sums16, out, at + j);
}

/// Elements processed at a time: the size of a superblock of the K types.
enum { CHUNK = 256 };

INLINE void quantise(const float *x, size_t count, ek_precision precision, const ek_activations *out, size_t at) {
    if (precision & EK_SUPERBLOCKS)
        quantise_unit(x, count, true, out, at);
    else if (precision & EK_BLOCKS)
        for (size_t i = 0; i < count; i += 32) quantise_unit(x + i, 32, false, out, at + i);
}

static void prepare(
    const float *x, size_t width, const float *norm, float epsilon, ek_precision precision, const ek_activations *out,
    size_t to) {
    const float factor = norm ? norm_factor(x, width, epsilon) : 1;
    float local[CHUNK];
    for (size_t i = 0; i < width; i += CHUNK) {
        const size_t count = width - i < CHUNK ? width - i : CHUNK;
        float *row = precision & EK_FLOATS ? out->x + to * width + i : local;
        if (norm)
            for (size_t j = 0; j < count; j++) row[j] = x[i + j] * factor * norm[i + j];
        else
            memcpy(row, x + i, count * sizeof *row);
        quantise(row, count, precision, out, to * width + i);
    }
}

INLINE vf gated(vf gate, vf up) { return gate / (exponential(-gate) + 1) * up; }

static void prepare_gated(
    const float *gate, const float *up, size_t width, ek_precision precision, const ek_activations *out, size_t at) {
    float local[CHUNK];
    for (size_t i = 0; i < width; i += CHUNK) {
        const size_t count = width - i < CHUNK ? width - i : CHUNK;
        float *row = precision & EK_FLOATS ? out->x + at + i : local;
        size_t j = 0;
        for (; j + LANES <= count; j += LANES) store(row + j, gated(load(gate + i + j), load(up + i + j)));
        if (j < count) {  // the tail as a full vector, so that a result does not depend on its position in the row
            float g[LANES] = {0}, u[LANES] = {0};
            memcpy(g, gate + i + j, (count - j) * sizeof *g);
            memcpy(u, up + i + j, (count - j) * sizeof *u);
            store(u, gated(load(g), load(u)));
            memcpy(row + j, u, (count - j) * sizeof *u);
        }
        quantise(row, count, precision, out, at + i);
    }
}

// ---- Queries, keys and values --------------------------------------------------------------------------------------------

/// Formats of one head's keys and values in a page.
enum {
    F32,          // keys [head_dim][EK_PAGE], values [EK_PAGE][head_dim]
    F16,          // the same shapes
    BF16,         // keys [head_dim / 2][EK_PAGE][2], values [EK_PAGE / 2][head_dim][2]; queries are bf16 too, in the first half
                  // of the memory of their floats
    BF16_VALUES,  // keys as F16, values as BF16: for keys with a bias. It moves them far from zero, where bf16 would cost
                  // Qwen2.5-1.5B 0.4 % of perplexity
};

INLINE void rotate_head(const ek_attention *a, float *head, const float *norm, const float *cosines, const float *sines) {
    if (norm) {
        const float factor = norm_factor(head, a->head_dim, a->epsilon);
        for (size_t i = 0; i < a->head_dim; i++) head[i] = head[i] * factor * norm[i];
    }
    const size_t half = a->rotary / 2;
    if (a->interleaved)
        for (size_t i = 0; i < half; i++) {
            const float x = head[2 * i], y = head[2 * i + 1];
            head[2 * i] = x * cosines[i] - y * sines[i];
            head[2 * i + 1] = x * sines[i] + y * cosines[i];
        }
    else
        for (size_t i = 0; i < half; i++) {
            const float x = head[i], y = head[i + half];
            head[i] = x * cosines[i] - y * sines[i];
            head[i + half] = x * sines[i] + y * cosines[i];
        }
}

/// The bits of the nearest f16. Values beyond its finite range become the largest finite f16. NaN stays NaN.
INLINE uint16_t f16_bits(float x) {
    const _Float16 h = (_Float16)(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x);
    uint16_t bits;
    memcpy(&bits, &h, sizeof bits);
    return bits;
}

#ifdef DOT_OF_PAIRS
/// Writes 2 * LANES consecutive values as bf16.
INLINE void store_pairs(uint8_t *to, const float *x) { store_words(to, pairs_of(load(x), load(x + LANES))); }

INLINE void store_key_pairs(const float *key, size_t head_dim, uint8_t *keys, size_t slot) {
    uint8_t pairs[4 * LANES];
    for (size_t i = 0; i < head_dim; i += 2 * LANES) {
        store_pairs(pairs, key + i);
        UNROLL for (size_t p = 0; p < LANES; p++) memcpy(keys + 4 * ((i / 2 + p) * EK_PAGE + slot), pairs + 4 * p, 4);
    }
}

INLINE void store_value_pairs(const float *value, size_t head_dim, uint8_t *values, size_t slot) {
    uint8_t halves[4 * LANES];
    for (size_t i = 0; i < head_dim; i += 2 * LANES) {
        store_pairs(halves, value + i);
        UNROLL for (size_t h = 0; h < 2 * LANES; h++)
            memcpy(values + 4 * (slot / 2 * head_dim + i + h) + 2 * (slot % 2), halves + 2 * h, 2);
    }
}
#endif

INLINE void rotate_and_store_as(
    const ek_attention *a, const int form, float *q, float *k, const float *v, const float *cosines, const float *sines,
    uint8_t *page, size_t slot) {
    for (size_t h = 0; h < a->heads; h++) {
        float *head = q + h * a->head_dim;
        rotate_head(a, head, a->q_norm, cosines, sines);
        for (size_t i = 0; i < a->head_dim; i++) head[i] *= a->scale;
#ifdef DOT_OF_PAIRS
        if (form == BF16)
            for (size_t i = 0; i < a->head_dim; i += 2 * LANES) store_pairs((uint8_t *)head + 2 * i, head + i);
#endif
    }
    for (size_t h = 0; h < a->kv_heads; h++) {
        float *head = k + h * a->head_dim;
        const float *value = v + h * a->head_dim;
        rotate_head(a, head, a->k_norm, cosines, sines);
        uint8_t *keys = page + 2 * h * ek_head_bytes(a), *values = keys + ek_head_bytes(a);
        if (form == F32) {
            for (size_t i = 0; i < a->head_dim; i++) ((float *)keys)[i * EK_PAGE + slot] = head[i];
            memcpy((float *)values + slot * a->head_dim, value, a->head_dim * sizeof *value);
        }
        if (form == F16 || form == BF16_VALUES)
            for (size_t i = 0; i < a->head_dim; i++) ((uint16_t *)keys)[i * EK_PAGE + slot] = f16_bits(head[i]);
        if (form == F16)
            for (size_t i = 0; i < a->head_dim; i++) ((uint16_t *)values)[slot * a->head_dim + i] = f16_bits(value[i]);
#ifdef DOT_OF_PAIRS
        if (form == BF16) store_key_pairs(head, a->head_dim, keys, slot);
        if (form == BF16 || form == BF16_VALUES) store_value_pairs(value, a->head_dim, values, slot);
#endif
    }
}

static void rotate_and_store(
    const ek_attention *a, float *q, float *k, const float *v, const float *cosines, const float *sines, uint8_t *page,
    size_t slot) {
    rotate_and_store_as(a, a->floats ? F32 : F16, q, k, v, cosines, sines, page, slot);
}

#ifdef DOT_OF_PAIRS
/// The format of a layer's cache on a level with bf16. Heads whose head_dim is not a multiple of two vectors keep F16.
INLINE int pairs_form(const ek_attention *a) {
    if (a->floats || a->head_dim % (2 * LANES) != 0) return a->floats ? F32 : F16;
    return a->biased_keys ? BF16_VALUES : BF16;
}

static void rotate_and_store_pairs(
    const ek_attention *a, float *q, float *k, const float *v, const float *cosines, const float *sines, uint8_t *page,
    size_t slot) {
    switch (pairs_form(a)) {
    case BF16: rotate_and_store_as(a, BF16, q, k, v, cosines, sines, page, slot); break;
    case BF16_VALUES: rotate_and_store_as(a, BF16_VALUES, q, k, v, cosines, sines, page, slot); break;
    default: rotate_and_store(a, q, k, v, cosines, sines, page, slot);
    }
}
#endif

// ---- Logits --------------------------------------------------------------------------------------------------------------

static size_t summarise(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary) {
    // A chunk is scanned for its maximum first. It is scanned again only if the maximum is one of the `top` largest so far.
    size_t kept = 0;
    float maximum = -INFINITY;
    for (size_t i = 0; i < count; i += CHUNK) {
        const size_t end = i + CHUNK < count ? i + CHUNK : count;
        float most = -INFINITY;
        if (end - i == CHUNK) {
            vf lanes = splat(-INFINITY);
            for (size_t j = i; j < end; j += LANES) lanes = larger(load(row + j), lanes);
            most = largest_lane(lanes);
        } else {
            for (size_t j = i; j < end; j++) most = row[j] > most ? row[j] : most;
        }
        if (most > maximum) maximum = most;
        if (top == 0 || (kept == top && !(most > values[kept - 1]))) continue;
        for (size_t j = i; j < end; j++) {
            if (row[j] != row[j] || (kept == top && !(row[j] > values[kept - 1]))) continue;
            size_t at = kept < top ? kept++ : top - 1;
            for (; at > 0 && row[j] > values[at - 1]; at--) {
                values[at] = values[at - 1];
                ids[at] = ids[at - 1];
            }
            values[at] = row[j];
            ids[at] = (int32_t)j;
        }
    }
    double sum = 0, weighted = 0;
    for (size_t i = 0; i < count; i += CHUNK) {
        const size_t end = i + CHUNK < count ? i + CHUNK : count;
        vf p = {0}, px = {0};
        size_t j = i;
        for (; j + LANES <= end; j += LANES) {
            const vf x = load(row + j) - maximum, e = exponential(x);
            p += e;
            px = FUSE(e, larger(x, splat(-87.0f)), px);
        }
        sum += sum_lanes(p);
        weighted += sum_lanes(px);
        for (; j < end; j++) {
            const float x = row[j] - maximum, e = expf(x);
            sum += e;
            if (e > 0) weighted += e * x;
        }
    }
    summary->maximum = maximum;
    summary->log_sum_exp = maximum + log(sum);
    summary->entropy_bits = (log(sum) - weighted / sum) / M_LN2;
    return kept;
}
