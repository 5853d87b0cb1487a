import GGUF
import Transformer

extension LoadedModel {
    /// Checks, before anything is loaded, that two models fit into memory side by side: their weights, their buffers and the
    /// smallest caches.
    ///
    /// - Parameters:
    ///   - models: the name and the path of each.
    ///   - threads: the number of compute threads; nil for one per core.
    ///   - memory: the limits that both must fit.
    /// - Returns: the bytes that the limits leave beyond that.
    /// - Throws: `TogetherError` with both sizes if they do not fit; `GGUFError` or `ModelError` for a file that is no model.
    public static func checkTogether(
        _ models: [(name: String, path: String)], threads: Int? = nil, memory: MemoryLimits = MemoryLimits()
    ) throws -> Int {
        let needs = try models.map { model in
            let needs = try ModelMemory(file: GGUFFile(path: model.path), threads: Machine.threads(threads ?? Machine.processors))
            return TogetherError.Need(name: model.name, bytes: EngineMemory.least(needs))
        }
        let room = memory.room
        let spare = room.bytes - needs.reduce(0) { $0 + $1.bytes }
        guard spare >= 0 else { throw TogetherError(needs: needs, room: room) }
        return spare
    }
}

/// The limits leave too little memory for several models at once. `description` is one sentence: what, where, remedy.
public struct TogetherError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a model needs at least.
    public struct Need: Sendable, Hashable {
        /// The model's name.
        public var name: String
        /// Bytes.
        public var bytes: Int
    }

    /// What each model needs.
    public var needs: [Need]
    /// What the limits leave.
    public var room: MemoryRoom

    /// One sentence for a person: what, where, remedy.
    public var description: String {
        let list = needs.map { "\($0.name) \(MemoryError.megabytes($0.bytes))" }.joined(separator: ", ")
        let sum = MemoryError.megabytes(needs.reduce(0) { $0 + $1.bytes })
        return "both models need at least \(sum) of memory (\(list)), and \(room.limit.words) "
            + "\(MemoryError.megabytes(room.bytes)): \(room.limit.remedy), use smaller models, or score them one after the other "
            + "with 'erank rank --session' and compare the sessions"
    }
}
