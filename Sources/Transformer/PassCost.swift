/// What forward passes cost: where their time went, and how much there was to do in it.
public struct PassCost: Sendable, Hashable {
    /// Before the beginning: for the threads, while other models had them.
    public var waiting = Duration.zero
    /// From beginning to end.
    public var total = Duration.zero
    /// In the products with the layers' matrices, and making their inputs: norms, the gate's function, quantising.
    public var products = Duration.zero
    /// In the product with the output matrix, for the wanted tokens alone.
    public var logits = Duration.zero
    public var attention = Duration.zero
    /// What is left: embedding, rotation, storing keys and values, the way from one to the next.
    public var rest: Duration { total - products - logits - attention }

    /// Of all products, those with the output matrix too.
    public var work = ProductWork()
    /// Of scores and weighted sums, in f32; a multiply and an add are two.
    public var attentionOperations = 0
    /// Keys and values that the sequences of each pass attend to, each sequence's read once.
    public var cacheBytes = 0

    public init() {}

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
