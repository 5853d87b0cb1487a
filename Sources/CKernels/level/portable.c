// Kernels for every processor, with the compiler's generic 16-byte vectors and without fused multiply-adds.

#include <stdint.h>
#include <string.h>

#define LANES 4
typedef float vf __attribute__((vector_size(16)));
typedef int32_t vi __attribute__((vector_size(16)));
typedef uint8_t vb __attribute__((vector_size(16)));
typedef vi vd, ws;
typedef vb w8;
typedef struct {
    vi a, b;
} wp;
#define FUSE(a, b, c) ((a) * (b) + (c))
#define KEEP(v) (void)(v)
#define MAX_QUERIES 2
#define MAX_TOKENS 4
#define DOTS(bits) 8

static inline float f16_to_float(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16, rest = half & 0x7fff;
    uint32_t bits;
    if (rest >= 0x7c00) {
        bits = 0x7f800000 | (rest & 0x3ff) << 13;
    } else if (rest >= 0x0400) {
        bits = (rest << 13) + (112u << 23);
    } else {
        const float subnormal = (float)rest * 0x1p-24f;
        memcpy(&bits, &subnormal, sizeof bits);
    }
    bits |= sign;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline vf load_f16(const void *p) {
    uint16_t half[4];
    memcpy(half, p, sizeof half);
    return (vf){f16_to_float(half[0]), f16_to_float(half[1]), f16_to_float(half[2]), f16_to_float(half[3])};
}

#include "lanes.h"

INLINE vf load_bf16(const void *p) {
    uint16_t half[4];
    memcpy(half, p, sizeof half);
    typedef uint32_t bits __attribute__((vector_size(16)));
    return (vf)((bits){half[0], half[1], half[2], half[3]} << 16);
}

// Even and odd bytes are multiplied as 16-bit integers, which hold 255 x 127. The products are added as 32-bit integers.
typedef int16_t shorts __attribute__((vector_size(16)));
INLINE vi add_halves(vi products) { return (products << 16 >> 16) + (products >> 16); }
INLINE vi dot(vi sums, vb codes, int32_t four) {
    const shorts x = (shorts)(four - (vi){0}), both = (shorts)codes;
    const shorts even = (both & 255) * (x << 8 >> 8), odd = (both >> 8 & 255) * (x >> 8);
    return sums + add_halves((vi)even) + add_halves((vi)odd);
}
INLINE vi widen(vi sums) { return sums; }
INLINE vi weight_scale(const uint8_t *p) { return (vi){p[0], p[1], p[2], p[3]}; }
INLINE vi weight_scale_signed(const uint8_t *p) { return (vi){(int8_t)p[0], (int8_t)p[1], (int8_t)p[2], (int8_t)p[3]}; }
INLINE vi add_scaled(vi total, vi sums, vi scale) { return total + sums * scale; }
INLINE wp weight_pair(vi a, vi b) { return (wp){a, b}; }
INLINE vi add_pair(vi total, wp pair, int32_t two) {
    int16_t x[2];
    memcpy(x, &two, sizeof x);
    return total + pair.a * x[0] + pair.b * x[1];
}
#define BYTE_OFFSET 128
INLINE vb prepare_bytes(vb codes) { return codes; }
INLINE vi dot_bytes(vi sums, vb codes, int32_t four) { return dot(sums, codes, four); }

#define TILE_FUNCTIONS(TYPE) TILE_FUNCTION(TYPE, 1) TILE_FUNCTION(TYPE, 2) TILE_FUNCTION(TYPE, 4)
#define TILE_TABLE(TYPE) {NULL, tile_##TYPE##_1, tile_##TYPE##_2, NULL, tile_##TYPE##_4}
#include "tiles.h"

#include "rows.h"

#include "attend.h"

#include "measure.h"

const ek_kernels ek_kernels_portable = {
    multiply, prepare, prepare_gated, rotate_and_store, attend, summarise, measure_dots, measure_floats, measure_reading,
};
