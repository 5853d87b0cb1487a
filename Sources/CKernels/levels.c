#include "level/kernels.h"

#if defined(__x86_64__)
static bool avx512_present(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni");
}
#endif

const ek_kernels *ek_kernels_of(ek_level level) {
    switch (level) {
    case EK_PORTABLE: return &ek_kernels_portable;
#if defined(__x86_64__)
    case EK_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")
            ? &ek_kernels_avx2 : NULL;
    case EK_AVX512_VNNI: return avx512_present() ? &ek_kernels_avx512 : NULL;
    case EK_AVX512_BF16: return avx512_present() && __builtin_cpu_supports("avx512bf16") ? &ek_kernels_avx512_bf16 : NULL;
#endif
#if defined(__aarch64__)
    case EK_NEON_DOT: return ek_neon_dot_present() ? &ek_kernels_neon : NULL;
#endif
    default: return NULL;
    }
}

bool ek_level_available(ek_level level) { return ek_kernels_of(level) != NULL; }

ek_level ek_level_best(void) {
    int level = EK_LEVELS - 1;
    while (!ek_level_available((ek_level)level)) level--;  // portable is always there
    return (ek_level)level;
}

const char *ek_level_name(ek_level level) {
    switch (level) {
    case EK_AVX2: return "avx2";
    case EK_AVX512_VNNI: return "avx512-vnni";
    case EK_AVX512_BF16: return "avx512-bf16";
    case EK_NEON_DOT: return "neon-dotprod";
    default: return "portable";
    }
}
