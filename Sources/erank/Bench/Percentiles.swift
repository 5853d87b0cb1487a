/// The median, 99th percentile and maximum of measured times, in milliseconds.
struct Percentiles: Encodable {
    var p50: Double
    var p99: Double
    var max: Double

    init(_ times: [Duration]) {
        let sorted = times.map { $0 / .milliseconds(1) }.sorted()
        /// The smallest time that is not exceeded by this share of the times.
        func at(_ share: Double) -> Double {
            let rank = Int((share * Double(sorted.count)).rounded(.up))
            return sorted.isEmpty ? 0 : sorted[Swift.min(Swift.max(rank - 1, 0), sorted.count - 1)]
        }
        (p50, p99, max) = (at(0.5), at(0.99), sorted.last ?? 0)
    }
}
