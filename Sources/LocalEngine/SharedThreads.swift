import Foundation
import Synchronization
import Transformer

/// The threads that the process keeps for its models: one `ComputeThreads` to a number of threads and a priority. Engines that
/// are loaded with the same options share them, so that no more threads compute at once than were asked for. They end with the
/// last model that has them.
enum SharedThreads {
    private struct Kind: Hashable {
        var count: Int
        var priority: ComputePriority
    }
    private struct Kept {
        weak var threads: ComputeThreads?
    }
    private static let kept = Mutex<[Kind: Kept]>([:])

    /// To be called on a thread of that priority, which new threads inherit.
    ///
    /// - Parameter count: nil for one a core.
    /// - Throws: `ModelError.threads` if they cannot be started.
    static func threads(_ count: Int?, _ priority: ComputePriority) throws(ModelError) -> ComputeThreads {
        let kind = Kind(count: count ?? ProcessInfo.processInfo.activeProcessorCount, priority: priority)
        return try kept.withLock { kept throws(ModelError) in
            if let threads = kept[kind]?.threads { return threads }
            let threads = try ComputeThreads(kind.count)
            kept[kind] = Kept(threads: threads)
            return threads
        }
    }
}
