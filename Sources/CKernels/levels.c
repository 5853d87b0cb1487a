#include "level/kernels.h"

#include <stdatomic.h>

static const ek_kernels *kernels_of(ek_level level) {
    switch (level) {
    case EK_PORTABLE: return &ek_kernels_portable;
#if defined(__x86_64__)
    case EK_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")
            ? &ek_kernels_avx2 : NULL;
    case EK_AVX512_VNNI:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
                && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni")
            ? &ek_kernels_avx512 : NULL;
#endif
#if defined(__aarch64__)
    case EK_NEON_DOT: return ek_neon_dot_present() ? &ek_kernels_neon : NULL;
#endif
    default: return NULL;
    }
}

static _Atomic(int) chosen = -1;

bool ek_level_available(ek_level level) { return kernels_of(level) != NULL; }

ek_level ek_level_current(void) {
    int level = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (level < 0) {
        for (level = EK_LEVELS - 1; !ek_level_available((ek_level)level);) level--;
        atomic_store(&chosen, level);
    }
    return (ek_level)level;
}

bool ek_level_force(ek_level level) {
    if (!ek_level_available(level)) return false;
    atomic_store(&chosen, level);
    return true;
}

const char *ek_level_name(ek_level level) {
    switch (level) {
    case EK_AVX2: return "avx2";
    case EK_AVX512_VNNI: return "avx512-vnni";
    case EK_NEON_DOT: return "neon-dotprod";
    default: return "portable";
    }
}

const ek_kernels *ek_kernels_current(void) { return kernels_of(ek_level_current()); }
