/// The added tokens of a model (user-defined tokens in GGUF, such as Qwen3's `<think>`). A text is split at them before
/// pre-tokenization.
struct AddedTokens: Sendable {
    /// A piece of a text: an added token, or ordinary text if `token` is -1.
    struct Fragment {
        var range: Range<Int>
        var token: Int32
    }

    /// The added tokens by their first byte.
    private let byFirstByte: [[Int32]]
    private let isEmpty: Bool

    init(_ vocabulary: Vocabulary) {
        let ids = (0..<Int32(vocabulary.count)).filter {
            vocabulary.kind(of: $0) == .userDefined && !vocabulary.range(of: $0).isEmpty
        }
        var table = [[Int32]](repeating: [], count: 256)
        for id in ids { table[Int(vocabulary.bytes(of: id).first ?? 0)].append(id) }
        byFirstByte = table
        isEmpty = ids.isEmpty
    }

    /// Splits a text at its added tokens. Where several match, longer tokens are cut out first in the whole text, as llama.cpp
    /// does.
    func fragments(of text: [UInt8], _ vocabulary: Vocabulary) -> [Fragment] {
        var fragments = [Fragment(range: 0..<text.count, token: -1)]
        guard !isEmpty else { return fragments }
        var present: Set<Int32> = []
        for position in text.indices {
            for id in byFirstByte[Int(text[position])] where matches(id, text, at: position, end: text.count, vocabulary) {
                present.insert(id)
            }
        }
        let ordered = present.sorted { (vocabulary.range(of: $1).count, $0) < (vocabulary.range(of: $0).count, $1) }
        for id in ordered { fragments = fragments.flatMap { cut($0, at: id, text, vocabulary) } }
        return fragments
    }

    private func cut(_ fragment: Fragment, at id: Int32, _ text: [UInt8], _ vocabulary: Vocabulary) -> [Fragment] {
        guard fragment.token < 0 else { return [fragment] }
        let length = vocabulary.range(of: id).count
        var result: [Fragment] = []
        var start = fragment.range.lowerBound
        var position = start
        while position + length <= fragment.range.upperBound {
            guard matches(id, text, at: position, end: fragment.range.upperBound, vocabulary) else {
                position += 1
                continue
            }
            if start < position { result.append(Fragment(range: start..<position, token: -1)) }
            position += length
            result.append(Fragment(range: position - length..<position, token: id))
            start = position
        }
        if start < fragment.range.upperBound { result.append(Fragment(range: start..<fragment.range.upperBound, token: -1)) }
        return result
    }

    private func matches(_ id: Int32, _ text: [UInt8], at position: Int, end: Int, _ vocabulary: Vocabulary) -> Bool {
        let bytes = vocabulary.bytes(of: id)
        return position + bytes.count <= end && text[position..<position + bytes.count].elementsEqual(bytes)
    }
}
