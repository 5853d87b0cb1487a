import Inference
import Transformer

/// Admission of streams, and the distribution of pages when they are scarce.
extension Scheduler {
    /// Admits waiting streams in order, while the stream limit allows it and there are enough pages for their prompts without
    /// preempting other streams.
    func admit() {
        while active.count < limits.streams, let stream = waiting.first {
            stream.sequence.adopt(from: &pool)
            let missing = stream.sequence.tokens.count / pool.pageLength + 1 - stream.sequence.pages.count
            // Leave one more page for each active stream, so that the new stream is not preempted again at once.
            while pool.availableCount < missing + active.count, dropFinished() {}
            guard active.isEmpty || pool.availableCount >= missing + active.count else {
                stream.sequence.release(to: &pool)
                return
            }
            waiting.removeFirst()
            active.insert(stream, at: active.firstIndex { $0.id > stream.id } ?? active.endIndex)
        }
    }

    /// Gives a sequence pages for `count` positions. It takes available pages first, then the pages of finished streams, then
    /// those of streams and questions that come after `owner` in precedence, the last of them first. False if that is not
    /// enough.
    func claim(_ count: Int, for sequence: inout TokenSequence, owner: Precedence, in plan: inout PassPlan) -> Bool {
        while !sequence.reserve(count, from: &pool) {
            guard dropFinished() || dropLatest(after: owner, in: &plan) else { return false }
        }
        return true
    }

    /// Releases the pages of the earliest finished stream. Full pages stay indexed until they are evicted.
    private func dropFinished() -> Bool {
        let holders = finished.values.filter { !$0.sequence.pages.isEmpty }
        guard let stream = holders.min(by: { $0.id < $1.id }) else { return false }
        stream.sequence.release(to: &pool)
        return true
    }

    private func dropLatest(after owner: Precedence, in plan: inout PassPlan) -> Bool {
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

    func surrender(_ readout: ReadoutJob) {
        readout.root.release(to: &pool)
        for i in readout.branches.indices { readout.branches[i].release(to: &pool) }
        readout.branches = []
    }

    /// Forks a sequence and immediately copies the partial page that both would write to.
    func fork(_ sequence: TokenSequence, at count: Int, appending more: [Int32]) -> TokenSequence {
        sequence.fork(at: count, appending: more, in: &pool) { from, to, _ in
            cache.copyPage(from: Int(from), to: Int(to))
        }
    }
}
