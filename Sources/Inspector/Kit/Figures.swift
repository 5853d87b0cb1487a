import Foundation
import Relevance

/// Numbers as they are shown, the same everywhere and in every locale.
enum Figures {
    /// A number with so many decimals, rounded half away from zero: 9.41. A dash for what is no finite number.
    static func fixed(_ value: Double, _ decimals: Int = 2) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "-" }
        var scale = 1
        for _ in 0..<max(0, decimals) { scale *= 10 }
        let units = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(units) }
        let fraction = String(units % scale)
        return sign + String(units / scale) + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// A probability in at most four columns: 1.00, .93, .004, 0.
    static func probability(_ value: Double) -> String {
        if value >= 0.995 { return "1.00" }
        if value >= 0.0095 { return String(fixed(value, 2).dropFirst()) }
        return value >= 0.0005 ? String(fixed(value, 3).dropFirst()) : "0"
    }

    /// A probability among others of its row, all with three decimals: 1.00, .930, .004, 0.
    static func probabilityInRow(_ value: Double) -> String {
        if value >= 0.9995 { return "1.00" }
        return value >= 0.0005 ? String(fixed(value, 3).dropFirst()) : "0"
    }

    /// A p value: .042, <.001; never 0.
    static func p(_ value: Double) -> String { value < 0.0005 ? "<.001" : probability(value) }

    /// With its sign: "+0.012".
    static func signed(_ value: Double, _ decimals: Int) -> String { (value > 0 ? "+" : "") + fixed(value, decimals) }

    /// A probability as per cent: 93, 100, and nothing below one half.
    static func percent(_ value: Double) -> String { value >= 0.005 ? fixed(value * 100, 0) : "" }

    /// A score in five columns, with as many decimals as they hold: 9.412, 10.00, -0.12. Two that differ in the third decimal are
    /// no tie, and do not look like one.
    static func score(_ value: Double) -> String {
        (0...3).reversed().lazy.map { fixed(value, $0) }.first { $0.count <= 5 } ?? fixed(value, 0)
    }

    /// A length of time as people say it: 6 s, 3 min 20 s, 2 h 5 min.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        if seconds < 9.95 { return fixed(seconds, 1) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// So many of something: 1 judge, 2 judges.
    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        count.counted(noun, plural)
    }

    /// A clock: 0:07, 12:40.
    static func clock(milliseconds: Int) -> String {
        let seconds = max(0, milliseconds) / 1000
        let rest = String(seconds % 60)
        return "\(seconds / 60):" + (rest.count < 2 ? "0" + rest : rest)
    }

    /// The same of seconds, which may come from a file.
    static func clock(seconds: Double) -> String {
        seconds.isFinite ? clock(milliseconds: Int(min(max(0, seconds), 1e9) * 1000)) : "-"
    }

    /// A size: 98 MB, 1.1 GB.
    static func bytes(_ bytes: Int64) -> String {
        let bytes = Double(max(0, bytes))
        if bytes >= 1e9 { return fixed(bytes / 1e9, 1) + " GB" }
        return bytes >= 1e6 ? fixed(bytes / 1e6, 0) + " MB" : fixed(bytes / 1e3, 0) + " kB"
    }

    /// A rate of documents: 0.92, 14.
    static func rate(_ rate: Double) -> String { rate < 10 ? fixed(rate, 2) : fixed(rate, 0) }
}

extension Double {
    /// Brought into 0...1; 0 for what is no number. What a chart draws may come from a file.
    var unit: Double { isFinite ? min(1, max(0, self)) : self == .infinity ? 1 : 0 }

    /// e to this, a log-probability's probability.
    var probability: Double { Foundation.exp(self) }
}
