/// The description of a model and its engine that is needed to repeat a run.
public struct ModelDescription: Sendable, Hashable, Codable {
    /// The catalogue's name, or the file's name without its extension.
    public var name: String
    /// The file's name, without its folder.
    public var file: String
    /// Lower-case hexadecimal SHA-256 of the file.
    public var sha256: String
    /// GGUF's `general.architecture`: llama, qwen2, qwen3.
    public var architecture: String
    /// The quantisation that the file names, such as "Q4_K_M"; otherwise the type of most of its weights.
    public var quantisation: String
    /// The number of weights of all tensors.
    public var parameters: Int
    /// The model's context length in tokens.
    public var contextLength: Int
    /// The engine's name and version, such as "erank-local 0.1.0".
    public var engine: String
    /// The number of compute threads.
    public var threads: Int
    /// The largest number of tokens in one forward pass. Results repeat exactly for the same build, model, threads and batch
    /// limit.
    public var batchLimit: Int
    /// The processor, threads and instruction set, such as "AMD EPYC, 2 threads, avx512-vnni".
    public var machine: String
    /// The absolute path of the file; nil if there is none.
    public var path: String?
    /// The name of the chat template, if one was chosen in place of the file's; otherwise nil.
    public var template: String?

    /// A description as given.
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
