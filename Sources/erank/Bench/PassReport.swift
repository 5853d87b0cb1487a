import LocalEngine
import Transformer

/// Some forward passes of a job: how their time is divided, and which share of the machine's limits they reached.
struct PassReport: Encodable {
    let passes, promptTokens, decodedTokens, readoutTokens: Int
    /// The time of all passes, and its parts.
    let seconds, productSeconds, logitSeconds, attentionSeconds, restSeconds: Double
    let tokensPerSecond: Double
    /// The shortest possible time for the operations of the products on this machine, divided by their actual time.
    let productShareOfCompute: Double
    /// The same for attention, at the machine's f32 speed.
    let attentionShareOfCompute: Double
    /// The shortest possible time for the operations of both, divided by the time of the whole passes.
    let shareOfCompute: Double
    /// The shortest possible time for reading the weights once per pass and the keys and values once per sequence, divided by
    /// the time of the passes.
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

/// 0 if `whole` is 0.
private func share(_ part: Double, of whole: Double) -> Double { whole > 0 ? part / whole : 0 }
