// The K types: blocks of 32 or 16 with small integer scales under one scale for each 256. Included by tiles.h.

/// Q4_K, Q5_K: 8 blocks of 32 with small integer scales and minima under one pair of scales.
INLINE void tile_of_supers(
    const uint8_t *w, size_t columns, int bits, const ek_activations *x, size_t t0, int T, tile_ahead *ahead,
    vf (*out)[PARTS]) {
    const size_t codes_bytes = bits == 5 ? 320 : 256;
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * codes_bytes, *minima = scales + 128, *factors = minima + 128;
        vi total[8][PARTS], lowest[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] = lowest[t][p] = (vi){0};
        for (int b = 0; b < 8; b += 2) {  // the minima first and apart, so that their sums are not in the way of the products'
            wp minimum[PARTS];
            UNROLL for (int p = 0; p < PARTS; p++) {
                const uint8_t *two = minima + 16 * b + LANES * p;
                minimum[p] = weight_pair(weight_scale(two), weight_scale(two + 16));
            }
            UNROLL for (int t = 0; t < T; t++) {
                const int32_t two = load_two(x->wholes + ((t0 + t) * columns + k) / 32 + b);
                UNROLL for (int p = 0; p < PARTS; p++) lowest[t][p] = add_pair(lowest[t][p], minimum[p], two);
            }
        }
        add_super(lowest, factors + 32, -1, x, columns, k, t0, T, out);
        for (int b = 0; b < 8; b++) {
            const uint8_t *codes = w + b * codes_bytes;
            ask_ahead(ahead, codes, codes_bytes, bits == 5 ? EK_Q5_K : EK_Q4_K, T);
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
        add_super(total, factors, 1, x, columns, k, t0, T, out);
        w = factors + 64;
    }
}

/// Q6_K: 16 blocks of 16 with small signed scales under one scale.
INLINE void tile_of_sixes(
    const uint8_t *w, size_t columns, const ek_activations *x, size_t t0, int T, tile_ahead *ahead,
    vf (*out)[PARTS]) {
    for (size_t k = 0; k < columns; k += 256) {
        const uint8_t *scales = w + 8 * 384, *factor = scales + 256;
        vi total[8][PARTS];
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] = (vi){0};
        for (int b = 0; b < 8; b++) {  // 32 too much was in every code: scale * 32 * sum of the inputs
            UNROLL for (int p = 0; p < PARTS; p++) {
                const ws even = weight_scale_signed(scales + 32 * b + LANES * p);
                const ws odd = weight_scale_signed(scales + 32 * b + 16 + LANES * p);
                UNROLL for (int t = 0; t < T; t++) {
                    const int32_t two = load_two(x->sums + ((t0 + t) * columns + k) / 16 + 2 * b);
                    total[t][p] = add_pair(total[t][p], weight_pair(even, odd), two);
                }
            }
        }
        UNROLL for (int t = 0; t < T; t++) UNROLL for (int p = 0; p < PARTS; p++) total[t][p] *= -32;
        for (int b = 0; b < 8; b++) {
            ask_ahead(ahead, w + 384 * b, 384, EK_Q6_K, T);
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
        add_super(total, factor, 1, x, columns, k, t0, T, out);
        w = factor + 64;
    }
}
