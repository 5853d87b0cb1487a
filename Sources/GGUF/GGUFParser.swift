/// The part of a file before the tensor data: header, metadata and tensor directory.
struct GGUFHeader {
    var version: UInt32 = 0
    var alignment = 32
    /// In the file's order.
    var keys: [String] = []
    var values: [String: GGUFValue] = [:]
    /// In the file's order.
    var tensors: [GGUFTensor] = []
    var tensorIndex: [String: Int] = [:]
}

/// Reads the header of an untrusted file, once and front to back. Every length and count is compared with the number of
/// remaining bytes before it is used. So time and memory are bounded by the size of the file.
struct GGUFParser {
    private let file: MappedFile
    private var reader: ByteReader
    private var header = GGUFHeader()

    static func parse(_ file: MappedFile) throws(GGUFProblem) -> GGUFHeader {
        var parser = GGUFParser(file: file, reader: ByteReader(file.bytes))
        return try parser.parse()
    }

    private mutating func parse() throws(GGUFProblem) -> GGUFHeader {
        let (tensorCount, keyCount) = try counts()
        for _ in 0..<keyCount { try entry() }
        try checkMetadata()
        var entries: [Entry] = []
        for index in 0..<tensorCount { entries.append(try tensorEntry(index)) }
        try place(entries)
        return header
    }

    // MARK: Header

    private mutating func counts() throws(GGUFProblem) -> (tensors: UInt64, keys: UInt64) {
        let magic = try reader.take(4, "the magic \"GGUF\"")
        guard magic.elementsEqual("GGUF".utf8) else { throw .wrongMagic(Array(magic)) }
        header.version = try reader.integer("the version")
        switch header.version {
        case 2, 3: break
        case let version where version.byteSwapped <= 3: throw .bigEndian
        default: throw .unsupportedVersion(header.version)
        }
        // The shortest tensor entry has an empty name and no dimensions. The shortest metadata entry has a key of one letter
        // and a value of one byte.
        let tensors = try count("tensors", shortest: 8 + 4 + 4 + 8)
        return (tensors, try count("metadata entries", shortest: 8 + 1 + 4 + 1))
    }

    private mutating func count(_ what: String, shortest: Int) throws(GGUFProblem) -> UInt64 {
        let start = reader.offset
        let count: UInt64 = try reader.integer("the number of \(what)")
        guard count <= UInt64(reader.remaining / shortest) else {
            throw .absurdCount(offset: start, what: what, count: count, remaining: reader.remaining)
        }
        return count
    }

    // MARK: Metadata

    private mutating func entry() throws(GGUFProblem) {
        let start = reader.offset
        let key = try reader.name("a metadata key")
        guard header.values[key] == nil else { throw .duplicateKey(key, offset: start) }
        let kind = try kind(key)
        header.values[key] = kind == .array ? .array(try array(key)) : try reader.scalar(kind, key: key)
        header.keys.append(key)
    }

    private mutating func kind(_ key: String) throws(GGUFProblem) -> GGUFValue.Kind {
        let start = reader.offset
        let number: UInt32 = try reader.integer("the type of \(key)")
        guard let kind = GGUFValue.Kind(rawValue: number) else { throw .unknownValueType(number, key: key, offset: start) }
        return kind
    }

    private mutating func array(_ key: String) throws(GGUFProblem) -> GGUFArray {
        let kind = try kind(key)
        let start = reader.offset
        let count: UInt64 = try reader.integer("the length of \(key)")
        let shortest = kind.byteCount ?? 8
        guard count <= UInt64(reader.remaining / shortest) else {
            throw .absurdCount(offset: start, what: "elements of \(key)", count: count, remaining: reader.remaining)
        }
        let first = reader.offset
        switch kind {
        case .array: throw .nestedArray(offset: start, key: key)
        case .string: for _ in 0..<count { _ = try reader.lengthAndBytes("an element of \(key)") }
        case .bool: for _ in 0..<count { _ = try reader.scalar(.bool, key: key) }
        default: _ = try reader.take(count * UInt64(shortest), "the elements of \(key)")
        }
        return GGUFArray(kind: kind, count: Int(count), file: file, range: first..<reader.offset)
    }

    private mutating func checkMetadata() throws(GGUFProblem) {
        if let value = header.values["general.alignment"] {
            guard case .uint32(let alignment) = value, alignment.nonzeroBitCount == 1 else {
                throw .badAlignment(value.integer.map(String.init) ?? "a \(value.kind)")
            }
            header.alignment = Int(alignment)
        }
        if let parts = header.values["split.count"]?.integer, parts > 1 { throw .split(parts: parts) }
    }

    // MARK: Tensors

    /// An entry of the tensor directory, before the start of the tensor data is known.
    private struct Entry {
        var name: String
        var shape: [Int]
        var type: TensorType
        var byteCount: Int
        /// Relative to the start of the tensor data.
        var offset: UInt64
    }

    private mutating func tensorEntry(_ index: UInt64) throws(GGUFProblem) -> Entry {
        let start = reader.offset
        let name = try reader.name("the name of tensor \(index)")
        guard header.tensorIndex.updateValue(Int(index), forKey: name) == nil else {
            throw .duplicateTensor(name, offset: start)
        }
        let dimensions: UInt32 = try reader.integer("the dimensions of tensor \(name)")
        guard dimensions <= 4 else { throw .tooManyDimensions(tensor: name, dimensions) }
        var lengths: [UInt64] = []
        for _ in 0..<dimensions { lengths.append(try reader.integer("the shape of tensor \(name)")) }
        let number: UInt32 = try reader.integer("the type of tensor \(name)")
        guard let type = TensorType(rawValue: number) else { throw .unknownTensorType(tensor: name, number) }
        let offset: UInt64 = try reader.integer("the offset of tensor \(name)")

        var elements = 1
        for length in lengths {
            let (product, overflow) = elements.multipliedReportingOverflow(by: Int(clamping: length))
            guard !overflow, product > 0 else { throw .absurdShape(tensor: name, lengths) }
            elements = product
        }
        let shape = lengths.isEmpty ? [1] : lengths.map { Int(clamping: $0) }
        guard shape[0] % type.blockLength == 0 else {
            throw .brokenRow(tensor: name, length: shape[0], type: type)
        }
        guard let byteCount = type.byteCount(of: elements) else { throw .absurdShape(tensor: name, lengths) }
        return Entry(name: name, shape: shape, type: type, byteCount: byteCount, offset: offset)
    }

    /// Computes the offset of each tensor in the file. Checks that the tensors lie inside the file and do not overlap.
    private mutating func place(_ entries: [Entry]) throws(GGUFProblem) {
        let mask = header.alignment - 1
        let dataStart = (reader.offset + mask) & ~mask
        let fileEnd = reader.offset + reader.remaining
        for entry in entries {
            guard entry.offset % UInt64(header.alignment) == 0 else {
                throw .misaligned(tensor: entry.name, offset: entry.offset, alignment: header.alignment)
            }
            let (offset, overflow) = dataStart.addingReportingOverflow(Int(clamping: entry.offset))
            guard !overflow, offset <= fileEnd, entry.byteCount <= fileEnd - offset else {
                throw .outsideFile(tensor: entry.name, offset: entry.offset, byteCount: entry.byteCount, fileByteCount: fileEnd)
            }
            header.tensors.append(
                GGUFTensor(name: entry.name, shape: entry.shape, type: entry.type, offset: offset, byteCount: entry.byteCount))
        }
        let ordered = header.tensors.sorted { $0.offset < $1.offset }
        for (one, next) in zip(ordered, ordered.dropFirst()) where one.range.upperBound > next.offset {
            throw .overlap(one.name, next.name, offset: next.offset)
        }
    }
}
