// Kernels for x86-64 with AVX-512 (F, BW, VL, DQ) and VNNI: vpdpbusd adds four int8 products to each 32-bit sum. The level with
// BF16 differs in attention: vdpbf16ps adds two bf16 products to each float, twice as many as a fused multiply-add. The file is
// compiled with BF16 enabled, but the compiler emits BF16 instructions only for the intrinsics, which only the functions for
// pairs call. So all other functions also run on processors without BF16.
#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx512bf16,avx2,fma,f16c,bmi,bmi2"))), \
    apply_to = function)

#define LANES 16
typedef float vf __attribute__((vector_size(64)));
typedef int32_t vi __attribute__((vector_size(64)));
typedef uint8_t vb __attribute__((vector_size(64)));
typedef int16_t wp __attribute__((vector_size(64)));
typedef vi vd, ws;
typedef vb w8;
#define FUSE(a, b, c) ((vf)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define KEEP(v) __asm__("" : "+v"(v))
#define MAX_QUERIES 8
#define MAX_TOKENS 8
#define DOTS(bits) 8

static inline __attribute__((always_inline)) vf load_f16(const void *p) {
    return (vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p));
}

#include "lanes.h"

INLINE vf load_bf16(const void *p) {
    return (vf)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16);
}

INLINE vi dot(vi sums, vb codes, int32_t four) {
    return (vi)_mm512_dpbusd_epi32((__m512i)sums, (__m512i)codes, _mm512_set1_epi32(four));
}
INLINE vi widen(vi sums) { return sums; }
INLINE vi weight_scale(const uint8_t *p) { return (vi)_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)p)); }
INLINE vi weight_scale_signed(const uint8_t *p) { return (vi)_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p)); }
#define SUMS_IN_PAIRS
/// The low 16 bits of a >> shift and of b >> shift, interleaved.
INLINE wp sum_pair(vi a, vi b, const int shift) {
    return (wp)_mm512_mask_blend_epi16(0xaaaaaaaa, (__m512i)(a >> shift), (__m512i)(b << (16 - shift)));
}
INLINE vi add_pairs(vi total, wp sums, wp scales) {
    return (vi)_mm512_dpwssd_epi32((__m512i)total, (__m512i)sums, (__m512i)scales);
}
INLINE wp weight_pair(vi a, vi b) { return (wp)((a & 0xffff) | (b << 16)); }
INLINE vi add_pair(vi total, wp pair, int32_t two) {
    return add_pairs(total, pair, (wp)_mm512_set1_epi32(two));
}
#define BYTE_OFFSET 128
INLINE vb prepare_bytes(vb codes) { return codes; }
INLINE vi dot_bytes(vi sums, vb codes, int32_t four) { return dot(sums, codes, four); }

#define TILE_FUNCTIONS(TYPE) TILE_FUNCTION(TYPE, 1) TILE_FUNCTION(TYPE, 2) TILE_FUNCTION(TYPE, 4) TILE_FUNCTION(TYPE, 8)
#define TILE_TABLE(TYPE) {NULL, tile_##TYPE##_1, tile_##TYPE##_2, NULL, tile_##TYPE##_4, NULL, NULL, NULL, tile_##TYPE##_8}
#include "tiles.h"

#define DOT_OF_PAIRS
INLINE vi load_words(const uint8_t *p) { return (vi)_mm512_loadu_si512(p); }
INLINE void store_words(uint8_t *p, vi words) { _mm512_storeu_si512(p, (__m512i)words); }
INLINE int32_t load_word(const uint8_t *p) {
    int32_t word;
    memcpy(&word, p, sizeof word);
    return word;
}
/// Converts 32 floats to bf16, in order.
INLINE vi pairs_of(vf first, vf second) { return (vi)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first); }
INLINE vf dot_of_pairs(vf sums, vi pairs, int32_t pair) {
    return (vf)_mm512_dpbf16_ps((__m512)sums, (__m512bh)pairs, (__m512bh)_mm512_set1_epi32(pair));
}

#include "rows.h"

#include "attend.h"

#include "measure.h"

#pragma clang attribute pop

const ek_kernels ek_kernels_avx512 = {
    multiply, prepare, prepare_gated, rotate_and_store, attend, summarise, measure_dots, measure_floats, measure_reading,
};
const ek_kernels ek_kernels_avx512_bf16 = {
    multiply, prepare, prepare_gated, rotate_and_store_pairs, attend_pairs, summarise, measure_dots, measure_floats,
    measure_reading,
};

#endif
