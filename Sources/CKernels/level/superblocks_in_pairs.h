// The K types on levels whose multiply ports are the bottleneck. One instruction multiplies pairs of 16-bit integers, and
// shifts, blends and additions run on other ports. So the sums of two blocks are multiplied with their scales in one
// instruction. Included by tiles.h.
//
// The sum of a block has 17 or 18 bits. Shortened to 16 bits it loses its lowest one or two. The error is a twentieth of the
// error of quantising the activations to int8, in root mean square. Where all scales are positive, one sum of a pair is rounded
// down and the other up.

/// Q4_K, Q5_K: 8 blocks of 32 columns with 6-bit scales and minima; d and dmin per superblock.
INLINE void tile_q4k_q5k(
    const uint8_t *w, size_t columns, int bits, const ek_activations *x, size_t t0, int T, tile_prefetch *prefetch,
    vf (*out)[PARTS]) {
    const size_t codes_bytes = bits == 5 ? 320 : 256;
    const int shift = bits - 3;
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * codes_bytes, *minima = scales + 128, *factors = minima + 128;
        const size_t at = k / 32, blocks = columns / 32;
        vi total[8];
        UNROLL for (int t = 0; t < T; t++) total[t] = (vi){0};
        for (int b = 0; b < 8; b += 2) {
            vi sums[2][8][PARTS];
            UNROLL for (int n = 0; n < 2; n++) {
                const uint8_t *codes = w + (b + n) * codes_bytes;
                prefetch_columns(prefetch, codes, codes_bytes, bits == 5 ? EK_Q5_K : EK_Q4_K, T);
                const int8_t *q[8];
                UNROLL for (int t = 0; t < T; t++) {
                    q[t] = x->q + (t0 + t) * columns + k + 32 * (b + n);
                    sums[n][t][0] = (1 << (shift - 1)) - 1 + n - (vi){0};
                }
                dot_pairs(codes, bits, 0, 4, q, T, sums[n]);
            }
            const wp scale = weight_pair(weight_scale(scales + 16 * b), weight_scale(scales + 16 * b + 16));
            UNROLL for (int t = 0; t < T; t++)
                total[t] = add_pairs(total[t], sum_pair(sums[0][t][0], sums[1][t][0], shift), scale);
        }
        const vf d = load_f16(factors) * (float)(1 << shift), dmin = load_f16(factors + 32);
        vf scaled[8];
        UNROLL for (int t = 0; t < T; t++) {
            scaled[t] = to_floats(total[t]) * d;
            total[t] = (vi){0};
        }
        for (int b = 0; b < 8; b += 2) {
            const wp minimum = weight_pair(weight_scale(minima + 16 * b), weight_scale(minima + 16 * b + 16));
            UNROLL for (int t = 0; t < T; t++)
                total[t] = add_pair(total[t], minimum, load_two(x->sums32 + (t0 + t) * blocks + at + b));
        }
        UNROLL for (int t = 0; t < T; t++)
            out[t][0] = FUSE(FUSE(to_floats(total[t]), -dmin, scaled[t]), splat(x->d[(t0 + t) * blocks + at]), out[t][0]);
        w = factors + 64;
    }
}

/// Q6_K: 16 blocks of 16 columns with signed 8-bit scales; d per superblock. Stored codes are 32 too large, so each sum starts
/// at bias16.
INLINE void tile_q6k(
    const uint8_t *w, size_t columns, const ek_activations *x, size_t t0, int T, tile_prefetch *prefetch,
    vf (*out)[PARTS]) {
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * 384, *factor = scales + 256;
        vi total[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) total[t][0] = (vi){0};
        for (int b = 0; b < 8; b++) {
            const uint8_t *codes = w + 384 * b;
            prefetch_columns(prefetch, codes, 384, EK_Q6_K, T);
            const int8_t *q[8];
            UNROLL for (int t = 0; t < T; t++) q[t] = x->q + (t0 + t) * columns + k + 32 * b;
            vi sums[2][8][PARTS];
            UNROLL for (int n = 0; n < 2; n++) {
                UNROLL for (int t = 0; t < T; t++) sums[n][t][0] = x->bias16[((t0 + t) * columns + k) / 16 + 2 * b + n] - (vi){0};
                dot_pairs(codes, 6, 2 * n, 2 * n + 2, q, T, sums[n]);
            }
            const wp scale = weight_pair(weight_scale_signed(scales + 32 * b), weight_scale_signed(scales + 32 * b + 16));
            UNROLL for (int t = 0; t < T; t++)
                total[t][0] = add_pairs(total[t][0], sum_pair(sums[0][t][0], sums[1][t][0], 1), scale);
        }
        add_superblock(total, factor, 2, x, columns, k, t0, T, out);
        w = factor + 64;
    }
}
