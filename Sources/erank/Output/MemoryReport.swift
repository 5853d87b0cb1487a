import Inference
import LocalEngine
import ModelCatalog

/// What an engine uses memory for, as rows for people.
enum MemoryReport {
    static func rows(_ memory: EngineMemory) -> [[String]] {
        let full = memory.cache == memory.wantedCache ? "" : " of the \(ByteCount(memory.wantedCache)) it would use"
        return [
            ["weights", "\(ByteCount(memory.weights)), copied from the file and packed"],
            ["cache", "up to \(ByteCount(memory.cache))\(full): \(memory.cacheTokens) tokens"],
            ["work buffers", "up to \(ByteCount(memory.work))"],
            ["memory left", "\(ByteCount(memory.room.bytes)) before the cache: what \(memory.room.limit.words)"],
        ]
    }

    /// Why prompts are shorter than the model's context allows.
    static func shortCache(_ engine: LocalEngine) -> String {
        let memory = engine.memory
        return """
            \(memory.room.limit.words) \(ByteCount(memory.room.bytes)), so a prompt and its answer have at most \
            \(engine.tokenLimit) tokens instead of the model's \(engine.model.contextLength); longer ones are cut
            """
    }

    /// The most memory that this process has used so far (VmHWM).
    static var peak: String { "peak resident memory: \(ByteCount(Machine.peakResidentBytes))" }
}
