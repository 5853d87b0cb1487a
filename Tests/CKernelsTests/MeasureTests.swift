import CKernels
import Testing

/// The peak-throughput loops: they run on every level, and count their operations.
struct MeasureTests {
    @Test(arguments: availableLevels) func operationsAreCounted(_ level: ek_level) throws {
        let (one, three) = (try Pool(threads: 1, level: level), try Pool(threads: 3, level: level))
        for measure in [ek_measure_dots, ek_measure_floats] {
            let operations = measure(one.pool, 1)
            #expect(operations > 0)
            #expect(measure(one.pool, 7) == 7 * operations && measure(three.pool, 1) == 3 * operations)
        }
        // A vector has four times as many bytes as floats, and each element is used once.
        #expect(ek_measure_dots(one.pool, 1) == 4 * ek_measure_floats(one.pool, 1))
    }

    @Test(arguments: availableLevels) func anyMemoryIsRead(_ level: ek_level) throws {
        let pool = try Pool(threads: 2, level: level)
        let memory = [UInt8](repeating: 1, count: 3 << 20 | 5)
        for bytes in [0, 1, 255, 256, 1 << 20, memory.count] {
            memory.withUnsafeBytes { ek_measure_reading(pool.pool, $0.baseAddress, bytes) }
        }
    }
}
