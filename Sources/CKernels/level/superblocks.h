// The K types: superblocks of 256 columns with one f16 scale, divided into blocks of 32 or 16 with small integer scales.
// Included by tiles.h.

/// Q4_K, Q5_K: 8 blocks of 32 columns with 6-bit scales and minima; d and dmin per superblock.
INLINE void tile_q4k_q5k(
    const uint8_t *w, size_t columns, int bits, const ek_activations *x, size_t t0, int T, tile_prefetch *prefetch,
    vf (*out)[PARTS]) {
    const size_t codes_bytes = bits == 5 ? 320 : 256;
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * codes_bytes, *minima = scales + 128, *factors = minima + 128;
        vi total[8][PARTS], lowest[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] = lowest[t][p] = (vi){0};
        for (int b = 0; b < 8; b += 2) {  // the minima in a loop of their own, so that their sums do not take up registers later
            wp minimum[PARTS];
            UNROLL for (int p = 0; p < PARTS; p++) {
                const uint8_t *two = minima + 16 * b + LANES * p;
                minimum[p] = weight_pair(weight_scale(two), weight_scale(two + 16));
            }
            UNROLL for (int t = 0; t < T; t++) {
                const int32_t two = load_two(x->sums32 + ((t0 + t) * columns + k) / 32 + b);
                UNROLL for (int p = 0; p < PARTS; p++) lowest[t][p] = add_pair(lowest[t][p], minimum[p], two);
            }
        }
        add_superblock(lowest, factors + 32, -1, x, columns, k, t0, T, out);
        for (int b = 0; b < 8; b++) {
            const uint8_t *codes = w + b * codes_bytes;
            prefetch_columns(prefetch, codes, codes_bytes, bits == 5 ? EK_Q5_K : EK_Q4_K, T);
            const int8_t *q[8];
            UNROLL for (int t = 0; t < T; t++) q[t] = x->q + (t0 + t) * columns + k + 32 * b;
            ws scale[PARTS];
            UNROLL for (int p = 0; p < PARTS; p++) scale[p] = weight_scale(scales + 16 * b + LANES * p);
            enum { PIECE = 4 };
            const int pairs = DOTS(bits) / 2 < PIECE ? DOTS(bits) / 2 : PIECE;
            UNROLL for (int first = 0; first < PIECE; first += pairs) {
                vd piece[8][PARTS];
                UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) piece[t][p] = (vd){0};
                dot_pairs(codes, bits, first, first + pairs, q, T, piece);
                UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++)
                    total[t][p] = add_scaled(total[t][p], piece[t][p], scale[p]);
            }
        }
        add_superblock(total, factors, 1, x, columns, k, t0, T, out);
        w = factors + 64;
    }
}

/// Q6_K: 16 blocks of 16 columns with signed 8-bit scales; d per superblock.
INLINE void tile_q6k(
    const uint8_t *w, size_t columns, const ek_activations *x, size_t t0, int T, tile_prefetch *prefetch,
    vf (*out)[PARTS]) {
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * 384, *factor = scales + 256;
        vi total[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] = (vi){0};
        for (int b = 0; b < 8; b++) {  // stored codes are 32 too large, so total starts at -32 * scale * sum of the activations
            UNROLL for (int p = 0; p < PARTS; p++) {
                const ws even = weight_scale_signed(scales + 32 * b + LANES * p);
                const ws odd = weight_scale_signed(scales + 32 * b + 16 + LANES * p);
                UNROLL for (int t = 0; t < T; t++) {
                    const int32_t two = load_two(x->sums16 + ((t0 + t) * columns + k) / 16 + 2 * b);
                    total[t][p] = add_pair(total[t][p], weight_pair(even, odd), two);
                }
            }
        }
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] *= -32;
        for (int b = 0; b < 8; b++) {
            prefetch_columns(prefetch, w + 384 * b, 384, EK_Q6_K, T);
            const int8_t *q[8];
            UNROLL for (int t = 0; t < T; t++) q[t] = x->q + (t0 + t) * columns + k + 32 * b;
            ws scale[2][PARTS];
            UNROLL for (int p = 0; p < PARTS; p++) {
                scale[0][p] = weight_scale_signed(scales + 32 * b + LANES * p);
                scale[1][p] = weight_scale_signed(scales + 32 * b + 16 + LANES * p);
            }
            const int pairs = DOTS(6) / 2 < 2 ? DOTS(6) / 2 : 2;
            UNROLL for (int first = 0; first < 4; first += pairs) {
                vd piece[8][PARTS];
                UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) piece[t][p] = (vd){0};
                dot_pairs(w + 384 * b, 6, first, first + pairs, q, T, piece);
                UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++)
                    total[t][p] = add_scaled(total[t][p], piece[t][p], scale[first / 2][p]);
            }
        }
        add_superblock(total, factor, 1, x, columns, k, t0, T, out);
        w = factor + 64;
    }
}
