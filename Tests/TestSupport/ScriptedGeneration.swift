import Inference
import Synchronization

/// A generation of a `ScriptedEngine`.
struct ScriptedGeneration: Generation {
    let id: Int
    let engine: ScriptedEngine
    let script: Script
    let events: AsyncStream<GenerationEvent>

    func readout(
        _ question: ChoiceQuestion, afterTokens count: Int, isUrgent: Bool
    ) async throws(EngineError) -> ChoiceReadout {
        let isAble = engine.capabilities.contains(.fork)
        await withCheckedContinuation { continuation in
            engine.state.withLock { state in
                guard let running = state.running[id] else { return continuation.resume() }
                state.questions.append(question)
                state.running[id]?.questions.append(continuation)
                state.add(.asked(running.key, afterTokens: count))
                if !running.isOpen || !isAble || !script.holdsReadout { state.answer(id) } else { state.goOn(id) }
            }
        }
        guard isAble else { throw .unsupported("fork") }
        guard engine.state.withLock({ $0.running[id]?.isOpen == true }) else { throw .cancelled }
        return try script.readout.get()
    }

    func end() { engine.state.withLock { $0.end(id) } }
}

extension ScriptedEngine.State {
    mutating func add(_ entry: ScriptedEngine.Entry) {
        log.append(entry)
        for waiter in waiters where waiter.entry == entry { waiter.continuation.resume() }
        waiters.removeAll { $0.entry == entry }
    }

    /// Continues everything with this key as far as the releases allow.
    mutating func goOn(_ key: String) {
        while prefixes[key]?.isEmpty == false, takeRelease(key) { prefixes[key]?.removeFirst().resume() }
        for id in running.keys.sorted() where running[id]?.key == key { goOn(id) }
    }

    /// Emits events up to the next wait that is not released; then answers a waiting readout, if that is released.
    mutating func goOn(_ id: Int) {
        while let generation = running[id], !generation.hasEmittedEnd, let step = generation.steps.first {
            if case .emit(let event) = step {
                emit(event, id)
            } else if !takeRelease(generation.key) {
                return
            }
            running[id]?.steps.removeFirst()
        }
        if let generation = running[id], !generation.questions.isEmpty, takeRelease(generation.key) { answer(id) }
    }

    /// Lets waiting readouts continue.
    mutating func answer(_ id: Int) {
        running[id]?.questions.forEach { $0.resume() }
        running[id]?.questions = []
    }

    mutating func stop(_ id: Int) {
        guard let generation = running[id], !generation.hasEmittedEnd else { return }
        add(.cancelled(generation.key))
        emit(.ended(.cancelled), id)
    }

    mutating func end(_ id: Int) {
        guard let generation = running[id], generation.isOpen else { return }
        running[id]?.isOpen = false
        stop(id)
        answer(id)
        add(.ended(generation.key))
    }

    private mutating func emit(_ event: GenerationEvent, _ id: Int) {
        running[id]?.events.yield(event)
        guard case .ended = event else { return }
        running[id]?.hasEmittedEnd = true
        running[id]?.events.finish()
    }

    private mutating func takeRelease(_ key: String) -> Bool {
        guard let count = releases[key], count > 0 else { return false }
        releases[key] = count - 1
        return true
    }
}
