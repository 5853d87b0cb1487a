/// Searches for stop texts in text that arrives in pieces. A stop text may span several pieces.
struct StopTexts {
    private let stops: [[UInt8]]
    private let longest: Int
    /// The last bytes of the text so far: a stop text may begin in them and end in a later piece.
    private var tail: [UInt8] = []

    /// Empty stop texts are ignored.
    init(_ texts: [String]) {
        stops = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
        longest = stops.map(\.count).max() ?? 0
    }

    /// Appends a piece of text. True if it completes a stop text.
    mutating func completes(with text: String) -> Bool {
        guard longest > 0, !text.isEmpty else { return false }
        tail.append(contentsOf: text.utf8)
        let found = stops.contains { Self.contains(tail, $0) }
        tail.removeFirst(max(0, tail.count - (longest - 1)))
        return found
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...bytes.count - part.count).contains { bytes[$0..<$0 + part.count].elementsEqual(part) }
    }
}
