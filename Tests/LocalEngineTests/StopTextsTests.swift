import Testing

@testable import LocalEngine

@Suite struct StopTextsTests {
    /// The text is split at random positions, as tokens split it.
    private func pieces(of bytes: [UInt8], using random: inout SplitMix64) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...4, using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    @Test func stopTextsAreFoundAcrossPieces() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<2000 {
            let letters = (0..<14).map { _ in "ab<".randomElement(using: &random) ?? "a" }
            let text = String(letters)
            let stopTexts = ["ab<", "<<", ""]
            var stops = StopTexts(stopTexts)
            var seen = ""
            var found = false
            for piece in pieces(of: Array(text.utf8), using: &random) where !found {
                let piece = String(decoding: piece, as: UTF8.self)
                seen += piece
                found = stops.completes(with: piece)
                #expect(found == (seen.contains("ab<") || seen.contains("<<")))
            }
        }
    }
}
