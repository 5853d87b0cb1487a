import Foundation
import Inference
import Tokenizer
import Transformer

/// Processing of the results of a pass.
extension Scheduler {
    func settle(_ plan: PassPlan) {
        let summaries = logits.summaries
        var row = 0
        for entry in plan.entries {
            let count = entry.segment.tokens.count
            let hasRow = !entry.segment.logitOffsets.isEmpty
            defer { if hasRow { row += 1 } }
            switch entry.owner {
            case .stream(let stream):
                stream.sequence.advance(count, in: &pool)
                let prompt = stream.request.prompt.count
                if stream.generatedCount == 0 {
                    stream.events.yield(.promptProgress(done: stream.sequence.computed, of: prompt))
                }
                if hasRow { extend(stream, logits[row], summaries[row]) }
            case .root(let readout):
                readout.root.advance(count, in: &pool)
                readout.evaluatedTokens += count
                if hasRow, !readout.hasReadRoot {
                    readout.hasReadRoot = true
                    expand(readout, logits[row], summaries[row])
                }
            case .branch(let readout, let place):
                readout.evaluatedTokens += count
                readout.branches[place].release(to: &pool)
                expand(readout, logits[row], summaries[row])
            }
        }
        for readout in readouts {
            readout.branches = []
            readout.search.prune()
            guard readout.search.pending.isEmpty else { continue }
            surrender(readout)
            readout.finish()
        }
        readouts.removeAll { $0.search.pending.isEmpty }
    }

    private func expand(_ readout: ReadoutJob, _ row: UnsafeBufferPointer<Float>, _ summary: LogitSummary) {
        readout.search.expand { token in
            let t = Int(token)
            return row.indices.contains(t) ? exp(Double(row[t]) - summary.logSumExp) : 0
        }
    }

    /// Samples the stream's next token.
    private func extend(_ stream: TokenStream, _ row: UnsafeBufferPointer<Float>, _ summary: LogitSummary) {
        let request = stream.request
        guard request.maxNewTokens > 0 else { return finish(stream, .length) }
        guard let token = stream.sampler.next(row, summary) else {
            return finish(
                stream, .failed(.model("the model computed something that is no number: the file is damaged, fetch it again")))
        }
        if tokenizer.isEndOfGeneration(token), !request.ignoresEndOfTurn { return finish(stream, .endOfTurn) }

        stream.sequence.tokens.append(token)
        var text = stream.detokenizer.append(token)
        var end: GenerationEnd?
        if stream.stops.completes(with: text) {
            end = .stopText
        } else if stream.generatedCount >= request.maxNewTokens
            || stream.sequence.tokens.count >= limits.sequence - Self.answerRoom
        {
            end = .length
        }
        if end != nil { text += stream.detokenizer.finish() }
        stream.events.yield(
            .token(
                TokenEvent(
                    id: token, text: text, logProbability: Double(row[Int(token)]) - summary.logSumExp, entropy: summary.entropy,
                    alternatives: alternatives(summary, count: request.alternatives))))
        if let end { finish(stream, end) }
    }

    private func alternatives(_ summary: LogitSummary, count: Int) -> [TokenAlternative] {
        summary.top.prefix(count).lazy
            .map { ($0.id, Double($0.logit) - summary.logSumExp) }
            .prefix { $0.1 >= Self.smallestLogProbability }
            .map { TokenAlternative(id: $0, text: tokenizer.text(of: $0), logProbability: $1) }
    }

    /// Positions that a generation leaves free at the end of the context, so that a closed question can still be asked after
    /// it.
    static let answerRoom = 64
    private static let smallestLogProbability = log(1e-5)
}
