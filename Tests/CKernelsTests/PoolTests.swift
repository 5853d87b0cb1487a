import CKernels
import Testing

/// The distribution of items to the threads of a pool.
struct PoolTests {
    /// Every item runs once. Each thread with items calls `begin` once, before its first one. Every item and thread has its own
    /// counter.
    @Test(arguments: [1, 2, 7]) func everyItemIsWorkedOnOnce(_ threads: Int) throws {
        let pool = try Pool(threads: Int32(threads), level: EK_PORTABLE)
        let counts = UnsafeMutablePointer<Int32>.allocate(capacity: 1000 + 2 * 16)
        defer { counts.deallocate() }
        counts.initialize(repeating: 0, count: 1000 + 2 * 16)
        var (begun, early) = (0, 0)
        for items in [0, 1, 2, 999, 1000] {
            for _ in 0..<50 {
                ek_pool_run(
                    pool.pool, { context, thread in context?.assumingMemoryBound(to: Int32.self)[1000 + Int(thread)] += 1 },
                    { context, item, thread in
                        let counts = context?.assumingMemoryBound(to: Int32.self)
                        counts?[item] += 1
                        if counts?[1000 + Int(thread)] != 1 { counts?[1016 + Int(thread)] += 1 }
                    }, counts, items)
                for thread in 1000..<1016 {
                    begun += Int(counts[thread])
                    early += Int(counts[thread + 16])
                    counts[thread] = 0
                }
            }
        }
        #expect(counts[0] == 200)
        #expect(counts[998] == 100)
        #expect(counts[999] == 50)
        #expect(early == 0)
        #expect((200...200 * threads).contains(begun))
    }
}
