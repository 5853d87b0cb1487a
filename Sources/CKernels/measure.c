// Runs the peak-throughput loops of a level (level/measure.h) on all threads of a pool.

#include "level/kernels.h"

// More pieces than threads, so that the other threads take over when one is descheduled.
enum { PIECES = 8, PIECE_BYTES = 1 << 20 };

typedef struct {
    size_t (*loop)(size_t rounds);
    size_t rounds;
    size_t operations;  // of one piece; the same for all
} compute_job;

static void compute_piece(void *context, size_t item, int thread) {
    (void)thread;
    compute_job *job = context;
    const size_t operations = job->loop(job->rounds);
    if (item == 0) job->operations = operations;
}

static size_t compute(ek_pool *pool, size_t (*loop)(size_t), size_t rounds) {
    const size_t pieces = (size_t)ek_pool_threads(pool) * PIECES;
    compute_job job = {loop, rounds, 0};
    ek_pool_run(pool, NULL, compute_piece, &job, pieces);
    return job.operations * pieces;
}

size_t ek_measure_dots(ek_pool *pool, size_t rounds) {
    return compute(pool, ek_kernels_of(ek_pool_level(pool))->measure_dots, rounds);
}

size_t ek_measure_floats(ek_pool *pool, size_t rounds) {
    return compute(pool, ek_kernels_of(ek_pool_level(pool))->measure_floats, rounds);
}

typedef struct {
    const ek_kernels *kernels;
    const uint8_t *memory;
    size_t bytes;
} reading_job;

static void read_piece(void *context, size_t item, int thread) {
    (void)thread;
    const reading_job *job = context;
    const size_t first = item * PIECE_BYTES, left = job->bytes - first;
    job->kernels->measure_reading(job->memory + first, left < PIECE_BYTES ? left : PIECE_BYTES);
}

void ek_measure_reading(ek_pool *pool, const void *memory, size_t bytes) {
    reading_job job = {ek_kernels_of(ek_pool_level(pool)), memory, bytes};
    ek_pool_run(pool, NULL, read_piece, &job, (bytes + PIECE_BYTES - 1) / PIECE_BYTES);
}
