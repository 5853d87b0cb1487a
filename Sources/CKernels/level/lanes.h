// Arithmetic on vectors of LANES floats that all levels share, written once with the compiler's vector extensions.
// Each level's file includes it, after it has defined LANES, FUSE(a, b, c) = a * b + c, load_f16 and these vector types:
//
//     vf    LANES x float
//     vi    LANES x int32_t
//     vb    4 * LANES x uint8_t: codes, four columns for each of LANES rows
//     vd    accumulators of `dot`: sums of code products, int16 or int32 depending on the level
//     ws    weight scales: one small integer scale for each of LANES rows, in the form that the level multiplies with
//     wp    weight pair: the scales of two neighbouring blocks, interleaved for one instruction where the level has it
//     w8    8-bit codes (Q8_0) in the form that `dot_bytes` takes

#include "kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { PARTS = EK_TILE / LANES };  // vectors that hold one value for each of a tile's 16 rows

INLINE vf load(const float *p) {
    vf v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE void store(float *p, vf v) { memcpy(p, &v, sizeof v); }
INLINE vf splat(float x) { return x - (vf){0}; }
INLINE vi as_bits(vf x) {
    vi r;
    memcpy(&r, &x, sizeof r);
    return r;
}
INLINE vf as_floats(vi x) {
    vf r;
    memcpy(&r, &x, sizeof r);
    return r;
}
INLINE vf choose(vi mask, vf yes, vf no) { return as_floats((as_bits(yes) & mask) | (as_bits(no) & ~mask)); }
INLINE vf larger(vf a, vf b) { return choose(a > b, a, b); }

// Horizontal reductions add the upper half of the lanes to the lower half, repeatedly, so that the order is the same on every
// run. SWAPPED(v, n) moves lane i ^ n of v to lane i.
#if LANES == 16
#define SWAPPED(v, n) __builtin_shufflevector(v, v, 0 ^ (n), 1 ^ (n), 2 ^ (n), 3 ^ (n), 4 ^ (n), 5 ^ (n), 6 ^ (n), 7 ^ (n), \
    8 ^ (n), 9 ^ (n), 10 ^ (n), 11 ^ (n), 12 ^ (n), 13 ^ (n), 14 ^ (n), 15 ^ (n))
#elif LANES == 8
#define SWAPPED(v, n) __builtin_shufflevector(v, v, 0 ^ (n), 1 ^ (n), 2 ^ (n), 3 ^ (n), 4 ^ (n), 5 ^ (n), 6 ^ (n), 7 ^ (n))
#else
#define SWAPPED(v, n) __builtin_shufflevector(v, v, 0 ^ (n), 1 ^ (n), 2 ^ (n), 3 ^ (n))
#endif
INLINE float sum_lanes(vf v) {
#if LANES > 8
    v += SWAPPED(v, 8);
#endif
#if LANES > 4
    v += SWAPPED(v, 4);
#endif
    v += SWAPPED(v, 2);
    v += SWAPPED(v, 1);
    return v[0];
}
INLINE float largest_lane(vf v) {
#if LANES > 8
    v = larger(SWAPPED(v, 8), v);
#endif
#if LANES > 4
    v = larger(SWAPPED(v, 4), v);
#endif
    v = larger(SWAPPED(v, 2), v);
    v = larger(SWAPPED(v, 1), v);
    return v[0];
}

INLINE vi lane_numbers(void) {
    vi v;
    for (int i = 0; i < LANES; i++) v[i] = i;
    return v;
}

/// exp(x) within 2 ulp. x is clamped to -87 ... 88. NaN gives NaN.
INLINE vf exponential(vf x) {
    const vf low = splat(-87.0f), high = splat(88.0f);
    const vi is_number = x == x;
    const vf y = choose(x > low, choose(x < high, x, high), low);  // NaN becomes -87; the last line puts it back
    const vf magic = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to the nearest integer, which is left in the low bits
    const vf shifted = FUSE(y, splat(1.44269504f), magic);
    const vf n = shifted - magic;
    vf r = FUSE(n, splat(-0.693145752f), y);  // ln 2 in two parts
    r = FUSE(n, splat(-1.42860677e-6f), r);
    vf p = splat(1.9875691500e-4f);  // polynomial of Cephes' expf
    p = FUSE(p, r, splat(1.3981999507e-3f));
    p = FUSE(p, r, splat(8.3334519073e-3f));
    p = FUSE(p, r, splat(4.1665795894e-2f));
    p = FUSE(p, r, splat(1.6666665459e-1f));
    p = FUSE(p, r, splat(5.0000001201e-1f));
    p = FUSE(p, r * r, r) + splat(1.0f);
    const vi power = (as_bits(shifted) - as_bits(magic)) << 23;
    return choose(is_number, as_floats(as_bits(p) + power), x);
}
