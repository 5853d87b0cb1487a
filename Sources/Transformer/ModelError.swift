import GGUF

/// Why a model cannot be run, or a batch not evaluated. `description` is the one sentence a person reads: what, where, remedy.
public enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is damaged, or lacks a key or tensor, or has one of the wrong shape or type.
    case file(GGUFError)
    /// The file is whole, and asks for something that is not here.
    case unsupported(file: String, feature: String)
    case memory(bytes: Int, purpose: String)
    case threads(Int)
    case cancelled
    /// A batch that does not fit the model or the cache: a defect of the caller, told instead of trapped.
    case batch(String)

    public var description: String {
        switch self {
        case .file(let error): error.description
        case .unsupported(let file, let feature):
            "\(file): the model needs \(feature), which this engine does not run; use a plain llama, qwen2 or qwen3 model"
        case .memory(let bytes, let purpose):
            "no memory for \(purpose) (\(bytes / 1_048_576) MiB): close other programs or use a smaller model"
        case .threads(let count): "could not start \(count) compute threads: ask for fewer"
        case .cancelled: "cancelled"
        case .batch(let problem): "the engine put together a batch that cannot be evaluated: \(problem)"
        }
    }
}
