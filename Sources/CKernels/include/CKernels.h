// The arithmetic of the forward pass, in C since Swift has neither run-time dispatch over instruction sets nor the integer
// dot-product instructions. Every kernel exists for several levels, the best of which is chosen when the process starts.
//
// Nothing here allocates on the way of a token, throws, or knows of files. Sizes are trusted: Transformer checks them.
#ifndef ERANK_CKERNELS_H
#define ERANK_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Memory --------------------------------------------------------------------------------------------------------------

/// Reserves zeroed memory that costs nothing until touched; NULL if there is none.
void *ek_reserve(size_t bytes);
void ek_release(void *memory, size_t bytes);
/// Gives touched memory back to the system; it reads as zero after. Whole system pages only.
void ek_discard(void *memory, size_t bytes);

// ---- Keys and values -----------------------------------------------------------------------------------------------------

/// Positions in a page of the cache.
enum { EK_PAGE = 32 };

// ---- Logits --------------------------------------------------------------------------------------------------------------

typedef struct {
    float maximum;
    double log_sum_exp;
    double entropy_bits;
} ek_logit_summary;

/// Summarises a row of `count` logits and writes its `top` largest, largest first (the smaller index of equals first), to
/// `ids` and `values`. Returns how many it wrote.
size_t ek_summarise(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary);

#ifdef __cplusplus
}
#endif
#endif
