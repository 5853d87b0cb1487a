import GGUF

extension Configuration {
    /// Reads the configuration from a file's metadata and checks that the values are possible.
    ///
    /// - Throws: `ModelError.file`, which names the key at fault (also for an unknown architecture); `.unsupported` for a
    ///   mixture of experts or an unknown kind of rotary scaling.
    public init(file: GGUFFile) throws(ModelError) {
        do throws(GGUFError) {
            let name = try file.requiredString("general.architecture")
            guard let architecture = Architecture(rawValue: name) else {
                throw file.error(
                    .outOfRange(
                        key: "general.architecture", value: name,
                        expected: Architecture.allCases.map(\.rawValue).joined(separator: ", ")))
            }
            self.architecture = architecture
            layers = try file.requiredInteger("\(name).block_count", in: 1...1024)
            width = try file.requiredInteger("\(name).embedding_length", in: 2...1 << 17)
            ffWidth = try file.requiredInteger("\(name).feed_forward_length", in: 1...1 << 20)
            heads = try file.requiredInteger("\(name).attention.head_count", in: 1...1024)
            contextLength = try file.requiredInteger("\(name).context_length", in: 1...1 << 24)
            kvHeads = try file.integer("\(name).attention.head_count_kv") ?? heads
            guard kvHeads >= 1, heads % kvHeads == 0 else {
                throw file.error(
                    .outOfRange(key: "\(name).attention.head_count_kv", value: "\(kvHeads)", expected: "a divisor of \(heads)"))
            }
            headDim = try file.integer("\(name).attention.key_length") ?? width / heads
            guard headDim >= 2, headDim <= 1024, headDim % 2 == 0 else {
                throw file.error(
                    .outOfRange(
                        key: "\(name).attention.key_length", value: "\(headDim)", expected: "an even number from 2 to 1024"))
            }
            let valueLength = try file.integer("\(name).attention.value_length") ?? headDim
            guard valueLength == headDim else {
                throw file.error(
                    .outOfRange(key: "\(name).attention.value_length", value: "\(valueLength)", expected: "\(headDim)"))
            }
            normEpsilon = Float(try file.requiredNumber("\(name).attention.layer_norm_rms_epsilon"))
            vocabulary = try file.requiredTensor("token_embd.weight").rowCount
            rotation = try RotaryScaling(file: file, prefix: "\(name).rope", headDim: headDim, contextLength: contextLength)
        } catch {
            throw .file(error)
        }
        let name = architecture.rawValue
        if let experts = file.value("\(name).expert_count")?.integer, experts > 0 {
            throw .unsupported(file: file.path, feature: "a mixture of experts (\(name).expert_count \(experts))")
        }
        if let scaling = file.value("\(name).rope.scaling.type")?.string, !["none", "linear", "yarn"].contains(scaling) {
            throw .unsupported(file: file.path, feature: "\(name).rope.scaling.type \(scaling)")
        }
    }
}

extension Configuration.RotaryScaling {
    fileprivate init(file: GGUFFile, prefix: String, headDim: Int, contextLength: Int) throws(GGUFError) {
        base = Float(try file.number("\(prefix).freq_base") ?? 10_000)
        guard base.isFinite, base > 1 else {
            throw file.error(.outOfRange(key: "\(prefix).freq_base", value: "\(base)", expected: "a number above 1"))
        }
        dimensions = try file.integer("\(prefix).dimension_count") ?? headDim
        guard dimensions >= 2, dimensions <= headDim, dimensions % 2 == 0 else {
            throw file.error(
                .outOfRange(
                    key: "\(prefix).dimension_count", value: "\(dimensions)", expected: "an even number from 2 to \(headDim)"))
        }
        linearFactor = 1
        let kind = try file.string("\(prefix).scaling.type")
        let (named, old) = (try file.number("\(prefix).scaling.factor"), try file.number("\(prefix).scale_linear"))
        let factor = Float(named ?? old ?? 1)
        guard factor.isFinite, factor > 0 else {
            throw file.error(.outOfRange(key: "\(prefix).scaling.factor", value: "\(factor)", expected: "a number above 0"))
        }
        switch kind {
        case "yarn":
            let original = try file.integer("\(prefix).scaling.original_context_length") ?? contextLength
            yarn = Yarn(factor: factor, originalContext: max(1, original))
        case "none": break
        default: linearFactor = factor
        }
    }
}
