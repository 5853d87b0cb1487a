// Helpers that drive.c and products.c share.
#ifndef EK_JOBS_H
#define EK_JOBS_H

#include "level/kernels.h"

static inline size_t min_size(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t max_size(size_t a, size_t b) { return a > b ? a : b; }
static inline const ek_kernels *kernels_of(const ek_pool *pool) { return ek_kernels_of(ek_pool_level(pool)); }

enum { ROWS = 4 };  // rows per item in jobs that work row by row

#endif
