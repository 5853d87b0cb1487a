import Synchronization
import Transformer

/// The compute threads that the models of this process share: one `ComputeThreads` for each number of threads and priority. So
/// engines with the same options do not run more threads together than one of them asked for. The threads end with the last
/// model that uses them.
enum SharedThreads {
    private struct Kind: Hashable {
        var count: Int
        var priority: ComputePriority
    }
    private struct Kept {
        weak var threads: ComputeThreads?
    }
    private static let kept = Mutex<[Kind: Kept]>([:])

    /// Returns the shared threads, and starts them if there are none. Call it on a thread of that priority: new threads inherit
    /// it.
    ///
    /// - Parameter count: nil for `Machine.threads(nil)`.
    /// - Throws: `ModelError.threads` if they cannot be started.
    static func threads(_ count: Int?, _ priority: ComputePriority) throws(ModelError) -> ComputeThreads {
        let kind = Kind(count: count ?? Machine.threads(nil), priority: priority)
        return try kept.withLock { kept throws(ModelError) in
            if let threads = kept[kind]?.threads { return threads }
            let threads = try ComputeThreads(kind.count)
            kept[kind] = Kept(threads: threads)
            return threads
        }
    }
}
