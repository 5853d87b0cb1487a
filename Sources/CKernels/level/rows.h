// What happens to a token's row between the products: normalising, quantising, gating, rotating; and reading the logits.

/// Sum of squares, in an order that depends on the width alone.
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

/// The factor that makes the row's root mean square 1.
INLINE float norm_factor(const float *x, size_t width, float epsilon) {
    return 1.0f / sqrtf(sum_of_squares(x, width) / (float)width + epsilon);
}

/// Writes 32 values as bytes under a scale; their sums too.
INLINE void quantise_32(const float *x, float d, float inverse, int8_t *q, float *ds, float *s, int16_t *sums) {
    int total = 0;
    for (int half = 0; half < 2; half++) {
        int sum = 0;
        float rounded[16];
        for (int i = 0; i < 16; i += LANES) {
            const vf magic = splat(12582912.0f);  // rounds to the nearest integer
            store(rounded + i, (load(x + 16 * half + i) * inverse + magic) - magic);
        }
        for (int i = 0; i < 16; i++) {
            const int8_t byte = (int8_t)(int32_t)rounded[i];
            q[16 * half + i] = byte;
            sum += byte;
        }
        sums[half] = (int16_t)sum;
        total += sum;
    }
    *ds = d;
    *s = d * (float)total;
}

/// The largest magnitude; NaN if a value is not finite.
INLINE float magnitude(const float *x, size_t count) {
    vf most = {0}, zero = {0};
    for (size_t i = 0; i < count; i += LANES) {
        const vf v = load(x + i);
        most = larger(choose(v < 0, -v, v), most);
        zero = FUSE(v, splat(0), zero);  // NaN for infinities and NaN
    }
    return largest_lane(most) + sum_lanes(zero);
}

/// Quantises a row in place of its floats. A row with values that are not finite becomes zeros under a scale of NaN: the
/// result is NaN, as it is in floats.
INLINE void quantise_row(const float *x, size_t width, ek_precision precision, const ek_activations *out, size_t to) {
    const size_t step = precision == EK_SUPERS ? 256 : 32;
    static const float zeros[32];
    for (size_t i = 0; i < width; i += step) {
        const float most = magnitude(x + i, step), d = most / 127.0f;
        const bool finite = most - most == 0;
        const float inverse = d > 1e-30f ? 1.0f / d : 0;
        for (size_t j = i; j < i + step; j += 32)
            quantise_32(finite ? x + j : zeros, d, finite ? inverse : 0, out->q + to * width + j, out->d + (to * width + j) / 32,
                        out->s + (to * width + j) / 32, out->sums + (to * width + j) / 16);
    }
}

static void prepare(
    const float *x, size_t width, const float *weight, float epsilon, ek_precision precision, const ek_activations *out,
    size_t to) {
    float *row = out->x + to * width;
    if (weight) {
        const float factor = norm_factor(x, width, epsilon);
        for (size_t i = 0; i < width; i++) row[i] = x[i] * factor * weight[i];
    } else {
        memcpy(row, x, width * sizeof *row);
    }
    if (precision != EK_FLOATS) quantise_row(row, width, precision, out, to);
}

static void prepare_gated(
    const float *gate, const float *up, size_t width, ek_precision precision, const ek_activations *out, size_t to) {
    float *row = out->x + to * width;
    size_t i = 0;
    for (; i + LANES <= width; i += LANES) {
        const vf g = load(gate + i);
        store(row + i, g / (exponential(-g) + 1) * load(up + i));
    }
    if (i < width) {  // the tail, as whole vectors too, so that a value never depends on where it lies
        float g[LANES] = {0}, u[LANES] = {0};
        memcpy(g, gate + i, (width - i) * sizeof *g);
        memcpy(u, up + i, (width - i) * sizeof *u);
        store(u, load(g) / (exponential(-load(g)) + 1) * load(u));
        memcpy(row + i, u, (width - i) * sizeof *u);
    }
    if (precision != EK_FLOATS) quantise_row(row, width, precision, out, to);
}

// ---- Queries, keys and values --------------------------------------------------------------------------------------------

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

/// The bits of the nearest f16, held to its finite range (NaN stays NaN).
INLINE uint16_t half_bits(float x) {
    const _Float16 h = (_Float16)(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x);
    uint16_t bits;
    memcpy(&bits, &h, sizeof bits);
    return bits;
}

static void rotate_and_store(
    const ek_attention *a, float *q, float *k, const float *v, const float *cosines, const float *sines, uint8_t *page, size_t slot) {
    for (size_t h = 0; h < a->heads; h++) {
        float *head = q + h * a->head_dim;
        rotate_head(a, head, a->q_norm, cosines, sines);
        for (size_t i = 0; i < a->head_dim; i++) head[i] *= a->scale;
    }
    for (size_t h = 0; h < a->kv_heads; h++) {
        float *head = k + h * a->head_dim;
        const float *value = v + h * a->head_dim;
        rotate_head(a, head, a->k_norm, cosines, sines);
        uint8_t *keys = page + 2 * h * ek_head_bytes(a), *values = keys + ek_head_bytes(a);
        if (a->floats) {
            for (size_t i = 0; i < a->head_dim; i++) ((float *)keys)[i * EK_PAGE + slot] = head[i];
            memcpy((float *)values + slot * a->head_dim, value, a->head_dim * sizeof *value);
        } else {
            for (size_t i = 0; i < a->head_dim; i++) ((uint16_t *)keys)[i * EK_PAGE + slot] = half_bits(head[i]);
            for (size_t i = 0; i < a->head_dim; i++) ((uint16_t *)values)[slot * a->head_dim + i] = half_bits(value[i]);
        }
    }
}

// ---- Logits --------------------------------------------------------------------------------------------------------------

static size_t summarise(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary) {
    enum { STRETCH = 256 };  // read once for its largest, and again only if that belongs among the top
    size_t kept = 0;
    float maximum = -INFINITY;
    for (size_t i = 0; i < count; i += STRETCH) {
        const size_t end = i + STRETCH < count ? i + STRETCH : count;
        float most = -INFINITY;
        if (end - i == STRETCH) {
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
    for (size_t i = 0; i < count; i += STRETCH) {
        const size_t end = i + STRETCH < count ? i + STRETCH : count;
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
