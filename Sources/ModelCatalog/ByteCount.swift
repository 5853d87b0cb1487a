/// A number of bytes as people read it, in decimal units as disks and PyPI count: "98.4 MB".
public struct ByteCount: Sendable, Hashable, CustomStringConvertible {
    public var bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }

    public var description: String {
        let units: [(name: String, size: Int)] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
        // 999,950 bytes and more would round to "1000.0 kB": that is the next unit's "1.0".
        for unit in units where bytes >= unit.size - unit.size / 20_000 {
            let tenths = (Double(bytes) / Double(unit.size) * 10).rounded() / 10
            return "\(tenths) \(unit.name)"
        }
        return "\(bytes) bytes"
    }
}
