/// The hyperparameters of a model: everything that the forward pass needs besides the weights.
public struct Configuration: Sendable, Hashable {
    /// The supported architectures. They differ in three points: llama rotates neighbouring dimensions, the others dimensions
    /// half a head apart; qwen2 has biases on queries, keys and values; qwen3 normalises each head's query and key.
    public enum Architecture: String, Sendable, Hashable, CaseIterable {
        case llama, qwen2, qwen3
    }

    /// The model family.
    public var architecture: Architecture
    /// Transformer layers.
    public var layers: Int
    /// Query heads.
    public var heads: Int
    /// Key-value heads. `heads` is a multiple of it: `heads / kvHeads` query heads share one key-value head.
    public var kvHeads: Int
    /// Dimensions of one head; even.
    public var headDim: Int
    /// Dimensions of the residual stream.
    public var width: Int
    /// Dimensions inside the feed-forward network.
    public var ffWidth: Int
    /// Rows of the embedding. Token ids are 0 ..< vocabulary.
    public var vocabulary: Int
    /// The context length in positions that the model was trained for.
    public var contextLength: Int
    /// Epsilon of every RMS norm: added to the mean square before the square root.
    public var normEpsilon: Float
    /// The parameters of the rotary position embedding.
    public var rotation: RotaryScaling

    /// The parameters of the rotary position embedding (arXiv 2104.09864) and its context extension.
    public struct RotaryScaling: Sendable, Hashable {
        /// Pair `i` turns by `base ^ (-2 i / dimensions)` radians per position, before any scaling. Above 1.
        public var base: Float
        /// The number of leading dimensions of each head that are rotated; even.
        public var dimensions: Int
        /// Linear scaling divides positions by this factor. 1 without linear scaling.
        public var linearFactor: Float
        /// YaRN scaling (arXiv 2309.00071); nil if the file does not ask for it.
        public var yarn: Yarn?

        /// The parameters of YaRN.
        public struct Yarn: Sendable, Hashable {
            /// The extended context length divided by the original one.
            public var factor: Float
            /// The context length in positions before the extension.
            public var originalContext: Int
        }

        /// Parameters as given; nothing is checked.
        public init(base: Float, dimensions: Int, linearFactor: Float = 1, yarn: Yarn? = nil) {
            self.base = base
            self.dimensions = dimensions
            self.linearFactor = linearFactor
            self.yarn = yarn
        }
    }

    /// Query heads that share one key-value head.
    public var groupSize: Int { heads / kvHeads }
    /// Elements in the queries of one token.
    public var queryWidth: Int { heads * headDim }
    /// Elements in the keys (or the values) of one token.
    public var kvWidth: Int { kvHeads * headDim }

    /// A configuration as given; nothing is checked. `init(file:)` reads and checks one.
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
