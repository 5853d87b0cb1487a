/// Finds the query's words, and what is searched for, in a document.
struct Highlighter {
    let terms: Set<String>
    let needle: String

    enum Kind: Int, Sendable { case plain, term, match }
    static let kinds = 3

    struct Piece: Equatable {
        var text: Substring
        var kind: Kind
    }

    /// The words of a query worth looking for: lower-case, without the commonest words, without a plural's s.
    static func terms(of query: String) -> Set<String> {
        var terms: Set<String> = []
        for word in query.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let word = word.lowercased()
            if word.count > 1, !commonWords.contains(word) { terms.insert(stem(word)) }
        }
        return terms
    }

    /// `text` cut into pieces, in order, each plain or a hit. A searched text wins over a term. O(n).
    func pieces(of text: String) -> [Piece] {
        guard !needle.isEmpty else { return words(of: text[...]) }
        var pieces: [Piece] = []
        var rest = text[...]
        while let match = rest.range(ofFolded: needle) {
            pieces += words(of: rest[..<match.lowerBound])
            pieces.append(Piece(text: rest[match], kind: .match))
            rest = rest[match.upperBound...]
        }
        return pieces + words(of: rest)
    }

    private func words(of text: Substring) -> [Piece] {
        guard !terms.isEmpty else { return text.isEmpty ? [] : [Piece(text: text, kind: .plain)] }
        var pieces: [Piece] = []
        var plain = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index].isLetter || text[index].isNumber else {
                index = text.index(after: index)
                continue
            }
            let end = text[index...].firstIndex { !$0.isLetter && !$0.isNumber } ?? text.endIndex
            if terms.contains(Self.stem(text[index..<end].lowercased())) {
                if plain < index { pieces.append(Piece(text: text[plain..<index], kind: .plain)) }
                pieces.append(Piece(text: text[index..<end], kind: .term))
                plain = end
            }
            index = end
        }
        if plain < text.endIndex { pieces.append(Piece(text: text[plain...], kind: .plain)) }
        return pieces
    }

    private static func stem(_ word: String) -> String {
        word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
    }

    private static let commonWords: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has", "have", "how", "i", "if",
        "in",
        "into", "is", "it", "its", "my", "not", "of", "on", "or", "should", "than", "that", "the", "their", "them", "there",
        "these",
        "they", "this", "to", "was", "what", "when", "where", "which", "who", "why", "will", "with", "without", "would", "you",
        "your",
    ]
}

extension StringProtocol where SubSequence == Substring {
    /// The first occurrence of `needle`, letters' case aside. O(n m), without Foundation.
    func range(ofFolded needle: String) -> Range<Index>? {
        let needle = Array(needle.lowercased())
        guard let first = needle.first else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start].lowercased().first == first {
                var index = start
                var matched = 0
                while index < endIndex, matched < needle.count, self[index].lowercased() == String(needle[matched]) {
                    formIndex(after: &index)
                    matched += 1
                }
                if matched == needle.count { return start..<index }
            }
            formIndex(after: &start)
        }
        return nil
    }
}
