import GGUF

/// Why a model cannot be run or a batch cannot be evaluated. `description` is one sentence: what, where, remedy.
public enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is damaged, lacks a key or tensor, or has one of the wrong shape or type.
    case file(GGUFError)
    /// The file is valid but needs a feature that this engine does not have.
    case unsupported(file: String, feature: String)
    case memory(bytes: Int, purpose: String)
    case threads(Int)
    case cancelled
    /// The batch does not fit the model or the cache. That is an error of the caller, reported instead of trapped.
    case batch(String)

    /// One sentence for a person: what, where, remedy.
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
