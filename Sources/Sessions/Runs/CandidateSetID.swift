import Relevance

/// Identifies a set of candidates by its content. Runs refer to a set that the journal holds once, and a missing or changed
/// set is noticed.
///
/// It is a 64-bit hash as 16 hexadecimal digits. It distinguishes the sets of one session; it does not protect against
/// forgery.
public struct CandidateSetID: RawRepresentable, Sendable, Hashable, Codable {
    /// The 16 hexadecimal digits.
    public var rawValue: String

    /// An id read from a journal.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The id of these candidates. O(bytes of the documents).
    public init(_ candidates: [Candidate]) {
        var hash = ContentHash()
        for candidate in candidates {
            hash.add(candidate.document.id)
            hash.add(candidate.document.title)
            hash.add(candidate.document.text)
            hash.add(UInt64(bitPattern: Int64(candidate.firstStageRank)))
            hash.add(Self.bits(of: candidate.firstStageScore))
        }
        let digits = String(hash.value, radix: 16)
        rawValue = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Equal for scores that are equal after writing and reading the journal, which keeps neither the sign of a zero nor the
    /// bits of a NaN.
    private static func bits(of score: Double?) -> UInt64 {
        guard let score else { return 1 }
        return score == 0 ? 0 : score.isNaN ? 2 : score.bitPattern
    }
}

/// A 64-bit hash that is the same on every machine and in every run: multiply and xor-shift, eight bytes at a time (the
/// finaliser of SplitMix64).
private struct ContentHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
        var z = (value ^ word) &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        value = z ^ (z >> 31)
    }

    /// Adds the length first, so that two consecutive texts cannot be confused with two others of the same joined text.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            add(UInt64(bytes.count))
            let raw = UnsafeRawBufferPointer(bytes)
            let whole = raw.count / 8 * 8
            for offset in stride(from: 0, to: whole, by: 8) {
                add(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            var rest: UInt64 = 0
            for byte in raw[whole...] { rest = rest << 8 | UInt64(byte) }
            add(rest)
        }
    }
}
