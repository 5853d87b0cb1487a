import Transformer

/// The tokens of a pass by what they are for.
struct Tally {
    var prompt = 0
    var decode = 0
    var readout = 0

    /// Before the pass is settled, since what a stream is doing changes then.
    init(_ plan: Plan) {
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
    mutating func add(_ tally: Tally, _ cost: PassCost, settling: Duration) {
        if tally.prompt > 0 { promptPasses.add(tally, cost) } else { decodePasses.add(tally, cost) }
        settleTime += settling
    }
}

extension PassTotals {
    fileprivate mutating func add(_ tally: Tally, _ cost: PassCost) {
        passes += 1
        promptTokens += tally.prompt
        decodedTokens += tally.decode
        readoutTokens += tally.readout
        self.cost += cost
    }
}
