import Foundation
import Transformer

/// Facts about this computer, and about the resources that this process has used.
public enum Machine {
    /// The number of compute threads that are used if the user asks for `wanted` threads (nil: as many as make sense): at least
    /// 1 and at most one for each processor that this process may use. With more, the threads would only wait for each other
    /// after each product. Unasked it is at most `unaskedThreads`.
    public static func threads(_ wanted: Int?) -> Int { threads(wanted, processors: processors) }

    static func threads(_ wanted: Int?, processors: Int) -> Int {
        max(1, min(wanted ?? unaskedThreads, processors, maxThreads))
    }

    /// The processors that this process may use: those of its affinity mask, or fewer by the processor quota of its control
    /// groups, rounded up.
    public static var processors: Int { processors(SystemFiles(root: ""), online: ProcessInfo.processInfo.activeProcessorCount) }

    static func processors(_ files: SystemFiles, online: Int) -> Int {
        guard let quota = files.processorQuota, quota < Double(online) else { return online }
        return max(1, Int(quota.rounded(.up)))
    }

    /// A product is handed out in tiles of 16 rows. A small model has a few dozen of them, so that more threads find no work.
    static let unaskedThreads = 64
    /// The most threads of a `ComputeThreads`.
    static let maxThreads = 1024

    /// The processor's model name as /proc/cpuinfo gives it; "unknown processor" if there is none.
    public static var processor: String {
        let line = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first {
            $0.hasPrefix("model name")
        }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown processor"
    }

    /// The peak resident memory of this process so far, in bytes: VmHWM on Linux. (The peak of `getrusage` may be that of the
    /// program that started this one.)
    public static var peakResidentBytes: Int {
        #if canImport(Darwin)
            usage.ru_maxrss
        #else
            SystemFiles(root: "").status["VmHWM"] ?? usage.ru_maxrss * 1024
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
            try MachineLimits(threads: threads ?? Machine.threads(nil))
        }
    }
}
