import Foundation
import LocalEngine
import Synchronization

/// Threads in a busy loop, at the priority of an engine behind the screens. They load the cores like a run.
final class BusyThreads: Sendable {
    private let isOver = Atomic(false)
    private let stopped = DispatchGroup()

    init(_ count: Int, priority: ComputePriority) {
        for _ in 0..<count {
            stopped.enter()
            let thread = Thread { [self] in
                priority.apply()
                while !isOver.load(ordering: .relaxed) {}
                stopped.leave()
            }
            thread.name = "erank busy"
            thread.start()
        }
    }

    func stop() {
        isOver.store(true, ordering: .relaxed)
        stopped.wait()
    }
}
