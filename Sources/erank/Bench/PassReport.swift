import LocalEngine
import Transformer

/// Some forward passes of a job: where their time went, and what share of the machine's limits they reached.
struct PassReport: Encodable {
    let passes, promptTokens, decodedTokens, readoutTokens: Int
    /// Of all passes, and of that the parts.
    let seconds, productSeconds, logitSeconds, attentionSeconds, restSeconds: Double
    let tokensPerSecond: Double
    /// The least time that the operations of the products need on this machine, over the time they took.
    let productShareOfCompute: Double
    /// The same of attention, against f32.
    let attentionShareOfCompute: Double
    /// The least time that the operations of both need, over the time of the whole passes.
    let shareOfCompute: Double
    /// The least time that reading the weights once a pass, and the keys and values once a sequence, needs, over the passes' time.
    let shareOfMemory: Double

    init(_ totals: PassTotals, _ limits: MachineLimits) {
        let cost = totals.cost
        passes = totals.passes
        (promptTokens, decodedTokens, readoutTokens) = (totals.promptTokens, totals.decodedTokens, totals.readoutTokens)
        seconds = cost.total / .seconds(1)
        productSeconds = cost.products / .seconds(1)
        logitSeconds = cost.logits / .seconds(1)
        attentionSeconds = cost.attention / .seconds(1)
        restSeconds = cost.rest / .seconds(1)
        let products =
            Double(cost.work.byteOperations) / limits.byteOperationsPerSecond
            + Double(cost.work.floatOperations) / limits.floatOperationsPerSecond
        let attention = Double(cost.attentionOperations) / limits.floatOperationsPerSecond
        tokensPerSecond = share(Double(totals.tokens), of: seconds)
        productShareOfCompute = share(products, of: productSeconds + logitSeconds)
        attentionShareOfCompute = share(attention, of: attentionSeconds)
        shareOfCompute = share(products + attention, of: seconds)
        shareOfMemory = share(Double(cost.work.weightBytes + cost.cacheBytes) / limits.bytesReadPerSecond, of: seconds)
    }
}

/// 0 of nothing.
private func share(_ part: Double, of whole: Double) -> Double { whole > 0 ? part / whole : 0 }
