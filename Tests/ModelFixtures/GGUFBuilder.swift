import GGUF

/// Builds a GGUF file in memory, valid or deliberately damaged.
public struct GGUFBuilder: Sendable {
    public var magic: [UInt8] = Array("GGUF".utf8)
    public var version: UInt32 = 3
    public var alignment = 32
    /// Wrong counts for the header; nil for the true ones.
    public var claimedTensorCount: UInt64?
    public var claimedKeyCount: UInt64?
    public private(set) var entries: [[UInt8]] = []
    public private(set) var directory: [[UInt8]] = []
    public private(set) var data: [UInt8] = []

    public init() {}

    // MARK: Metadata

    public mutating func add(_ key: String, _ value: String) { add(key, type: 8, Self.text(value)) }
    public mutating func add(_ key: String, _ value: UInt32) { add(key, type: 4, Self.bytes(value)) }
    public mutating func add(_ key: String, _ value: Float) { add(key, type: 6, Self.bytes(value.bitPattern)) }
    public mutating func add(_ key: String, _ value: Bool) { add(key, type: 7, [value ? 1 : 0]) }
    public mutating func add(_ key: String, _ values: [String]) {
        add(key, type: 9, Self.bytes(UInt32(8)) + Self.bytes(UInt64(values.count)) + values.flatMap(Self.text))
    }
    public mutating func add(_ key: String, _ values: [Int32]) {
        add(key, type: 9, Self.bytes(UInt32(5)) + Self.bytes(UInt64(values.count)) + values.flatMap(Self.bytes))
    }
    /// Adds a value, given as the number of its type and its bytes.
    public mutating func add(_ key: String, type: UInt32, _ value: [UInt8]) {
        entries.append(Self.text(key) + Self.bytes(type) + value)
    }

    // MARK: Tensors

    /// Adds a tensor of zeros after the last one.
    public mutating func addTensor(_ name: String, _ shape: [UInt64], _ type: TensorType, byteCount: Int) {
        addTensorEntry(name, shape, type.rawValue, offset: UInt64(data.count))
        data += [UInt8](repeating: 0, count: (byteCount + alignment - 1) / alignment * alignment)
    }
    /// Adds an entry to the tensor directory, without data.
    public mutating func addTensorEntry(_ name: String, _ shape: [UInt64], _ type: UInt32, offset: UInt64) {
        directory.append(
            Self.text(name) + Self.bytes(UInt32(shape.count)) + shape.flatMap(Self.bytes) + Self.bytes(type) + Self.bytes(offset))
    }

    // MARK: Bytes

    public var file: [UInt8] {
        var bytes = magic + Self.bytes(version)
        bytes += Self.bytes(claimedTensorCount ?? UInt64(directory.count)) + Self.bytes(claimedKeyCount ?? UInt64(entries.count))
        bytes += entries.joined()
        bytes += directory.joined()
        bytes += [UInt8](repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
        return bytes + data
    }

    public static func bytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    public static func text(_ value: String) -> [UInt8] { bytes(UInt64(value.utf8.count)) + Array(value.utf8) }
}
