/// A shuffle that depends only on a seed and on the ids. The same seed gives the same order on every machine and in every
/// version, in whatever order the documents were loaded; a document that is added later does not change the order of the
/// others.
///
/// Documents are sorted by a 64-bit key: the FNV-1a hash (http://www.isthe.com/chongo/tech/comp/fnv) of the query's id, a
/// zero byte and the document's id, starting from FNV's offset basis XOR the mixed seed, and mixed again at the end. Mixing
/// is SplitMix64's finaliser (https://prng.di.unimi.it/splitmix64.c).
struct KeyedShuffle {
    private let start: UInt64

    init(seed: UInt64, queryID: String) {
        start = Self.hash(queryID.utf8, from: Self.mixed(seed) ^ 0xCBF2_9CE4_8422_2325) &* Self.prime
    }

    func key(of documentID: String) -> UInt64 { Self.mixed(Self.hash(documentID.utf8, from: start)) }

    private static let prime: UInt64 = 0x100_0000_01B3

    private static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64) -> UInt64 {
        bytes.reduce(start) { ($0 ^ UInt64($1)) &* prime }
    }

    private static func mixed(_ seed: UInt64) -> UInt64 {
        var z = seed &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
