import Inference
import Transformer

/// Who gets pages when they are short.
extension Scheduler {
    /// Moves waiting streams in, in order, while there is a place and their prompt finds pages without taking any from others.
    func admit() {
        while active.count < limits.streams, let stream = waiting.first {
            stream.sequence.adopt(from: &pool)
            let missing = stream.sequence.tokens.count / pool.pageLength + 1 - stream.sequence.pages.count
            // One more page for each stream that is on its way, so that a newcomer does not have to leave again at once.
            while pool.availableCount < missing + active.count, dropFinished() {}
            guard active.isEmpty || pool.availableCount >= missing + active.count else {
                stream.sequence.release(to: &pool)
                return
            }
            waiting.removeFirst()
            active.insert(stream, at: active.firstIndex { $0.id > stream.id } ?? active.endIndex)
        }
    }

    /// Covers `count` positions of a sequence: with free pages, then those of finished streams, then those of streams and questions
    /// that `owner` has precedence over, the last one first.
    func claim(_ count: Int, for sequence: inout Sequence, owner: Precedence, in plan: inout Plan) -> Bool {
        while !sequence.reserve(count, from: &pool) {
            guard dropFinished() || dropLatest(after: owner, in: &plan) else { return false }
        }
        return true
    }

    /// Takes the pages of the stream that came first of those finished. They remain indexed until they are needed.
    private func dropFinished() -> Bool {
        let holders = finished.values.filter { !$0.sequence.pages.isEmpty }
        guard let stream = holders.min(by: { $0.id < $1.id }) else { return false }
        stream.sequence.release(to: &pool)
        return true
    }

    private func dropLatest(after owner: Precedence, in plan: inout Plan) -> Bool {
        let stream = active.last { $0.precedence > owner && !$0.sequence.pages.isEmpty }
        let readout = readouts.filter { $0.precedence > owner && $0.holdsPages }.max { $0.precedence < $1.precedence }
        if let readout, stream.map({ $0.precedence < readout.precedence }) ?? true {
            plan.remove { $0.readout === readout }
            surrender(readout)
            return true
        }
        guard let stream else { return false }
        plan.remove { $0.stream === stream }
        stream.sequence.release(to: &pool)
        active.removeAll { $0 === stream }
        waiting.insert(stream, at: waiting.firstIndex { $0.id > stream.id } ?? waiting.endIndex)
        statistics.preemptions += 1
        return true
    }

    func surrender(_ readout: Readout) {
        readout.root.release(to: &pool)
        for i in readout.branches.indices { readout.branches[i].release(to: &pool) }
        readout.branches = []
    }

    /// A fork in the pool, with the copy of a shared last page made at once.
    func fork(_ sequence: Sequence, at count: Int, appending more: [Int32]) -> Sequence {
        sequence.fork(at: count, appending: more, in: &pool) { from, to, _ in
            cache.copyPage(from: Int(from), to: Int(to))
        }
    }
}
