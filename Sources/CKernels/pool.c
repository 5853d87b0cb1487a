#include "level/kernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Each job has a number, its epoch. Each thread has a slot: one cache line with the job's arguments and the thread's share of
// the items. A thread takes the items of its own share first, then the remaining items of the other threads' shares. So few
// cache lines move between cores, and a thread reads the same weights and pages in every pass. A waiting thread spins for a
// while, because the jobs of a pass follow one another within microseconds. Then it sleeps, so that more threads than cores, or
// a busy machine, cost little.

enum { SPINS = 4000 };  // about 20 to 100 microseconds

typedef struct {
    _Alignas(64) atomic_uint epoch;  // number of the current job
    void (*begin)(void *, int);
    void (*work)(void *, size_t, int);
    void *context;
    atomic_size_t next;  // first item of the share that nobody has taken
    size_t end;          // end of the share
} job_slot;

struct ek_pool {
    int threads;  // the caller included
    ek_level level;
    pthread_t *workers;
    job_slot *slots;
    ek_prefetch *prefetches;
    unsigned epoch;                       // number of the current job; only the caller of ek_pool_run touches it

    _Alignas(64) atomic_int pending;      // workers that have not finished the current job
    atomic_bool caller_sleeps;
    _Alignas(64) atomic_int sleepers;     // workers asleep
    atomic_bool stopping;

    pthread_mutex_t mutex;
    pthread_cond_t begin, done;
};

typedef struct {
    ek_pool *pool;
    int thread;
} worker_start;

static inline void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void take_items(ek_pool *pool, int thread) {
    const job_slot *own = &pool->slots[thread];
    void (*begin)(void *, int) = own->begin;
    void (*const work)(void *, size_t, int) = own->work;
    void *const context = own->context;
    for (int i = 0; i < pool->threads; i++) {
        job_slot *slot = &pool->slots[(thread + i) % pool->threads];
        while (atomic_load_explicit(&slot->next, memory_order_relaxed) < slot->end) {
            const size_t item = atomic_fetch_add_explicit(&slot->next, 1, memory_order_relaxed);
            if (item >= slot->end) break;
            if (begin) begin(context, thread);
            begin = NULL;
            work(context, item, thread);
        }
    }
}

static void *worker_main(void *argument) {
    const worker_start start = *(worker_start *)argument;
    free(argument);
    ek_pool *pool = start.pool;
    atomic_uint *epoch = &pool->slots[start.thread].epoch;
    unsigned seen = 0;
    for (;;) {
        for (int i = 0; i < SPINS && atomic_load_explicit(epoch, memory_order_acquire) == seen; i++) relax();
        if (atomic_load(epoch) == seen) {
            pthread_mutex_lock(&pool->mutex);
            atomic_fetch_add(&pool->sleepers, 1);
            while (atomic_load(epoch) == seen) pthread_cond_wait(&pool->begin, &pool->mutex);
            atomic_fetch_sub(&pool->sleepers, 1);
            pthread_mutex_unlock(&pool->mutex);
        }
        seen++;
        if (atomic_load(&pool->stopping)) return NULL;
        take_items(pool, start.thread);
        if (atomic_fetch_sub(&pool->pending, 1) == 1 && atomic_load(&pool->caller_sleeps)) {
            pthread_mutex_lock(&pool->mutex);
            pthread_cond_signal(&pool->done);
            pthread_mutex_unlock(&pool->mutex);
        }
    }
}

size_t ek_pool_share(const ek_pool *pool, size_t items, size_t thread) { return items * thread / (size_t)pool->threads; }

/// Divides the items among the threads and starts the workers. No worker reads a slot at this moment: all have finished the job
/// before.
static void begin_epoch(
    ek_pool *pool, void (*begin)(void *, int), void (*work)(void *, size_t, int), void *context, size_t items) {
    const size_t threads = (size_t)pool->threads;
    atomic_store_explicit(&pool->pending, pool->threads - 1, memory_order_relaxed);
    pool->epoch++;
    for (size_t t = 0; t < threads; t++) {
        job_slot *slot = &pool->slots[t];
        slot->begin = begin;
        slot->work = work;
        slot->context = context;
        atomic_store_explicit(&slot->next, ek_pool_share(pool, items, t), memory_order_relaxed);
        slot->end = ek_pool_share(pool, items, t + 1);
    }
    for (size_t t = 1; t < threads; t++) atomic_store(&pool->slots[t].epoch, pool->epoch);
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->mutex);
}

void ek_pool_run(ek_pool *pool, void (*begin)(void *, int), void (*work)(void *, size_t, int), void *context, size_t items) {
    if (pool->threads == 1 || items <= 1) {
        if (begin && items > 0) begin(context, 0);
        for (size_t item = 0; item < items; item++) work(context, item, 0);
        return;
    }
    begin_epoch(pool, begin, work, context, items);
    take_items(pool, 0);
    for (int i = 0; i < SPINS && atomic_load_explicit(&pool->pending, memory_order_acquire) != 0; i++) relax();
    if (atomic_load(&pool->pending) == 0) return;
    pthread_mutex_lock(&pool->mutex);
    atomic_store(&pool->caller_sleeps, true);
    while (atomic_load(&pool->pending) != 0) pthread_cond_wait(&pool->done, &pool->mutex);
    atomic_store(&pool->caller_sleeps, false);
    pthread_mutex_unlock(&pool->mutex);
}

int ek_pool_threads(const ek_pool *pool) { return pool->threads; }
ek_level ek_pool_level(const ek_pool *pool) { return pool->level; }
ek_prefetch *ek_pool_prefetch(ek_pool *pool, int thread) { return &pool->prefetches[thread]; }

ek_pool *ek_pool_create(int threads, ek_level level) {
    if (threads < 1 || !ek_level_available(level)) return NULL;
    ek_pool *pool = aligned_alloc(64, (sizeof *pool + 63) / 64 * 64);
    pthread_t *workers = calloc((size_t)threads, sizeof *workers);
    job_slot *slots = aligned_alloc(64, (size_t)threads * sizeof *slots);
    ek_prefetch *prefetches = aligned_alloc(64, (size_t)threads * sizeof *prefetches);
    if (!pool || !workers || !slots || !prefetches) {
        free(pool);
        free(workers);
        free(slots);
        free(prefetches);
        return NULL;
    }
    memset(slots, 0, (size_t)threads * sizeof *slots);
    memset(prefetches, 0, (size_t)threads * sizeof *prefetches);
    *pool = (ek_pool){.threads = 1, .level = level, .workers = workers, .slots = slots, .prefetches = prefetches};
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->begin, NULL);
    pthread_cond_init(&pool->done, NULL);
    // Workers get the priority of the thread that creates them. On Linux they inherit it.
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
#if defined(__APPLE__)
    pthread_attr_set_qos_class_np(&attributes, qos_class_self(), 0);
#endif
    for (; pool->threads < threads; pool->threads++) {
        worker_start *start = malloc(sizeof *start);
        if (start) *start = (worker_start){pool, pool->threads};
        if (!start || pthread_create(&workers[pool->threads], &attributes, worker_main, start) != 0) {
            free(start);
            pthread_attr_destroy(&attributes);
            ek_pool_destroy(pool);
            return NULL;
        }
    }
    pthread_attr_destroy(&attributes);
    return pool;
}

void ek_pool_destroy(ek_pool *pool) {
    if (!pool) return;
    atomic_store(&pool->stopping, true);
    begin_epoch(pool, NULL, NULL, NULL, 0);
    for (int i = 1; i < pool->threads; i++) pthread_join(pool->workers[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->begin);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool->slots);
    free(pool->prefetches);
    free(pool);
}
