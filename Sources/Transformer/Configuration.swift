/// The shape of a model: all that the forward pass must know besides the weights.
public struct Configuration: Sendable, Hashable {
    /// The families it runs. They differ in three things: how rotary positions pair a head's dimensions, whether queries, keys
    /// and values have biases (qwen2), and whether each head's query and key are normalised (qwen3).
    public enum Architecture: String, Sendable, Hashable, CaseIterable {
        case llama, qwen2, qwen3
    }

    public var architecture: Architecture
    public var layers: Int
    /// Query heads.
    public var heads: Int
    /// Heads of keys and values; `heads` is a multiple: `heads / kvHeads` query heads share one.
    public var kvHeads: Int
    /// Dimensions of one head, even.
    public var headDim: Int
    /// Dimensions of the residual stream.
    public var width: Int
    /// Dimensions inside the feed-forward network.
    public var ffWidth: Int
    /// Rows of the embedding: token ids are 0 ..< vocabulary.
    public var vocabulary: Int
    /// Positions it was trained for.
    public var contextLength: Int
    /// Added to the mean square before its root, in every normalisation.
    public var normEpsilon: Float
    public var rotation: RotaryScaling

    /// The base of the rotary frequencies and what stretches them.
    public struct RotaryScaling: Sendable, Hashable {
        public var base: Float
        /// Dimensions of each head that are rotated (its first ones), even.
        public var dimensions: Int
        /// Positions are divided by it: 1 where the file asks for no linear scaling.
        public var linearFactor: Float
        /// YaRN (arXiv 2309.00071), where the file asks for it.
        public var yarn: Yarn?

        public struct Yarn: Sendable, Hashable {
            public var factor: Float
            public var originalContext: Int
        }

        public init(base: Float, dimensions: Int, linearFactor: Float = 1, yarn: Yarn? = nil) {
            self.base = base
            self.dimensions = dimensions
            self.linearFactor = linearFactor
            self.yarn = yarn
        }
    }

    /// Query heads that share one key and value head.
    public var groupSize: Int { heads / kvHeads }
    /// Floats of all query heads of a token.
    public var queryWidth: Int { heads * headDim }
    /// Floats of all key (or value) heads of a token.
    public var kvWidth: Int { kvHeads * headDim }

    public init(
        architecture: Architecture, layers: Int, heads: Int, kvHeads: Int, headDim: Int, width: Int, ffWidth: Int,
        vocabulary: Int, contextLength: Int, normEpsilon: Float, rotation: RotaryScaling
    ) {
        self.architecture = architecture
        self.layers = layers
        self.heads = heads
        self.kvHeads = kvHeads
        self.headDim = headDim
        self.width = width
        self.ffWidth = ffWidth
        self.vocabulary = vocabulary
        self.contextLength = contextLength
        self.normEpsilon = normEpsilon
        self.rotation = rotation
    }
}
