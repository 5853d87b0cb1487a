import Foundation

/// What this computer is.
enum Machine {
    /// Bytes that programs can still take without driving others out; half of all memory where the system does not say.
    static var availableMemory: Int {
        let line = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("MemAvailable:")
        }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kibibytes.map { $0 * 1024 } ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// The processor's name, as it calls itself.
    static var processor: String {
        let line = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("model name")
        }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown processor"
    }

    /// The most memory this process has had resident so far, in bytes.
    static var peakResidentBytes: Int {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            getrusage(RUSAGE_SELF.rawValue, &usage)
            return usage.ru_maxrss * 1024
        #endif
    }
}
