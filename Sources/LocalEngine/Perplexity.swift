import Foundation
import Tokenizer
import Transformer

/// The perplexity of a model on a text: exp of the mean negative log-probability of the text's tokens.
///
/// It is measured as llama-perplexity does. The text is cut into chunks of `context` tokens. Each chunk is evaluated on its
/// own. If the model asks for a beginning-of-text token, that token replaces the chunk's first one. The predictions of the
/// chunk's second half are scored. The tokens after the last full chunk are ignored.
public struct Perplexity: Sendable, Hashable {
    /// exp of the mean negative log-probability of the scored tokens.
    public var perplexity: Double
    /// The number of scored predictions.
    public var tokens: Int
    /// The number of chunks.
    public var chunks: Int
}

extension LoadedModel {
    /// Measures the perplexity of a text, on a new thread and the compute threads.
    ///
    /// - Parameters:
    ///   - text: at least `context` tokens long.
    ///   - context: tokens per chunk, at least 4.
    ///   - memory: the limits that the cache of one chunk must fit.
    ///   - progress: called on another thread after each chunk, with the chunks done, all chunks and the perplexity so far.
    /// - Returns: nil for a text shorter than one chunk.
    /// - Throws: `ModelError` from the forward pass; `MemoryError` if the limits leave too little memory.
    public func perplexity(
        of text: String, context: Int, memory: MemoryLimits = MemoryLimits(),
        progress: @escaping @Sendable (_ done: Int, _ of: Int, _ perplexity: Double) -> Void = { _, _, _ in }
    ) async throws -> Perplexity? {
        try await onOwnThread("erank perplexity") { try measure(text, max(4, context), memory, progress) }
    }

    private func measure(
        _ text: String, _ context: Int, _ memory: MemoryLimits, _ progress: (Int, Int, Double) -> Void
    ) throws -> Perplexity? {
        let tokens = (beginOfText.map { [$0] } ?? []) + tokenizer.encode(text)
        let chunks = tokens.count / context
        guard chunks > 0 else { return nil }
        let pages = (context + KVCache.pageLength - 1) / KVCache.pageLength
        try EngineMemory.check(model.memory, pages: pages, tokens: Self.promptPiece, rows: Self.scoredPiece, memory)
        let cache = try KVCache(model: model, pageCount: pages)
        let logits = Logits(model: model)
        var loss = 0.0
        var scored = 0
        for chunk in 0..<chunks {
            var ids = Array(tokens[chunk * context..<(chunk + 1) * context])
            if let first = beginOfText { ids[0] = first }
            // The last token is only predicted, never evaluated.
            var start = 0
            while start < context - 1 {
                let half = context / 2
                let end = start < half ? min(start + Self.promptPiece, half) : min(start + Self.scoredPiece, context - 1)
                let segment = Batch.Segment(
                    tokens: Array(ids[start..<end]), start: start, pages: (0..<Int32(pages)).map(\.self),
                    logitOffsets: start < half ? [] : Array(0..<end - start))
                try model.forward(Batch(segments: [segment]), cache: cache, logits: logits, top: 0)
                for (row, position) in (start..<end).enumerated() where start >= half {
                    loss += logits.summaries[row].logSumExp - Double(logits[row][Int(ids[position + 1])])
                    scored += 1
                }
                start = end
            }
            progress(chunk + 1, chunks, exp(loss / Double(scored)))
        }
        return Perplexity(perplexity: exp(loss / Double(scored)), tokens: scored, chunks: chunks)
    }

    private static var promptPiece: Int { 512 }
    /// Smaller, because each scored token needs a row of logits.
    private static var scoredPiece: Int { 128 }
}
