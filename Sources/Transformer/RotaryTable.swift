#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Cosines and sines of the rotary position embedding (arXiv 2104.09864).
struct RotaryTable: Sendable {
    /// The angle in radians by which each pair of dimensions turns per position.
    let frequencies: [Double]
    /// A factor of all cosines and sines: 1, or YaRN's attention temperature.
    let magnitude: Double

    /// - Parameter factors: each frequency is divided by its factor (Llama 3.1's `rope_freqs.weight`); nil for none.
    init(_ scaling: Configuration.RotaryScaling, factors: [Float]?) {
        let half = scaling.dimensions / 2
        let base = Double(scaling.base)
        let plain = (0..<half).map { pair in
            pow(base, -Double(2 * pair) / Double(scaling.dimensions)) / Double(factors?[pair] ?? 1)
        }
        guard let yarn = scaling.yarn else {
            frequencies = plain.map { $0 / Double(scaling.linearFactor) }
            magnitude = 1
            return
        }
        // YaRN: pairs that make more than 32 turns over the original context keep their frequency. Pairs that make less than
        // one turn have it divided by the factor. In between, the two frequencies are mixed with linearly falling weight.
        func pair(turning turns: Double) -> Double {
            Double(scaling.dimensions) * log(Double(yarn.originalContext) / (turns * 2 * Double.pi)) / (2 * log(base))
        }
        let low = max(0, pair(turning: 32).rounded(.down))
        let high = min(Double(scaling.dimensions - 1), pair(turning: 1).rounded(.up))
        frequencies = plain.enumerated().map { index, frequency in
            let kept = 1 - min(1, max(0, (Double(index) - low) / max(0.001, high - low)))
            return frequency * (kept + (1 - kept) / Double(yarn.factor))
        }
        magnitude = 1 + 0.1 * log(Double(yarn.factor))
    }

    /// Writes the cosines and sines of one position, `frequencies.count` floats each.
    func write(position: Int, cosines: UnsafeMutablePointer<Float>, sines: UnsafeMutablePointer<Float>) {
        for pair in frequencies.indices {
            let angle = Double(position) * frequencies[pair]
            cosines[pair] = Float(magnitude * cos(angle))
            sines[pair] = Float(magnitude * sin(angle))
        }
    }
}
