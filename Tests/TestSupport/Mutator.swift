/// Damages bytes as files get damaged: cut, flipped, doubled, or mixed with tokens of the format. Seeded (SplitMix64).
public struct Mutator: RandomNumberGenerator {
    private var state: UInt64
    private let words: [[UInt8]]

    /// `words` are tokens that have a meaning in the format.
    public init(seed: UInt64, words: [String]) {
        state = seed
        self.words = words.map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x0A], [0x0D, 0x0A], []]
    }

    /// The next random number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    public mutating func mutate(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !bytes.isEmpty else { return words.randomElement(using: &self) ?? [] }
            let at = Int.random(in: 0..<bytes.count, using: &self)
            let end = Int.random(in: at...min(bytes.count, at + 24), using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4: bytes.removeSubrange(at...)
            default: bytes.replaceSubrange(at..<end, with: words.randomElement(using: &self) ?? [])
            }
        }
        return bytes
    }
}
