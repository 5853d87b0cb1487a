// What the public operations share.
#ifndef EK_JOBS_H
#define EK_JOBS_H

#include "level/kernels.h"

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t most(size_t a, size_t b) { return a > b ? a : b; }
static inline const ek_kernels *kernels_of(const ek_pool *pool) { return ek_kernels_of(ek_pool_level(pool)); }

enum { ROWS = 4 };  // of an item of a job that goes row by row

#endif
