import Foundation
import Inference
import Transformer

/// Samples the next token of one stream.
struct Sampler {
    private let sampling: Sampling
    private var random: SplitMix64

    /// Tokens whose logit is more than this many temperatures below the maximum are never sampled. Together their probability
    /// is below 1e-7.
    private static let reach = 30.0

    init(_ sampling: Sampling) {
        self.sampling = sampling
        random = SplitMix64(seed: sampling.seed)
    }

    /// Samples a token.
    ///
    /// - Parameters:
    ///   - row: the logits of all tokens.
    ///   - summary: the summary of the same row, with at least one entry in `top`.
    /// - Returns: nil if `summary.logSumExp` is not finite, because the row holds NaN or infinity.
    mutating func next(_ row: UnsafeBufferPointer<Float>, _ summary: LogitSummary) -> Int32? {
        guard summary.logSumExp.isFinite, let likeliest = summary.top.first else { return nil }
        guard sampling.temperature > 0 else { return likeliest.id }

        let maximum = Double(summary.maximum)
        let floor = Float(maximum - Self.reach * sampling.temperature)
        var candidates: [(id: Int32, weight: Double)] = []
        for (id, logit) in row.enumerated() where logit >= floor {
            candidates.append((Int32(id), exp((Double(logit) - maximum) / sampling.temperature)))
        }
        var total = candidates.reduce(0) { $0 + $1.weight }
        if sampling.topP < 1 {
            candidates.sort { $0.weight > $1.weight || ($0.weight == $1.weight && $0.id < $1.id) }
            var mass = 0.0
            let kept = candidates.prefix { candidate in
                defer { mass += candidate.weight }
                return mass == 0 || mass < sampling.topP * total
            }
            candidates = Array(kept)
            total = mass
        }
        var left = random.nextUnit() * total
        for candidate in candidates {
            left -= candidate.weight
            if left < 0 { return candidate.id }
        }
        return candidates.last?.id
    }
}

/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): the same numbers for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A uniform number in [0, 1) with 53 random bits.
    mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
