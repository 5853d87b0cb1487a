#include "CKernels.h"

#include <math.h>

size_t ek_summarise(const float *row, size_t count, size_t top, int32_t *ids, float *values, ek_logit_summary *summary) {
    size_t kept = 0;
    float maximum = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (row[i] > maximum) maximum = row[i];
        if (top == 0 || (kept == top && !(row[i] > values[kept - 1]))) continue;
        size_t at = kept < top ? kept++ : top - 1;
        for (; at > 0 && row[i] > values[at - 1]; at--) {
            values[at] = values[at - 1];
            ids[at] = ids[at - 1];
        }
        values[at] = row[i];
        ids[at] = (int32_t)i;
    }
    double sum = 0, weighted = 0;
    for (size_t i = 0; i < count; i++) {
        const double x = (double)row[i] - maximum, p = exp(x);
        sum += p;
        if (p > 0) weighted += p * x;
    }
    summary->maximum = maximum;
    summary->log_sum_exp = maximum + log(sum);
    summary->entropy_bits = (log(sum) - weighted / sum) / M_LN2;
    return kept;
}
