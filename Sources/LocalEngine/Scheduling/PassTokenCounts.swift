import Transformer

/// The numbers of prompt, decoding and closed-question tokens in one pass.
struct PassTokenCounts {
    var prompt = 0
    var decode = 0
    var readout = 0

    /// Counts the tokens of a plan. Call it before `settle`, which may turn a prompt stream into a decoding one.
    init(_ plan: PassPlan) {
        for entry in plan.entries {
            let count = entry.segment.tokens.count
            switch entry.owner {
            case .stream(let stream) where stream.isDecoding: decode += count
            case .stream: prompt += count
            case .root, .branch: readout += count
            }
        }
    }
}

extension EngineStatistics {
    mutating func add(_ counts: PassTokenCounts, _ cost: PassCost, settling: Duration) {
        if counts.prompt > 0 { promptPasses.add(counts, cost) } else { decodePasses.add(counts, cost) }
        settleTime += settling
    }
}

extension PassTotals {
    fileprivate mutating func add(_ counts: PassTokenCounts, _ cost: PassCost) {
        passes += 1
        promptTokens += counts.prompt
        decodedTokens += counts.decode
        readoutTokens += counts.readout
        self.cost += cost
    }
}
