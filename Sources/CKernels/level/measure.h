// Loops that reach the peak throughput of a level: int8 dot products and f32 fused multiply-adds on registers, and reading
// memory. Each level's file includes it after tiles.h.

// Independent accumulators. To hide an instruction's latency there must be at least latency x throughput of them.
enum { CHAINS = 12 };

// Makes the compiler assume that a vector has changed, so that it cannot precompute the loop. Emits no instruction.
#if defined(__x86_64__)
#define OPAQUE(v) __asm__ volatile("" : "+x"(v))
#elif defined(__aarch64__)
#define OPAQUE(v) __asm__ volatile("" : "+w"(v))
#else
#define OPAQUE(v) __asm__ volatile("" : "+m"(v))
#endif

static size_t measure_dots(size_t rounds) {
    vd sums[CHAINS] = {0};
    vb codes = {1};
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < CHAINS; i++) {
            OPAQUE(codes);
            sums[i] = dot(sums[i], codes, 0x01020304);
        }
    }
    for (int i = 0; i < CHAINS; i++) OPAQUE(sums[i]);
    return rounds * CHAINS * sizeof codes * 2;
}

static size_t measure_floats(size_t rounds) {
    vf sums[CHAINS] = {0}, factor = splat(0.5f);
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < CHAINS; i++) {
            OPAQUE(factor);
            sums[i] = FUSE(factor, factor, sums[i]);
        }
    }
    for (int i = 0; i < CHAINS; i++) OPAQUE(sums[i]);
    return rounds * CHAINS * LANES * 2;
}

static void measure_reading(const void *memory, size_t bytes) {
    const uint8_t *p = memory;
    vi sums[4] = {0};
    for (size_t at = 0; at + sizeof sums <= bytes; at += sizeof sums) {
        vi read[4];
        memcpy(read, p + at, sizeof read);
        for (int i = 0; i < 4; i++) sums[i] ^= read[i];
    }
    for (int i = 0; i < 4; i++) OPAQUE(sums[i]);
}
