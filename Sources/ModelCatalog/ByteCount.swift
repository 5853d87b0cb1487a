/// A number of bytes that is displayed in decimal units, as disks and PyPI do: "98.4 MB".
public struct ByteCount: Sendable, Hashable, CustomStringConvertible {
    /// The number of bytes.
    public var bytes: Int

    /// A count of `bytes` bytes.
    public init(_ bytes: Int) { self.bytes = bytes }

    /// The number with one decimal in kB, MB or GB, or as whole bytes: "98.4 MB", "512 bytes".
    public var description: String {
        let units: [(name: String, size: Int)] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
        // 999,950 bytes would round to "1000.0 kB", so from there on the next unit is used: "1.0 MB".
        for unit in units where bytes >= unit.size - unit.size / 20_000 {
            let tenths = (Double(bytes) / Double(unit.size) * 10).rounded() / 10
            return "\(tenths) \(unit.name)"
        }
        return "\(bytes) bytes"
    }
}
