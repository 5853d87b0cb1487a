#include "blocks.h"
#include "level/kernels.h"

// ---- Types ---------------------------------------------------------------------------------------------------------------

bool ek_type_supported(int type) {
    switch (type) {
    case EK_F32: case EK_F16: case EK_BF16: case EK_Q4_0: case EK_Q4_1: case EK_Q5_0: case EK_Q5_1: case EK_Q8_0:
    case EK_Q4_K: case EK_Q5_K: case EK_Q6_K: return true;
    default: return false;
    }
}

size_t ek_type_block(ek_type type) { return ek_tile_block_columns(type); }

size_t ek_type_block_bytes(ek_type type) {
    switch (type) {
    case EK_F32: return 4;
    case EK_F16: case EK_BF16: return 2;
    case EK_Q4_0: return 18;
    case EK_Q4_1: return 20;
    case EK_Q5_0: return 22;
    case EK_Q5_1: return 24;
    case EK_Q8_0: return 34;
    case EK_Q4_K: return 144;
    case EK_Q5_K: return 176;
    case EK_Q6_K: return 210;
    }
    return 0;
}

ek_precision ek_type_precision(ek_type type) {
    switch (type) {
    case EK_F32: case EK_F16: case EK_BF16: return EK_FLOATS;
    case EK_Q4_K: case EK_Q5_K: case EK_Q6_K: return EK_SUPERBLOCKS;
    default: return EK_BLOCKS;
    }
}

size_t ek_matrix_bytes(ek_type type, size_t rows, size_t columns) {
    return (rows + EK_TILE - 1) / EK_TILE * ek_tile_bytes(type, columns);
}

// ---- Packing -------------------------------------------------------------------------------------------------------------

// The four codes of one row in a group are one 32-bit word. A group is 16 words.
static inline uint32_t load_word(const uint8_t *p) {
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return word;
}
static inline void store_word(uint8_t *p, uint32_t word) { memcpy(p, &word, sizeof word); }

/// Writes 32 codes of row `r` to their place in a tile's block.
static void place_codes(uint8_t *to, const uint8_t *codes, int bits, size_t r) {
    if (bits == 8) {
        for (int g = 0; g < 8; g++) store_word(to + 64 * g + 4 * r, load_word(codes + 4 * g));
        return;
    }
    for (int g = 0; g < 8; g += 2) {
        const uint32_t even = load_word(codes + 4 * g) & 0x0f0f0f0f, odd = load_word(codes + 4 * g + 4) & 0x0f0f0f0f;
        store_word(to + 32 * g + 4 * r, even | odd << 4);
    }
    if (bits == 5) {
        uint32_t fifth = 0;
        for (int g = 0; g < 8; g++) fifth |= (load_word(codes + 4 * g) >> 4 & 0x01010101) << g;
        store_word(to + 256 + 4 * r, fifth);
    }
    if (bits == 6)
        for (int part = 0; part < 2; part++) {
            uint32_t high = 0;
            for (int g = 0; g < 4; g++) high |= (load_word(codes + 16 * part + 4 * g) >> 4 & 0x03030303) << (2 * g);
            store_word(to + 256 + 64 * part + 4 * r, high);
        }
}

static inline void place_f16(uint8_t *to, uint16_t half, size_t r) { memcpy(to + 2 * r, &half, sizeof half); }

/// Unpacks one block of the file and writes it to row `r` of a tile's block.
static void place_block(ek_type type, uint8_t *to, const uint8_t *from, size_t r) {
    block_parts parts;
    block_unpack(type, from, &parts);
    switch (type) {
    case EK_Q4_0: case EK_Q4_1:
        place_codes(to, parts.codes, 4, r);
        place_f16(to + 256, parts.d, r);
        if (type == EK_Q4_1) place_f16(to + 288, parts.minimum, r);
        break;
    case EK_Q5_0: case EK_Q5_1:
        place_codes(to, parts.codes, 5, r);
        place_f16(to + 320, parts.d, r);
        if (type == EK_Q5_1) place_f16(to + 352, parts.minimum, r);
        break;
    case EK_Q8_0:
        place_codes(to, parts.codes, 8, r);
        place_f16(to + 512, parts.d, r);
        break;
    case EK_Q4_K: case EK_Q5_K: {
        const size_t codes_bytes = type == EK_Q5_K ? 320 : 256;
        uint8_t *scales = to + 8 * codes_bytes, *factors = scales + 256;
        for (int b = 0; b < 8; b++) {
            place_codes(to + b * codes_bytes, parts.codes + 32 * b, type == EK_Q5_K ? 5 : 4, r);
            scales[16 * b + r] = parts.scales[b];
            scales[128 + 16 * b + r] = parts.minima[b];
        }
        place_f16(factors, parts.d, r);
        place_f16(factors + 32, parts.minimum, r);
        break;
    }
    case EK_Q6_K: {
        uint8_t *scales = to + 8 * 384;
        for (int b = 0; b < 8; b++) place_codes(to + b * 384, parts.codes + 32 * b, 6, r);
        for (int b = 0; b < 16; b++) scales[16 * b + r] = parts.scales[b];
        place_f16(scales + 256, parts.d, r);
        break;
    }
    case EK_F32: memcpy(to + 4 * r, from, 4); break;
    case EK_F16: case EK_BF16: memcpy(to + 2 * r, from, 2); break;
    }
}

typedef struct {
    const ek_matrix *matrix;
    uint8_t *target;
    const uint8_t *source;
} pack_job;

enum { PACK_TILES = 4 };  // tiles per item of the job: 64 rows

static void pack_tiles(void *context, size_t item, int thread) {
    (void)thread;
    const pack_job *job = context;
    const ek_matrix *m = job->matrix;
    const size_t blocks = m->columns / ek_tile_block_columns(m->type), row_bytes = blocks * ek_type_block_bytes(m->type);
    const size_t block_bytes = ek_tile_block_bytes(m->type), file_bytes = ek_type_block_bytes(m->type);
    for (size_t row = item * PACK_TILES * EK_TILE; row < (item + 1) * PACK_TILES * EK_TILE && row < m->rows; row++) {
        uint8_t *to = job->target + row / EK_TILE * ek_tile_bytes(m->type, m->columns);
        const uint8_t *from = job->source + row * row_bytes;
        for (size_t b = 0; b < blocks; b++) place_block(m->type, to + b * block_bytes, from + b * file_bytes, row % EK_TILE);
    }
}

ek_matrix ek_matrix_pack(ek_pool *pool, ek_type type, size_t rows, size_t columns, const void *source, void *target) {
    const ek_matrix matrix = {type, false, rows, columns, target};
    pack_job job = {&matrix, target, source};
    const size_t item_rows = PACK_TILES * EK_TILE;
    ek_pool_run(pool, NULL, pack_tiles, &job, (rows + item_rows - 1) / item_rows);
    return matrix;
}

// ---- Reading back --------------------------------------------------------------------------------------------------------

static float f16_to_float(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16, rest = half & 0x7fff;
    uint32_t bits = rest >= 0x7c00 ? 0x7f800000 | (rest & 0x3ff) << 13 : (rest << 13) + (112u << 23);
    float value = (float)rest * 0x1p-24f;  // subnormal
    if (rest >= 0x0400) memcpy(&value, &bits, sizeof value);
    return sign ? -value : value;
}

static float bf16_to_float(uint16_t half) {
    const uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// Computes the elements of an unpacked block.
static void block_values(ek_type type, const block_parts *parts, float *out) {
    const float d = f16_to_float(parts->d), minimum = f16_to_float(parts->minimum);
    switch (type) {
    case EK_Q4_0: for (int i = 0; i < 32; i++) out[i] = d * (float)(parts->codes[i] - 8); break;
    case EK_Q5_0: for (int i = 0; i < 32; i++) out[i] = d * (float)(parts->codes[i] - 16); break;
    case EK_Q8_0: for (int i = 0; i < 32; i++) out[i] = d * (float)(parts->codes[i] - 128); break;
    case EK_Q4_1: case EK_Q5_1: for (int i = 0; i < 32; i++) out[i] = d * (float)parts->codes[i] + minimum; break;
    case EK_Q4_K: case EK_Q5_K:
        for (int i = 0; i < 256; i++)
            out[i] = d * (float)parts->scales[i / 32] * (float)parts->codes[i] - minimum * (float)parts->minima[i / 32];
        break;
    case EK_Q6_K:
        for (int i = 0; i < 256; i++) out[i] = d * (float)(int8_t)parts->scales[i / 16] * (float)(parts->codes[i] - 32);
        break;
    default: break;
    }
}

void ek_dequantise(ek_type type, const void *source, size_t count, float *out) {
    const uint8_t *from = source;
    const size_t block = ek_type_block(type), bytes = ek_type_block_bytes(type);
    for (size_t i = 0; i < count; i += block, from += bytes) {
        if (type == EK_F32) {
            memcpy(out + i, from, 4);
        } else if (type == EK_F16) {
            out[i] = f16_to_float(block_u16(from));
        } else if (type == EK_BF16) {
            out[i] = bf16_to_float(block_u16(from));
        } else {
            block_parts parts;
            block_unpack(type, from, &parts);
            block_values(type, &parts, out + i);
        }
    }
}

/// Reads 32 codes of row `r` from a tile's block; the inverse of `place_codes`.
static void fetch_codes(const uint8_t *from, uint8_t *codes, int bits, size_t r) {
    for (int g = 0; g < 8; g++) {
        uint32_t word;
        if (bits == 8) {
            word = load_word(from + 64 * g + 4 * r);
        } else {
            word = load_word(from + 64 * (g / 2) + 4 * r) >> (g % 2 * 4) & 0x0f0f0f0f;
            if (bits == 5) word |= (load_word(from + 256 + 4 * r) >> g & 0x01010101) << 4;
            if (bits == 6) word |= (load_word(from + 256 + 64 * (g / 4) + 4 * r) >> (g % 4 * 2) & 0x03030303) << 4;
        }
        store_word(codes + 4 * g, word);
    }
}

void ek_matrix_row(const ek_matrix *m, size_t row, float *out) {
    if (m->in_file_order) {
        ek_dequantise(
            m->type, m->data + row * (m->columns / ek_type_block(m->type) * ek_type_block_bytes(m->type)), m->columns, out);
        return;
    }
    const size_t r = row % EK_TILE, step = ek_tile_block_columns(m->type), bytes = ek_tile_block_bytes(m->type);
    const uint8_t *from = m->data + row / EK_TILE * ek_tile_bytes(m->type, m->columns);
    for (size_t k = 0; k < m->columns; k += step, from += bytes, out += step) {
        block_parts parts = {.minimum = 0};
        switch (m->type) {
        case EK_F32: memcpy(out, from + 4 * r, 4); continue;
        case EK_F16: *out = f16_to_float(block_u16(from + 2 * r)); continue;
        case EK_BF16: *out = bf16_to_float(block_u16(from + 2 * r)); continue;
        case EK_Q4_0: case EK_Q4_1:
            fetch_codes(from, parts.codes, 4, r);
            parts.d = block_u16(from + 256 + 2 * r);
            if (m->type == EK_Q4_1) parts.minimum = block_u16(from + 288 + 2 * r);
            break;
        case EK_Q5_0: case EK_Q5_1:
            fetch_codes(from, parts.codes, 5, r);
            parts.d = block_u16(from + 320 + 2 * r);
            if (m->type == EK_Q5_1) parts.minimum = block_u16(from + 352 + 2 * r);
            break;
        case EK_Q8_0:
            fetch_codes(from, parts.codes, 8, r);
            parts.d = block_u16(from + 512 + 2 * r);
            break;
        case EK_Q4_K: case EK_Q5_K: {
            const size_t codes_bytes = m->type == EK_Q5_K ? 320 : 256;
            const uint8_t *scales = from + 8 * codes_bytes;
            for (int b = 0; b < 8; b++) {
                fetch_codes(from + b * codes_bytes, parts.codes + 32 * b, m->type == EK_Q5_K ? 5 : 4, r);
                parts.scales[b] = scales[16 * b + r];
                parts.minima[b] = scales[128 + 16 * b + r];
            }
            parts.d = block_u16(scales + 256 + 2 * r);
            parts.minimum = block_u16(scales + 288 + 2 * r);
            break;
        }
        case EK_Q6_K: {
            const uint8_t *scales = from + 8 * 384;
            for (int b = 0; b < 8; b++) fetch_codes(from + b * 384, parts.codes + 32 * b, 6, r);
            for (int b = 0; b < 16; b++) parts.scales[b] = scales[16 * b + r];
            parts.d = block_u16(scales + 256 + 2 * r);
            break;
        }
        }
        block_values(m->type, &parts, out);
    }
}
