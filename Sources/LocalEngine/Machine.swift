import Foundation
import Transformer

/// What this computer is, and what this process has had of it.
public enum Machine {
    /// Bytes that programs can still take without driving others out; half of all memory where the system does not say.
    static var availableMemory: Int {
        let line = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("MemAvailable:")
        }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kibibytes.map { $0 * 1024 } ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// The processor's name, as it calls itself.
    public static var processor: String {
        let line = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("model name")
        }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown processor"
    }

    /// The most memory this process has had resident so far, in bytes.
    public static var peakResidentBytes: Int {
        #if canImport(Darwin)
            usage.ru_maxrss
        #else
            usage.ru_maxrss * 1024
        #endif
    }

    /// Processor time of all threads of this process so far, the system's on their behalf included.
    public static var processorSeconds: Double {
        let usage = usage
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    private static var usage: rusage {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
        #else
            getrusage(RUSAGE_SELF.rawValue, &usage)
        #endif
        return usage
    }

    /// How long ago this process was started, to a hundredth of a second; nil where the system does not say.
    public static var processAge: Duration? {
        #if canImport(Darwin)
            return nil
        #else
            // The program's name, second of the fields, may hold anything but is closed by the last parenthesis. The 22nd is the start.
            let fields = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8))?.split(separator: ")").last?
                .split(separator: " ")
            var now = timespec()
            let ticks = sysconf(Int32(_SC_CLK_TCK))
            guard let fields, fields.count > 19, let start = Int(fields[19]), ticks > 0, clock_gettime(CLOCK_BOOTTIME, &now) == 0
            else { return nil }
            return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec) - .seconds(start) / ticks
        #endif
    }

    /// What it can do at most with so many threads; nil for one a core. Takes all of them about three seconds.
    ///
    /// - Throws: `ModelError` for want of threads or memory.
    public static func limits(threads: Int?) async throws -> MachineLimits {
        try await onOwnThread("erank measuring") {
            try MachineLimits(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        }
    }
}
