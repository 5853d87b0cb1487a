#include "CKernels.h"

#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

// A forward pass reads hundreds of megabytes of weights and keys in runs of a few kilobytes. With 4 KiB pages, address
// translation (TLB misses) would dominate. So large reservations are aligned to a huge page and advised to use huge pages.
enum { LARGE_PAGE = 2 << 20 };

void *ek_reserve(size_t bytes) {
    const bool is_large = bytes >= LARGE_PAGE && bytes <= SIZE_MAX - LARGE_PAGE;
    const size_t room = is_large ? bytes + LARGE_PAGE : bytes;
    uint8_t *memory = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    if (!is_large) return memory;
    const size_t before = (LARGE_PAGE - (uintptr_t)memory % LARGE_PAGE) % LARGE_PAGE, page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *start = memory + before, *end = start + (bytes + page - 1) / page * page;
    if (before > 0) munmap(memory, before);
    if (end < memory + room) munmap(end, (size_t)(memory + room - end));
#ifdef MADV_HUGEPAGE
    madvise(start, bytes, MADV_HUGEPAGE);
#endif
    return start;
}

void ek_release(void *memory, size_t bytes) {
    if (memory) munmap(memory, bytes);
}
