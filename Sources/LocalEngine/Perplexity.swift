import Foundation
import Tokenizer
import Transformer

/// How well a model foretells a text: exp of the mean negative log-probability of its tokens.
///
/// As llama-perplexity measures it: the text is cut into chunks of `context` tokens, each begins afresh (with the model's first
/// token in place of its own where the model asks for one), and the predictions of its second half are scored. What is left over
/// is not.
public struct Perplexity: Sendable, Hashable {
    public var perplexity: Double
    /// Predictions scored.
    public var tokens: Int
    public var chunks: Int
}

extension LoadedModel {
    /// - Parameters:
    ///   - context: tokens of a chunk, at least 4.
    ///   - progress: chunks done and chunks in all, with the perplexity so far; called on another thread.
    /// - Returns: nil for a text shorter than one chunk.
    /// - Throws: `ModelError` from the forward pass, or for want of memory.
    public func perplexity(
        of text: String, context: Int,
        progress: @escaping @Sendable (_ done: Int, _ of: Int, _ perplexity: Double) -> Void = { _, _, _ in }
    ) async throws -> Perplexity? {
        try await onOwnThread("erank perplexity") { try measure(text, max(4, context), progress) }
    }

    private func measure(_ text: String, _ context: Int, _ progress: (Int, Int, Double) -> Void) throws(ModelError) -> Perplexity?
    {
        let tokens = (beginOfText.map { [$0] } ?? []) + tokenizer.encode(text)
        let chunks = tokens.count / context
        guard chunks > 0 else { return nil }
        let pages = (context + KVCache.pageLength - 1) / KVCache.pageLength
        let cache = try KVCache(model: model, pageCount: pages)
        let logits = Logits(model: model)
        var loss = 0.0
        var scored = 0
        for chunk in 0..<chunks {
            var ids = Array(tokens[chunk * context..<(chunk + 1) * context])
            if let first = beginOfText { ids[0] = first }
            // The last token is foretold, never read.
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
    /// Fewer at once where every token has its row of logits.
    private static var scoredPiece: Int { 128 }
}
