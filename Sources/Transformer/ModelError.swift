/// Why a model cannot be run, or a batch not evaluated. `description` is the one sentence a person reads: what, where, remedy.
public enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    case architecture(String)
    /// A key of the file's metadata is missing or says what cannot be.
    case metadata(key: String, problem: String)
    case missingTensor(String)
    case tensorShape(name: String, found: [Int], expected: [Int])
    case tensorType(name: String, type: String)
    /// The tensor's bytes do not lie inside the file.
    case tensorData(name: String, problem: String)
    case memory(bytes: Int, purpose: String)
    case threads(Int)
    case cancelled
    /// A batch that does not fit the model or the cache: a defect of the caller, told instead of trapped.
    case batch(String)

    public var description: String {
        switch self {
        case .architecture(let name):
            "the model's architecture is \(name), and this engine runs llama, qwen2 and qwen3: use a model of one of these"
        case .metadata(let key, let problem):
            "the model file's \(key) \(problem): convert the model again with a current llama.cpp, or use another file"
        case .missingTensor(let name):
            "the model file has no tensor \(name): it is incomplete, fetch or convert it again"
        case .tensorShape(let name, let found, let expected):
            "the tensor \(name) is \(Self.shape(found)) where the model's metadata asks for \(Self.shape(expected)): fetch or convert the file again"
        case .tensorType(let name, let type):
            "the tensor \(name) has type \(type), which this engine does not run: quantise the model to Q4_K_M, Q8_0 or F16"
        case .tensorData(let name, let problem):
            "the tensor \(name) \(problem): the file is damaged, fetch it again"
        case .memory(let bytes, let purpose):
            "no memory for \(purpose) (\(bytes / 1_048_576) MiB): close other programs or use a smaller model"
        case .threads(let count):
            "could not start \(count) compute threads: ask for fewer with --threads"
        case .cancelled: "cancelled"
        case .batch(let problem): "the engine put together a batch that cannot be evaluated: \(problem)"
        }
    }

    private static func shape(_ dimensions: [Int]) -> String { dimensions.map(String.init).joined(separator: " x ") }
}
