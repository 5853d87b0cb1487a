import Foundation

/// Student's t distribution.
///
/// The tail is the regularised incomplete beta function I_x(n/2, 1/2) at x = n / (n + t²), by its continued fraction
/// (Abramowitz and Stegun 1964, 26.7.1 and 26.5.8; modified Lentz method).
struct StudentT {
    /// n, at least 1.
    let degrees: Double

    /// The probability of a value at least as far from 0 as `t`, on either side.
    func twoSided(_ t: Double) -> Double {
        guard t.isFinite else { return t.isNaN ? .nan : 0 }
        return Self.beta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The t that is exceeded, on both sides together, with probability `p` between 0 and 1.
    func critical(twoSided p: Double) -> Double {
        guard p > 0 else { return .infinity }
        guard p < 1 else { return 0 }
        var (low, high) = (0.0, 1.0)
        while twoSided(high) > p, high < 1e300 { high *= 2 }
        // Bisection to the last bit of a double.
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if twoSided(middle) > p { low = middle } else { high = middle }
        }
    }

    /// I_x(a, b).
    private static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast below the mean; above it, the other tail's does.
        if x > (a + 1) / (a + b + 2) { return 1 - beta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let least = 1e-300
        func bounded(_ value: Double) -> Double { abs(value) < least ? least : value }
        var (c, d) = (1.0, 1 / bounded(1 - (a + b) * x / (a + 1)))
        var fraction = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / bounded(1 + even * d)
            c = bounded(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / bounded(1 + odd * d)
            c = bounded(1 + odd / c)
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-16 { break }
        }
        return min(1, front * fraction)
    }
}
