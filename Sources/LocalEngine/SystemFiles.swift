import Foundation

/// The files in which Linux describes this process and its control groups.
struct SystemFiles {
    /// The folder that holds `proc` and `sys`; "" for the system's.
    let root: String

    // MARK: /proc

    /// Bytes of memory that programs can take without swapping; nil if the system does not tell.
    var availableMemory: Int? { fields("/proc/meminfo")["MemAvailable"] }

    /// The sizes of this process in bytes, by the names of /proc/self/status, such as VmRSS.
    var status: [String: Int] { fields("/proc/self/status") }

    /// A soft resource limit in bytes, by its name in /proc/self/limits; nil for none.
    func resourceLimit(_ name: String) -> Int? {
        let line = lines("/proc/self/limits").first { $0.hasPrefix(name) }
        return line?.dropFirst(name.count).split(separator: " ").first.flatMap { Int($0) }
    }

    // MARK: Control groups

    /// The room that each control group leaves this process, from the process's own group to the outermost one.
    ///
    /// Pages of files count as free, because the system can drop them.
    var controlGroupRooms: [MemoryRoom] {
        groups("memory").flatMap { group in
            group.levels.flatMap { level -> [MemoryRoom] in
                let folder = group.mount + level
                let used = number(folder + "/memory.current") ?? number(folder + "/memory.usage_in_bytes")
                guard let used else { return [] }
                let counts = fields(folder + "/memory.stat")
                // Version 1 counts the groups below a group only in the totals.
                let files = ["active_file", "inactive_file"].reduce(0) { $0 + (counts["total_\($1)"] ?? counts[$1] ?? 0) }
                return ["memory.max", "memory.high", "memory.limit_in_bytes"].compactMap { name in
                    number("\(folder)/\(name)").map {
                        MemoryRoom(bytes: $0 - max(0, used - files), limit: .controlGroup(level.isEmpty ? "/" : level))
                    }
                }
            }
        }
    }

    /// The processors that the tightest quota of a control group is worth; nil for no quota.
    var processorQuota: Double? {
        groups("cpu").flatMap { group in
            group.levels.compactMap { level -> Double? in
                let folder = group.mount + level
                let pair = lines(folder + "/cpu.max").first?.split(separator: " ").compactMap { Double($0) } ?? []
                if pair.count == 2, pair[1] > 0 { return pair[0] / pair[1] }
                guard let quota = number(folder + "/cpu.cfs_quota_us"), quota > 0,
                    let period = number(folder + "/cpu.cfs_period_us"), period > 0
                else { return nil }
                return Double(quota) / Double(period)
            }
        }.min()
    }

    private struct Group {
        /// The folder where the hierarchy is mounted.
        var mount: String
        /// The group's path and the paths of all groups above it; the outermost is "".
        var levels: [String]
    }

    /// The groups of this process that may control `controller`: one of version 1, one of version 2, or both. In a container
    /// the path may be the host's; then only the mount point itself exists, and it is the container's group.
    private func groups(_ controller: String) -> [Group] {
        lines("/proc/self/cgroup").flatMap { line -> [Group] in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let parts = fields[2].split(separator: "/").filter { $0 != ".." }
            let levels = (0...parts.count).reversed().map { parts[..<$0].map { "/\($0)" }.joined() }
            if fields[1].isEmpty {
                return ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].map { Group(mount: $0, levels: levels) }
            }
            guard fields[1].split(separator: ",").contains(where: { $0 == controller }) else { return [] }
            return ["/sys/fs/cgroup/\(controller)", "/sys/fs/cgroup/\(fields[1])"].map { Group(mount: $0, levels: levels) }
        }
    }

    // MARK: Reading

    private func lines(_ path: String) -> [Substring] {
        (try? String(contentsOfFile: root + path, encoding: .utf8))?.split(separator: "\n") ?? []
    }

    /// The only number of a file; nil for "max" and for no file.
    private func number(_ path: String) -> Int? { lines(path).first.flatMap { Int($0) } }

    /// Lines of a name and a number, "MemAvailable: 123 kB" or "active_file 123", in bytes.
    private func fields(_ path: String) -> [String: Int] {
        lines(path).reduce(into: [:]) { fields, line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 2, let number = Int(words[1]) else { return }
            let name = words[0].hasSuffix(":") ? words[0].dropLast() : words[0]
            let (bytes, overflow) = number.multipliedReportingOverflow(by: words.last == "kB" ? 1024 : 1)
            fields[String(name)] = overflow ? Int.max : bytes
        }
    }
}
