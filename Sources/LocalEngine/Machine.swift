import Foundation
import Transformer

/// Facts about this computer, and about the resources that this process has used.
public enum Machine {
    /// Bytes of memory that programs can allocate without swapping (MemAvailable on Linux); half of all memory on other
    /// systems.
    static var availableMemory: Int {
        let line = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("MemAvailable:")
        }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kibibytes.map { $0 * 1024 } ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// The processor's model name as /proc/cpuinfo gives it; "unknown processor" if there is none.
    public static var processor: String {
        let line = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("model name")
        }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown processor"
    }

    /// The peak resident memory of this process so far, in bytes.
    public static var peakResidentBytes: Int {
        #if canImport(Darwin)
            usage.ru_maxrss
        #else
            usage.ru_maxrss * 1024
        #endif
    }

    /// Processor seconds of all threads of this process so far, in user and system mode.
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

    /// The time since this process was started, to a hundredth of a second; nil if the system does not tell.
    public static var processAge: Duration? {
        #if canImport(Darwin)
            return nil
        #else
            // Field 2, the program's name in parentheses, may contain any character. So split at the last ")". Field 22 is the
            // start time in clock ticks after boot.
            let fields = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8))?.split(separator: ")").last?
                .split(separator: " ")
            var now = timespec()
            let ticks = sysconf(Int32(_SC_CLK_TCK))
            guard let fields, fields.count > 19, let start = Int(fields[19]), ticks > 0, clock_gettime(CLOCK_BOOTTIME, &now) == 0
            else { return nil }
            return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec) - .seconds(start) / ticks
        #endif
    }

    /// Measures the peak throughput with `threads` threads (nil: one per core). That takes about three seconds on all of them.
    ///
    /// - Throws: `ModelError.threads` or `.memory` without enough of either.
    public static func limits(threads: Int?) async throws -> MachineLimits {
        try await onOwnThread("erank measuring") {
            try MachineLimits(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        }
    }
}
