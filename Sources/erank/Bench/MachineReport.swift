import Foundation
import LocalEngine
import Transformer

/// The peak speeds of the machine, with which other figures are compared, as text and as JSON.
struct MachineReport: Encodable {
    let processor: String
    let threads: Int
    let instructions: String
    let int8OperationsPerSecond: Double
    let f32OperationsPerSecond: Double
    let memoryBytesPerSecond: Double

    init(_ limits: MachineLimits) {
        processor = Machine.processor
        threads = limits.threads
        instructions = limits.instructions.rawValue
        int8OperationsPerSecond = limits.byteOperationsPerSecond
        f32OperationsPerSecond = limits.floatOperationsPerSecond
        memoryBytesPerSecond = limits.bytesReadPerSecond
    }

    var text: String {
        """
        machine  \(processor), \(threads) threads, \(instructions)
        int8     \(String(format: "%.3f", int8OperationsPerSecond / 1e12)) T operations/s
        f32      \(String(format: "%.3f", f32OperationsPerSecond / 1e12)) T operations/s
        memory   \(String(format: "%.1f", memoryBytesPerSecond / 1e9)) GB/s read
        """
    }
}
