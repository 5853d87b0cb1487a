// Unpacks one block of a GGUF file (ggml's layouts) into codes and scales.
#ifndef EK_BLOCKS_H
#define EK_BLOCKS_H

#include "CKernels.h"

#include <string.h>

static inline uint16_t block_u16(const uint8_t *p) {
    uint16_t bits;
    memcpy(&bits, p, sizeof bits);
    return bits;
}

/// An unpacked block of up to 256 elements: unsigned codes, and the scales that its type has.
typedef struct {
    uint8_t codes[256];
    uint16_t d, minimum;         // f16 bits: scale, and minimum (Q4_1, Q5_1) or dmin (Q4_K, Q5_K)
    uint8_t scales[16], minima[8];
} block_parts;

static inline void block_fifth_bits(const uint8_t *qh, const uint8_t *qs, uint8_t *codes) {
    uint32_t high;
    memcpy(&high, qh, sizeof high);
    for (int j = 0; j < 16; j++) {
        codes[j] = (uint8_t)((qs[j] & 15) | ((high >> j & 1) << 4));
        codes[j + 16] = (uint8_t)((qs[j] >> 4) | ((high >> (j + 16) & 1) << 4));
    }
}

/// Unpacks the 6-bit scales and minima of Q4_K and Q5_K, 8 of each, from their 12 bytes.
static inline void block_scales(const uint8_t *packed, uint8_t *scales, uint8_t *minima) {
    for (int j = 0; j < 4; j++) {
        scales[j] = packed[j] & 63;
        minima[j] = packed[j + 4] & 63;
        scales[j + 4] = (uint8_t)((packed[j + 8] & 15) | (packed[j] >> 6 << 4));
        minima[j + 4] = (uint8_t)((packed[j + 8] >> 4) | (packed[j + 4] >> 6 << 4));
    }
}

static inline void block_unpack(ek_type type, const uint8_t *p, block_parts *out) {
    switch (type) {
    case EK_Q4_0: case EK_Q4_1: {
        const uint8_t *qs = p + (type == EK_Q4_0 ? 2 : 4);
        out->d = block_u16(p);
        out->minimum = type == EK_Q4_1 ? block_u16(p + 2) : 0;
        for (int j = 0; j < 16; j++) {
            out->codes[j] = qs[j] & 15;
            out->codes[j + 16] = qs[j] >> 4;
        }
        break;
    }
    case EK_Q5_0:
        out->d = block_u16(p);
        block_fifth_bits(p + 2, p + 6, out->codes);
        break;
    case EK_Q5_1:
        out->d = block_u16(p);
        out->minimum = block_u16(p + 2);
        block_fifth_bits(p + 4, p + 8, out->codes);
        break;
    case EK_Q8_0:
        out->d = block_u16(p);
        for (int j = 0; j < 32; j++) out->codes[j] = p[2 + j] ^ 128;
        break;
    case EK_Q4_K: case EK_Q5_K: {
        out->d = block_u16(p);
        out->minimum = block_u16(p + 2);
        block_scales(p + 4, out->scales, out->minima);
        const uint8_t *qh = p + 16, *qs = type == EK_Q5_K ? p + 48 : p + 16;
        for (int b = 0; b < 4; b++)
            for (int j = 0; j < 32; j++) {
                const uint8_t byte = qs[32 * b + j], high = type == EK_Q5_K ? (uint8_t)(qh[j] >> (2 * b)) : 0;
                out->codes[64 * b + j] = (uint8_t)((byte & 15) | ((high & 1) << 4));
                out->codes[64 * b + 32 + j] = (uint8_t)((byte >> 4) | ((high >> 1 & 1) << 4));
            }
        break;
    }
    case EK_Q6_K: {
        const uint8_t *low = p, *high = p + 128;
        memcpy(out->scales, p + 192, 16);
        out->d = block_u16(p + 208);
        for (int half = 0; half < 2; half++, low += 64, high += 32) {
            uint8_t *codes = out->codes + 128 * half;
            for (int j = 0; j < 32; j++) {
                codes[j] = (uint8_t)((low[j] & 15) | ((high[j] & 3) << 4));
                codes[j + 32] = (uint8_t)((low[j + 32] & 15) | ((high[j] >> 2 & 3) << 4));
                codes[j + 64] = (uint8_t)((low[j] >> 4) | ((high[j] >> 4 & 3) << 4));
                codes[j + 96] = (uint8_t)((low[j + 32] >> 4) | ((high[j] >> 6) << 4));
            }
        }
        break;
    }
    default: break;
    }
}

#endif
