/// All that must be said of a model and its engine so that a run can be repeated.
public struct ModelDescription: Sendable, Hashable, Codable {
    /// The catalogue's name, or the file's name without its extension.
    public var name: String
    /// The file's name, without its folder.
    public var file: String
    /// Lower-case hexadecimal SHA-256 of the file.
    public var sha256: String
    /// GGUF's `general.architecture`: llama, qwen2, qwen3.
    public var architecture: String
    /// Such as "Q4_K_M", or the commonest tensor type where the file does not say.
    public var quantisation: String
    public var parameters: Int
    /// Tokens of context it was made for.
    public var contextLength: Int
    /// Such as "erank-local 0.1.0".
    public var engine: String
    public var threads: Int
    /// Tokens evaluated in one batch at most; results repeat exactly for the same build, model, threads and batch limit.
    public var batchLimit: Int
    /// Such as "AMD EPYC, 2 threads, avx512-vnni".
    public var machine: String
    /// Where the file was, as an absolute path; nil where it has none.
    public var path: String?
    /// The chat template's name, where a person chose one instead of the file's own.
    public var template: String?

    public init(
        name: String, file: String, sha256: String, architecture: String, quantisation: String, parameters: Int,
        contextLength: Int, engine: String, threads: Int, batchLimit: Int, machine: String,
        path: String? = nil, template: String? = nil
    ) {
        self.name = name
        self.file = file
        self.sha256 = sha256
        self.architecture = architecture
        self.quantisation = quantisation
        self.parameters = parameters
        self.contextLength = contextLength
        self.engine = engine
        self.threads = threads
        self.batchLimit = batchLimit
        self.machine = machine
        self.path = path
        self.template = template
    }
}
