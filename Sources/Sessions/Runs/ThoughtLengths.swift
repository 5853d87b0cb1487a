import Foundation

/// How long the texts of a run become, in tokens, as far as the finished and the unfinished ones tell.
///
/// The finished ones alone would tell too little: the short ones are done first. So a Weibull distribution is fitted to both (the
/// likelihood of an unfinished text is that it is longer than what it has): its shape tells texts of much the same length from
/// texts of which a few go on for long. Source: Lawless, Statistical Models and Methods for Lifetime Data, chapter 5.
struct ThoughtLengths {
    /// The shape and the scale of the distribution.
    private let (shape, scale): (Double, Double)
    private let longestEnded: Double
    /// No text is longer.
    private let limit: Double

    /// The most texts that are looked at, evenly spread: the fit would not become better.
    private static let mostTexts = 256
    /// With few texts, any shape could be fitted.
    private static let shapes = 0.4...4.0

    /// Fits the distribution to at most 256 of the texts. O(texts), for the longest of them.
    ///
    /// - Parameters:
    ///   - ended: the lengths of the texts that ended by themselves.
    ///   - unended: the lengths of the others: under way, or cut off at the limit.
    ///   - limit: of a text.
    init(ended: [Double], unended: [Double], limit: Double) {
        self.limit = limit
        longestEnded = ended.max() ?? 0
        let (ended, unended) = (Self.some(of: ended), Self.some(of: unended))
        let all = ended + unended
        guard !ended.isEmpty, let longest = all.max() else {
            (shape, scale) = (1, all.max() ?? DocumentProgress.usualTokens)
            return
        }
        // Relative to the longest, no power overflows.
        let lengths = all.map { max(1, $0) / max(1, longest) }
        let logarithms = lengths.map { log($0) }
        let mean = ended.reduce(0) { $0 + log(max(1, $1) / max(1, longest)) } / Double(ended.count)
        /// The derivative of the likelihood by the shape; it grows with the shape.
        func slope(_ shape: Double) -> Double {
            let powers = lengths.map { pow($0, shape) }
            let weighted = zip(powers, logarithms).reduce(0) { $0 + $1.0 * $1.1 }
            return weighted / powers.reduce(0, +) - 1 / shape - mean
        }
        var (low, high) = (Self.shapes.lowerBound, Self.shapes.upperBound)
        for _ in 0..<20 {
            let middle = (low + high) / 2
            if slope(middle) < 0 { low = middle } else { high = middle }
        }
        shape = (low + high) / 2
        let sum = lengths.reduce(0) { [shape] in $0 + pow($1, shape) }
        scale = max(1, longest) * pow(sum / Double(ended.count), 1 / shape)
    }

    private static func some(of lengths: [Double]) -> [Double] {
        guard lengths.count > mostTexts else { return lengths }
        return (0..<mostTexts).map { lengths[$0 * lengths.count / mostTexts] }
    }

    /// The tokens that a text of `written` tokens still gets, at a quantile of the distribution in 0..<1.
    func left(after written: Double, quantile: Double) -> Double {
        let sum = pow(written / scale, shape) - log(1 - quantile)
        // One that is longer than all that ended may go on for long.
        let least = written > longestEnded ? 1.25 * written : written
        return max(0, min(limit, max(least, scale * pow(sum, 1 / shape))) - written)
    }

    /// The tokens that a text of `written` tokens still gets in the mean.
    func meanLeft(after written: Double) -> Double {
        let quantiles = [0.1, 0.3, 0.5, 0.7, 0.9]
        return quantiles.reduce(0) { $0 + left(after: written, quantile: $1) } / Double(quantiles.count)
    }

    /// The tokens that the longest of several texts, each of `written` tokens, still gets: the median of that.
    func longestLeft(after written: Double, of texts: Int) -> Double {
        left(after: written, quantile: pow(0.5, 1 / Double(max(1, texts))))
    }
}
