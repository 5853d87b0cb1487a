import Inference
import Transformer

/// Planning of the next pass.
extension Scheduler {
    func makePlan() -> PassPlan {
        var plan = PassPlan(limit: limits.batch)
        for stream in active where stream.isDecoding { add(stream, to: &plan) }
        for readout in readouts where readout.request.isUrgent && plan.readoutCount < Self.readoutRows { add(readout, to: &plan) }
        let isAsked = plan.readoutCount > 0
        for readout in readouts where !readout.request.isUrgent && plan.readoutCount < Self.readoutRows {
            add(readout, to: &plan)
        }
        // A question is a few rows, and its document is done with it. It takes several passes: beside prompts, each would last as
        // long as hundreds of prompt tokens do. Nobody waits for one that is not urgent.
        guard !isAsked else { return plan }
        for stream in active where !stream.isDecoding { add(stream, to: &plan) }
        return plan
    }

    /// The most entries of closed questions in one pass. A row of logits is as long as the vocabulary, so this bounds the memory
    /// of a pass; the other branches follow in the next one.
    static let readoutRows = 64

    private func add(_ stream: TokenStream, to plan: inout PassPlan) {
        // An earlier claim in this plan may have preempted the stream.
        guard active.contains(where: { $0 === stream }) else { return }
        guard let count = extend(&stream.sequence, owner: stream.precedence, in: &plan) else { return }
        announce(stream)
        plan.add(.stream(stream), stream.sequence, tokens: count, pageLength: pool.pageLength)
    }

    /// Reports a stream as admitted when its first own token is about to be evaluated. Only then is the number of its cached
    /// tokens known, because it first waits for shared pages that an earlier prompt is still computing.
    private func announce(_ stream: TokenStream) {
        guard !stream.wasAdmitted else { return }
        stream.wasAdmitted = true
        statistics.cachedTokens += stream.sequence.computed
        stream.events.yield(.admitted(promptTokens: stream.request.prompt.count, cachedTokens: stream.sequence.computed))
    }

    private func add(_ readout: ReadoutJob, to plan: inout PassPlan) {
        let owner = readout.precedence
        if readout.root.computed == 0 {
            let question = readout.stream.questionStart + readout.request.count
            readout.root.release(to: &pool)
            readout.root = fork(readout.stream.sequence, at: question, appending: readout.request.lead)
        }
        guard readout.root.pending == 0 else {
            guard let count = extend(&readout.root, owner: owner, in: &plan) else { return }
            return plan.add(.root(readout), readout.root, tokens: count, pageLength: pool.pageLength)
        }
        for branch in readout.search.level.prefix(Self.readoutRows - plan.readoutCount) {
            var sequence = fork(readout.root, at: readout.root.tokens.count, appending: branch.path)
            guard sequence.pending <= plan.room, claim(sequence.tokens.count, for: &sequence, owner: owner, in: &plan) else {
                return sequence.release(to: &pool)
            }
            readout.branches.append(sequence)
            plan.add(
                .branch(readout, readout.branches.count - 1), sequence, tokens: sequence.pending, pageLength: pool.pageLength)
        }
    }

    /// Returns how many of the sequence's pending tokens go into this plan, after claiming pages for them; nil for none. It is
    /// all of them, or else as many as end at a page boundary, because other sequences can share only full pages.
    private func extend(_ sequence: inout TokenSequence, owner: Precedence, in plan: inout PassPlan) -> Int? {
        sequence.adopt(from: &pool)
        if let key = sequence.nextKey(pageLength: pool.pageLength), plan.pagesBeingComputed.contains(key) { return nil }
        sequence.adoptBeginning(from: &pool) { from, to, _ in cache.copyPage(from: Int(from), to: Int(to)) }
        var count = sequence.pending
        if count > plan.room {
            count = (sequence.computed + plan.room) / pool.pageLength * pool.pageLength - sequence.computed
        }
        guard count > 0, claim(sequence.computed + count, for: &sequence, owner: owner, in: &plan) else { return nil }
        return count
    }
}
