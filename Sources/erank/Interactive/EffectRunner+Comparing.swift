import Inference
import Inspector
import LocalEngine
import Reranking
import Sessions
import Synchronization

/// Two jobs scored at the same time, for the screen that shows them side by side.
extension EffectRunner {
    /// Begins a session with both jobs, and scores them.
    func compare(_ prepared: LiveComparison.Prepared) {
        beginSession(in: prepared.file, at: Place(screen: .compare))
        guard let recorder else { return }
        if let engine = prepared.engines.last { models.adopt(engine) }
        recorder.append(contentsOf: prepared.opening)
        sides = SideRuns(prepared.parts, recorder)
    }
}

/// The runs of two jobs that are scored at the same time, those of each job one after the other.
final class SideRuns: Sendable {
    private let underWay = RunsUnderWay()
    private let waiting: Mutex<[[PlannedRun]]>
    private let begun = Mutex<[Task<Void, Never>]>([])

    /// Runs of a job that are scored at once: the second keeps the engine busy while the first ends.
    private static let runsAtOnce = 2

    init(_ parts: [RankJob.Part], _ recorder: SessionRecorder) {
        waiting = Mutex(parts.map { $0.planned.reversed() })
        for (index, part) in parts.enumerated() {
            for _ in 0..<Self.runsAtOnce {
                // Detached, because the screens' thread waits in its event loop and runs no tasks.
                let task = Task.detached { [self] in
                    while !underWay.areCancelled, let next = waiting.withLock({ $0[index].popLast() }) {
                        let run = recorder.begin(next, on: part.engine)
                        underWay.add(run.run, next.id)
                        await run.recording.value
                        underWay.remove(next.id)
                    }
                }
                begun.withLock { $0.append(task) }
            }
        }
    }

    /// Each ends when what it scores is recorded.
    var tasks: [Task<Void, Never>] { begun.withLock { $0 } }

    func cancel() { underWay.cancel() }

    func cancel(_ run: RunID, document: Int) { underWay.run(run)?.cancel(document: document) }
}
