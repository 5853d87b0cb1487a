// Kernels for x86-64 with AVX2, FMA and F16C. int8 products use vpmaddubsw, which adds pairs of products into 16 bits. With
// 4-bit codes these sums hold a whole block of 32 columns without overflow: 8 x 2 x 15 x 127 = 30480.
#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi,bmi2"))), apply_to = function)

#define LANES 8
typedef float vf __attribute__((vector_size(32)));
typedef int32_t vi __attribute__((vector_size(32)));
typedef uint8_t vb __attribute__((vector_size(32)));
typedef int16_t vd __attribute__((vector_size(32)));
typedef vd ws, wp;
typedef struct {
    vb magnitude, value;
} w8;
#define FUSE(a, b, c) ((vf)_mm256_fmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#define KEEP(v) __asm__("" : "+x"(v))
#define MAX_QUERIES 3
#define MAX_TOKENS 4
#define DOTS(bits) ((bits) == 4 ? 8 : (bits) == 5 ? 4 : 2)

static inline __attribute__((always_inline)) vf load_f16(const void *p) {
    return (vf)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p));
}

#include "lanes.h"

INLINE vf load_bf16(const void *p) {
    return (vf)_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)p)), 16);
}

INLINE vd dot(vd sums, vb codes, int32_t four) {
    return sums + (vd)_mm256_maddubs_epi16((__m256i)codes, _mm256_set1_epi32(four));
}
INLINE vi widen(vd sums) { return (vi)_mm256_madd_epi16((__m256i)sums, _mm256_set1_epi16(1)); }

// A row has two 16-bit sums in each 32-bit lane, so its scale is stored twice there.
INLINE vd twice(__m256i wide) {
    return (vd)_mm256_or_si256(_mm256_slli_epi32(wide, 16), _mm256_and_si256(wide, _mm256_set1_epi32(0xffff)));
}
INLINE vd weight_scale(const uint8_t *p) { return twice(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p))); }
INLINE vd weight_scale_signed(const uint8_t *p) { return twice(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)p))); }
INLINE vi add_scaled(vi total, vd sums, vd scale) { return total + (vi)_mm256_madd_epi16((__m256i)sums, (__m256i)scale); }
INLINE vd weight_pair(vd a, vd b) { return (vd)_mm256_blend_epi16((__m256i)a, (__m256i)b, 0xaa); }
INLINE vi add_pair(vi total, vd pair, int32_t two) {
    return total + (vi)_mm256_madd_epi16((__m256i)pair, _mm256_set1_epi32(two));
}

// 8-bit codes would overflow vpmaddubsw's 16-bit sums if they were unsigned. So the magnitudes of the signed codes are
// multiplied with the activations, after the sign of each code has been moved to its activation.
#define BYTE_OFFSET 0
INLINE w8 prepare_bytes(vb codes) {
    const vb value = codes ^ 128;
    return (w8){(vb)_mm256_abs_epi8((__m256i)value), value};
}
INLINE vi dot_bytes(vi sums, w8 codes, int32_t four) {
    const __m256i x = _mm256_sign_epi8(_mm256_set1_epi32(four), (__m256i)codes.value);
    return sums + widen((vd)_mm256_maddubs_epi16((__m256i)codes.magnitude, x));
}

#define TILE_FUNCTIONS(TYPE) TILE_FUNCTION(TYPE, 1) TILE_FUNCTION(TYPE, 2) TILE_FUNCTION(TYPE, 3) TILE_FUNCTION(TYPE, 4)
#define TILE_TABLE(TYPE) {NULL, tile_##TYPE##_1, tile_##TYPE##_2, tile_##TYPE##_3, tile_##TYPE##_4}
#include "tiles.h"

#include "rows.h"

#include "attend.h"

#include "measure.h"

#pragma clang attribute pop

const ek_kernels ek_kernels_avx2 = {
    multiply, prepare, prepare_gated, rotate_and_store, attend, summarise, measure_dots, measure_floats, measure_reading,
};

#endif
