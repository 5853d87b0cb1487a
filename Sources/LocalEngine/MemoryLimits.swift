import Foundation

/// The limits on the memory of this process: what is free on the machine, the limits of its control groups (version 1 and 2, at
/// every level), its resource limits (`ulimit -v` and `-d`), and a limit that the user set.
///
/// They are read anew for each question, from the files that Linux has under /proc and /sys. On other systems half of the
/// machine's memory counts as free.
public struct MemoryLimits: Sendable, Hashable {
    /// The most resident memory of this process that the user allows, in bytes; nil for no limit of the user's.
    public var setting: Int?
    /// The folder that holds `proc` and `sys`. A test may give another one than the system's root.
    let root: String

    /// The limits of this system.
    public init(setting: Int? = nil) { self.init(setting: setting, root: "") }

    init(setting: Int? = nil, root: String) {
        self.setting = setting
        self.root = root
    }

    /// The memory that this process may still take, by the tightest limit. Files that are missing or unreadable limit nothing.
    public var room: MemoryRoom {
        let files = SystemFiles(root: root)
        let own = files.status
        var rooms = files.controlGroupRooms
        if let limit = files.resourceLimit("Max address space"), let used = own["VmSize"] {
            rooms.append(MemoryRoom(bytes: limit - used, limit: .addressSpace))
        }
        if let limit = files.resourceLimit("Max data size"), let used = own["VmData"] {
            rooms.append(MemoryRoom(bytes: limit - used, limit: .dataSize))
        }
        if let setting { rooms.append(MemoryRoom(bytes: setting - (own["VmRSS"] ?? 0), limit: .setting(setting))) }
        let machine = MemoryRoom(
            bytes: files.availableMemory ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2), limit: .machine)
        return rooms.reduce(machine) { $1.bytes < $0.bytes ? $1 : $0 }
    }
}

/// Memory that this process may still take, and the limit that says so.
public struct MemoryRoom: Sendable, Hashable {
    /// Bytes, at least 0.
    public var bytes: Int
    /// The tightest limit.
    public var limit: Limit

    /// What limits the memory of a process.
    public enum Limit: Sendable, Hashable {
        /// What programs can take without swapping (MemAvailable).
        case machine
        /// A control group, by its path under the mount point; "/" is the outermost one that this process sees.
        case controlGroup(String)
        /// `ulimit -v`.
        case addressSpace
        /// `ulimit -d`.
        case dataSize
        /// The user's own limit in bytes.
        case setting(Int)
    }

    init(bytes: Int, limit: Limit) {
        self.bytes = max(0, bytes)
        self.limit = limit
    }

    /// The share of the room that a cache may take. The machine's memory is shared with other programs.
    var cacheShare: Double { limit == .machine ? 0.5 : 0.75 }
}
