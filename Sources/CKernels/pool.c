#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

// A job is an epoch. Workers see it change, take items from a shared counter until none is left, and report; the caller does
// the same and waits for the reports. Whoever waits spins for a while (jobs follow one another within microseconds during a
// pass), then sleeps, so that more threads than cores, and a busy machine, cost little.

enum { SPINS = 4000 };  // some 20 to 100 microseconds

struct ek_pool {
    int threads;  // the caller included
    ek_level level;
    pthread_t *workers;

    void (*work)(void *, size_t, int);
    void *context;
    size_t items;
    _Alignas(64) atomic_size_t next;      // item not yet taken
    _Alignas(64) atomic_uint epoch;       // number of the job
    _Alignas(64) atomic_int pending;      // workers that have not reported
    atomic_int sleepers;                  // workers asleep
    atomic_bool caller_sleeps, stopping;

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
    for (;;) {
        const size_t item = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (item >= pool->items) return;
        pool->work(pool->context, item, thread);
    }
}

static void *worker_main(void *argument) {
    const worker_start start = *(worker_start *)argument;
    free(argument);
    ek_pool *pool = start.pool;
    unsigned seen = 0;
    for (;;) {
        for (int i = 0; i < SPINS && atomic_load_explicit(&pool->epoch, memory_order_acquire) == seen; i++) relax();
        if (atomic_load(&pool->epoch) == seen) {
            pthread_mutex_lock(&pool->mutex);
            atomic_fetch_add(&pool->sleepers, 1);
            while (atomic_load(&pool->epoch) == seen) pthread_cond_wait(&pool->begin, &pool->mutex);
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

static void begin_epoch(ek_pool *pool) {
    atomic_store(&pool->pending, pool->threads - 1);
    atomic_fetch_add(&pool->epoch, 1);
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->mutex);
}

void ek_pool_run(ek_pool *pool, void (*work)(void *, size_t, int), void *context, size_t items) {
    if (pool->threads == 1 || items <= 1) {
        for (size_t item = 0; item < items; item++) work(context, item, 0);
        return;
    }
    pool->work = work;
    pool->context = context;
    pool->items = items;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    begin_epoch(pool);
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

ek_pool *ek_pool_create(int threads, ek_level level) {
    if (threads < 1 || !ek_level_available(level)) return NULL;
    ek_pool *pool = aligned_alloc(64, (sizeof *pool + 63) / 64 * 64);
    pthread_t *workers = calloc((size_t)threads, sizeof *workers);
    if (!pool || !workers) {
        free(pool);
        free(workers);
        return NULL;
    }
    *pool = (ek_pool){.threads = 1, .level = level, .workers = workers};
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->begin, NULL);
    pthread_cond_init(&pool->done, NULL);
    // Workers have the priority of the thread that makes them: on Linux by inheritance.
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
    begin_epoch(pool);
    for (int i = 1; i < pool->threads; i++) pthread_join(pool->workers[i], NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->begin);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool);
}
