#ifndef ERANK_CKERNELS_H
#define ERANK_CKERNELS_H
#endif
