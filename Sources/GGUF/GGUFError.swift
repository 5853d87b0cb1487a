/// Why a file cannot be read or used. `description` is one sentence: the file, what is wrong and where, and the remedy.
public struct GGUFError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path as it was given.
    public let file: String
    /// What is wrong.
    public let problem: GGUFProblem

    /// An error about the file at path `file`.
    public init(file: String, problem: GGUFProblem) {
        self.file = file
        self.problem = problem
    }

    /// One sentence for a person: the file, what is wrong and where, and the remedy.
    public var description: String { "\(file): \(problem.finding); \(problem.remedy)" }
}

/// What is wrong with a file. Offsets are in bytes from its beginning, except where noted.
public enum GGUFProblem: Error, Sendable, Hashable {
    // The file as a whole.
    case cannotOpen(reason: String)
    /// The address space has no room for the file.
    case cannotMap(bytes: Int)
    case empty
    case wrongMagic([UInt8])
    case bigEndian
    case unsupportedVersion(UInt32)
    case split(parts: Int)
    case shrunk(from: Int, to: Int)

    // Its bytes.
    case truncated(offset: Int, reading: String)
    case tooLong(offset: Int, what: String, length: UInt64)
    case absurdCount(offset: Int, what: String, count: UInt64, remaining: Int)
    case notText(offset: Int, what: String)

    // Its metadata.
    case unknownValueType(UInt32, key: String, offset: Int)
    case nestedArray(offset: Int, key: String)
    case notBool(offset: Int, key: String, byte: UInt8)
    case duplicateKey(String, offset: Int)
    case badAlignment(String)
    case missingKey(String)
    case wrongValueType(key: String, expected: String, found: GGUFValue.Kind)
    case outOfRange(key: String, value: String, expected: String)

    // Its tensors.
    case duplicateTensor(String, offset: Int)
    case tooManyDimensions(tensor: String, UInt32)
    case absurdShape(tensor: String, [UInt64])
    case unknownTensorType(tensor: String, UInt32)
    case unsupportedTensorType(tensor: String, TensorType)
    case brokenRow(tensor: String, length: Int, type: TensorType)
    /// The offset is relative to the start of the tensor data.
    case misaligned(tensor: String, offset: UInt64, alignment: Int)
    /// The offset is relative to the start of the tensor data.
    case outsideFile(tensor: String, offset: UInt64, byteCount: Int, fileByteCount: Int)
    case overlap(String, String, offset: Int)
    case missingTensor(String)
    case wrongShape(tensor: String, found: [Int], expected: [Int])
}
