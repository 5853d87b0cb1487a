import Dispatch
import Foundation
import Inference
import Synchronization

/// The thread that runs the scheduler, from the engine's start to its stop.
final class EngineThread: Sendable {
    private let core: EngineCore
    private let done = DispatchGroup()

    /// - Parameter makeScheduler: called on the new thread. Only that thread uses the scheduler.
    init(core: EngineCore, priority: ComputePriority, makeScheduler: @escaping @Sendable () -> Scheduler) {
        self.core = core
        done.enter()
        let thread = Thread { [core, done] in
            priority.apply()
            Self.run(core, makeScheduler())
            done.leave()
        }
        thread.name = "erank engine"
        thread.start()
    }

    /// Ends everything that is running as cancelled, and waits for the thread to end. Idempotent.
    func stop() {
        _ = core.commands.post(.stop)
        done.wait()
    }

    private static func run(_ core: EngineCore, _ scheduler: Scheduler) {
        var isStopping = false
        while !isStopping {
            for command in core.commands.take() {
                if isStopping {
                    // Commands that were posted after the stop get an answer too.
                    refuse(command, scheduler)
                } else {
                    isStopping = !carryOut(command, core, scheduler)
                }
            }
            guard !isStopping else { continue }
            if scheduler.step(unless: { core.areEnded($0) }) {
                // A question about a stream that has ended goes into the next pass, not into the one after it.
                let ended = scheduler.takeEndedCount()
                if ended > 0 { core.commands.wait(for: ended, atMost: .milliseconds(5)) }
                continue
            }
            let start = ContinuousClock.now
            core.commands.wait()
            scheduler.statistics.idleTime += .now - start
        }
        scheduler.shutDown()
        core.lastStatistics.withLock { $0 = scheduler.statistics }
        for command in core.commands.close() { refuse(command, scheduler) }
    }

    /// Executes a command. Returns false for `stop`.
    private static func carryOut(_ command: EngineCore.Command, _ core: EngineCore, _ scheduler: Scheduler) -> Bool {
        switch command {
        case .start(let id, let request, let events):
            scheduler.start(TokenStream(id: id, request: request, events: events, tokenizer: core.tokenizer))
        case .cancel(let id): scheduler.cancel(id)
        case .end(let id): scheduler.end(id)
        case .read(let id, let request, let resume): scheduler.start(request, id: id, resume: resume)
        case .cancelReadout(let id): scheduler.cancelReadout(id)
        case .report(let resume): resume(scheduler.statistics)
        case .stop: return false
        }
        return true
    }

    private static func refuse(_ command: EngineCore.Command, _ scheduler: Scheduler) {
        switch command {
        case .start(_, _, let events):
            events.yield(.ended(.cancelled))
            events.finish()
        case .read(_, _, let resume): resume(.failure(.cancelled))
        case .report(let resume): resume(scheduler.statistics)
        case .cancel, .end, .cancelReadout, .stop: break
        }
    }
}
