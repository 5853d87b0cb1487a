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

// Sums of lanes go in one fixed order: halves onto halves.
INLINE float sum_lanes(vf v) {
    float lanes[LANES];
    store(lanes, v);
    for (int n = LANES / 2; n; n /= 2)
        for (int i = 0; i < n; i++) lanes[i] += lanes[i + n];
    return lanes[0];
}
INLINE float largest_lane(vf v) {
    float lanes[LANES];
    store(lanes, v);
    for (int n = LANES / 2; n; n /= 2)
        for (int i = 0; i < n; i++) lanes[i] = lanes[i + n] > lanes[i] ? lanes[i + n] : lanes[i];
    return lanes[0];
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
    vf y = choose(x < low, low, choose(x > high, high, x));
    y = choose(is_number, y, splat(0));
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
