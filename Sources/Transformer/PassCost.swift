/// The cost of one or more forward passes: durations of their parts, and amounts of work.
public struct PassCost: Sendable, Hashable {
    /// Time spent waiting for the threads before the pass, while other models used them. Not part of `total`.
    public var waiting = Duration.zero
    /// Duration of the pass, from its start to its logits.
    public var total = Duration.zero
    /// Time in the products with the layers' matrices, including the making of their inputs (RMS norms, gating, quantisation).
    public var products = Duration.zero
    /// Time in the product with the output matrix, which covers only the wanted tokens.
    public var logits = Duration.zero
    /// Time in attention: scores, softmax and weighted sums.
    public var attention = Duration.zero
    /// The remaining time: embedding, rotation, storing keys and values, overhead.
    public var rest: Duration { total - products - logits - attention }

    /// The work of all products, including those with the output matrix.
    public var work = ProductWork()
    /// f32 operations of the attention scores and weighted sums. A multiply and an add count as two.
    public var attentionOperations = 0
    /// Bytes of the keys and values that the sequences of each pass attend to, counted once per sequence and pass.
    public var cacheBytes = 0

    /// A cost of zero.
    public init() {}

    /// Adds the cost of further passes, member by member.
    public static func += (left: inout PassCost, right: PassCost) {
        left.waiting += right.waiting
        left.total += right.total
        left.products += right.products
        left.logits += right.logits
        left.attention += right.attention
        left.work += right.work
        left.attentionOperations += right.attentionOperations
        left.cacheBytes += right.cacheBytes
    }
}
