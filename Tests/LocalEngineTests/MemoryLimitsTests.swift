import Foundation
import Testing

@testable import LocalEngine

/// The files of /proc and /sys, written into a folder of the test's own.
@Suite final class MemoryLimitsTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("erank-limits-\(UUID().uuidString)").path

    init() throws {
        try write("proc/meminfo", "MemTotal: 24000000 kB\nMemAvailable: 1000000 kB\n")
        try write("proc/self/status", "Name:\terank\nVmSize:\t 500000 kB\nVmRSS:\t 100000 kB\nVmData:\t 200000 kB\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func room(_ setting: Int? = nil) -> MemoryRoom { MemoryLimits(setting: setting, root: root).room }

    @Test func withoutLimitsTheMachineSaysWhatIsFree() throws {
        #expect(room() == MemoryRoom(bytes: 1_024_000_000, limit: .machine))
        // Nothing is readable.
        #expect(MemoryLimits(root: "/nowhere").room.limit == .machine)
        try write("proc/self/cgroup", "0::/box\n")
        try write("sys/fs/cgroup/box/memory.max", "max\n")
        try write("sys/fs/cgroup/box/memory.current", "5\n")
        try write("proc/self/limits", "Max address space         unlimited            unlimited            bytes\n")
        #expect(room().limit == .machine)
    }

    @Test func everyLevelOfAGroupCounts() throws {
        try write("proc/self/cgroup", "0::/outer/inner\n")
        try write("sys/fs/cgroup/outer/memory.max", "700000000\n")
        try write("sys/fs/cgroup/outer/memory.current", "300000000\n")
        try write("sys/fs/cgroup/outer/memory.stat", "anon 1\nactive_file 60000000\ninactive_file 40000000\n")
        try write("sys/fs/cgroup/outer/inner/memory.max", "max\n")
        try write("sys/fs/cgroup/outer/inner/memory.current", "1\n")
        // Pages of files can be dropped.
        #expect(room() == MemoryRoom(bytes: 500_000_000, limit: .controlGroup("/outer")))
        try write("sys/fs/cgroup/outer/inner/memory.high", "400000000\n")
        #expect(room() == MemoryRoom(bytes: 399_999_999, limit: .controlGroup("/outer/inner")))
        // More is in use than the limit allows.
        try write("sys/fs/cgroup/outer/inner/memory.current", "900000000\n")
        #expect(room().bytes == 0)
    }

    @Test(arguments: ["memory", "cpu,memory"]) func versionOneCounts(controllers: String) throws {
        try write("proc/self/cgroup", "4:\(controllers):/box\n0::/\n")
        let folder = "sys/fs/cgroup/\(controllers)/box"
        try write("\(folder)/memory.limit_in_bytes", "600000000\n")
        try write("\(folder)/memory.usage_in_bytes", "150000000\n")
        try write("\(folder)/memory.stat", "inactive_file 7\ntotal_active_file 0\ntotal_inactive_file 50000000\n")
        #expect(room() == MemoryRoom(bytes: 500_000_000, limit: .controlGroup("/box")))
        // The value of "no limit".
        try write("\(folder)/memory.limit_in_bytes", "9223372036854771712\n")
        #expect(room().limit == .machine)
    }

    /// In a container the path is the host's, and the mount point is the container's group.
    @Test func theMountPointOfAContainerCounts() throws {
        try write("proc/self/cgroup", "0::/../docker/abc\n")
        try write("sys/fs/cgroup/memory.max", "200000000\n")
        try write("sys/fs/cgroup/memory.current", "50000000\n")
        #expect(room() == MemoryRoom(bytes: 150_000_000, limit: .controlGroup("/")))
    }

    @Test func resourceLimitsAndTheUsersCount() throws {
        try write(
            "proc/self/limits",
            "Limit  Soft Limit\nMax data size    900000000    unlimited    bytes\nMax address space  812000000  unlimited  bytes\n"
        )
        #expect(room() == MemoryRoom(bytes: 300_000_000, limit: .addressSpace))
        try write("proc/self/limits", "Max data size             404800000            unlimited            bytes\n")
        #expect(room() == MemoryRoom(bytes: 200_000_000, limit: .dataSize))
        #expect(room(202_400_000) == MemoryRoom(bytes: 100_000_000, limit: .setting(202_400_000)))
        #expect(room(1) == MemoryRoom(bytes: 0, limit: .setting(1)))
    }

    @Test func threadsAreCapped() throws {
        #expect(Machine.threads(nil, processors: 2) == 2 && Machine.threads(100_000, processors: 2) == 2)
        #expect(Machine.threads(nil, processors: 256) == 64 && Machine.threads(128, processors: 256) == 128)
        #expect(Machine.threads(Int.max, processors: 4096) == 1024 && Machine.threads(0, processors: 2) == 1)
        #expect(Machine.threads(nil) <= Machine.processors)

        let files = SystemFiles(root: root)
        #expect(Machine.processors(files, online: 8) == 8)
        try write("proc/self/cgroup", "1:cpu,cpuacct:/box\n0::/a/b\n")
        try write("sys/fs/cgroup/a/cpu.max", "250000 100000\n")
        try write("sys/fs/cgroup/a/b/cpu.max", "max 100000\n")
        #expect(Machine.processors(files, online: 8) == 3)
        try write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "50000\n")
        try write("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n")
        #expect(Machine.processors(files, online: 8) == 1)
        try write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "-1\n")
        #expect(Machine.processors(files, online: 2) == 2)
    }
}
