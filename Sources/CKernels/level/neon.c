// Kernels for 64-bit Arm with the dot-product extension: vdotq_s32 adds four products of signed bytes to each 32-bit sum.
#if defined(__aarch64__)

#include <arm_neon.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define LANES 4
typedef float vf __attribute__((vector_size(16)));
typedef int32_t vi __attribute__((vector_size(16)));
typedef uint8_t vb __attribute__((vector_size(16)));
typedef vi vd, ws;
typedef vb w8;
typedef struct {
    vi a, b;
} wp;
#define FUSE(a, b, c) ((vf)vfmaq_f32((float32x4_t)(c), (float32x4_t)(a), (float32x4_t)(b)))
#define KEEP(v) (void)(v)
#define MAX_QUERIES 4
#define MAX_TOKENS 4
#define DOTS(bits) 8

static inline __attribute__((always_inline)) vf load_f16(const void *p) {
    uint16x4_t bits;
    memcpy(&bits, p, sizeof bits);
    return (vf)vcvt_f32_f16(vreinterpret_f16_u16(bits));
}

#include "lanes.h"

INLINE vf load_bf16(const void *p) {
    uint16_t half[4];
    memcpy(half, p, sizeof half);
    typedef uint32_t bits __attribute__((vector_size(16)));
    return (vf)((bits){half[0], half[1], half[2], half[3]} << 16);
}

// Codes of at most 6 bits have the same value as signed and as unsigned bytes.
INLINE vi dot(vi sums, vb codes, int32_t four) {
    return (vi)vdotq_s32((int32x4_t)sums, (int8x16_t)codes, vreinterpretq_s8_s32(vdupq_n_s32(four)));
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
#define BYTE_OFFSET 0
INLINE vb prepare_bytes(vb codes) { return codes ^ 128; }
INLINE vi dot_bytes(vi sums, vb codes, int32_t four) { return dot(sums, codes, four); }

#define TILE_FUNCTIONS(TYPE) TILE_FUNCTION(TYPE, 1) TILE_FUNCTION(TYPE, 2) TILE_FUNCTION(TYPE, 4)
#define TILE_TABLE(TYPE) {NULL, tile_##TYPE##_1, tile_##TYPE##_2, NULL, tile_##TYPE##_4}
#include "tiles.h"

#include "rows.h"

#include "attend.h"

#include "measure.h"

#pragma clang attribute pop

#if defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif
bool ek_neon_dot_present(void) { return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0; }
#else
bool ek_neon_dot_present(void) { return true; }  // all Apple processors that macOS runs on have them
#endif

const ek_kernels ek_kernels_neon = {
    multiply, prepare, prepare_gated, rotate_and_store, attend, summarise, measure_dots, measure_floats, measure_reading,
};

#endif
