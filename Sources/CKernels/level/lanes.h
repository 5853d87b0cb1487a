// Vectors of LANES floats and the arithmetic on them that all levels share, written once with the compiler's vector types.
// Included by each level's file, after it has said LANES, FUSE (a fused multiply-add) and load_halves.

#include "kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { PARTS = EK_TILE / LANES };  // vectors to a tile's 16 rows

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

// Lanes are folded in one fixed order: halves onto halves. SWAPPED has lane i ^ n where v has lane i.
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

/// exp(x) within 2 ulp for x in -87 ... 88, held to that range. NaN gives NaN.
INLINE vf exponential(vf x) {
    const vf low = splat(-87.0f), high = splat(88.0f);
    const vi is_number = x == x;
    const vf y = choose(x > low, choose(x < high, x, high), low);  // NaN too, until the end
    const vf magic = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer in the low bits
    const vf shifted = FUSE(y, splat(1.44269504f), magic);
    const vf n = shifted - magic;
    vf r = FUSE(n, splat(-0.693145752f), y);  // ln 2 in two parts
    r = FUSE(n, splat(-1.42860677e-6f), r);
    vf p = splat(1.9875691500e-4f);  // Cephes' expf
    p = FUSE(p, r, splat(1.3981999507e-3f));
    p = FUSE(p, r, splat(8.3334519073e-3f));
    p = FUSE(p, r, splat(4.1665795894e-2f));
    p = FUSE(p, r, splat(1.6666665459e-1f));
    p = FUSE(p, r, splat(5.0000001201e-1f));
    p = FUSE(p, r * r, r) + splat(1.0f);
    const vi power = (as_bits(shifted) - as_bits(magic)) << 23;
    return choose(is_number, as_floats(as_bits(p) + power), x);
}
