import Foundation

/// Finds the query's words, by their stems, and what is searched for, in a document.
struct Highlighter {
    let terms: Set<String>
    let needle: String
    /// What the terms begin with: a stem begins as its words do, and most words of a document begin as no term does.
    private let initials: Set<Character>

    init(terms: Set<String>, needle: String) {
        (self.terms, self.needle) = (terms, needle)
        initials = Set(terms.compactMap(\.first))
    }

    enum Kind: Int, Sendable { case plain, term, match }
    static let kinds = 3

    struct Piece: Equatable {
        var text: Substring
        var kind: Kind
    }

    /// The words of a query worth looking for: the stems of all but the commonest.
    static func terms(of query: String) -> Set<String> {
        var terms: Set<String> = []
        for word in query.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let word = word.lowercased()
            if word.count > 1, !commonWords.contains(word) { terms.insert(Stemmer.stem(word)) }
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
            if isTerm(text[index..<end]) {
                if plain < index { pieces.append(Piece(text: text[plain..<index], kind: .plain)) }
                pieces.append(Piece(text: text[index..<end], kind: .term))
                plain = end
            }
            index = end
        }
        if plain < text.endIndex { pieces.append(Piece(text: text[plain...], kind: .plain)) }
        return pieces
    }

    /// The longest word that is looked up, in bytes. Swift compares texts in normal form, which takes quadratic time of a letter
    /// with many combining marks; no word of a language is longer.
    private static let longestWord = 256

    private func isTerm(_ word: Substring) -> Bool {
        guard word.utf8.count <= Self.longestWord, let initial = word.first?.lowercased().first else { return false }
        return initials.contains(initial) && terms.contains(Stemmer.stem(word.lowercased()))
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
    /// The first occurrence of `needle`, letters' case aside. O(n m).
    func range(ofFolded needle: String) -> Range<Index>? {
        let needle = needle.lowercased()
        guard !needle.isEmpty else { return nil }
        // A search goes through every document and thought: what is typed is ASCII nearly always, and found byte by byte, thirty
        // times faster.
        if needle.utf8.allSatisfy({ $0 < 0x80 }) { return range(ofASCII: Array(needle.utf8)) }
        return range(ofCharacters: Array(needle))
    }

    /// - Parameter needle: lower-case.
    private func range(ofCharacters needle: [Character]) -> Range<Index>? {
        // Normal forms of one letter differ in length by little; a letter with many marks is not compared, which would take
        // quadratic time.
        let longest = 4 * (needle.map(\.utf8.count).max() ?? 0)
        func isSame(_ character: Character, _ wanted: Character) -> Bool {
            character.utf8.count <= longest && character.lowercased() == String(wanted)
        }
        // Most characters do not begin as the first one does, in any of its forms: their first byte tells that.
        var begins = [Bool](repeating: false, count: 256)
        for form in [needle.first.map { String($0) } ?? "", needle.first?.uppercased() ?? ""] {
            for byte in [form.decomposedStringWithCanonicalMapping, form.precomposedStringWithCanonicalMapping].compactMap(
                \.utf8.first)
            {
                begins[Int(byte)] = true
            }
        }
        // Signs that are letters too, such as those of Kelvin, Ohm and Angstrom, begin with these.
        (begins[0xE1], begins[0xE2]) = (true, true)
        var start = startIndex
        while start < endIndex {
            guard begins[Int(utf8[start])] else {
                formIndex(after: &start)
                continue
            }
            var index = start
            var matched = 0
            while index < endIndex, matched < needle.count, isSame(self[index], needle[matched]) {
                formIndex(after: &index)
                matched += 1
            }
            if matched == needle.count { return start..<index }
            formIndex(after: &start)
        }
        return nil
    }

    /// - Parameter needle: lower-case.
    private func range(ofASCII needle: [UInt8]) -> Range<Index>? {
        var from = 0
        while let found = place(ofASCII: needle, from: from) {
            let start = utf8.index(startIndex, offsetBy: found)
            let end = utf8.index(start, offsetBy: needle.count)
            // Not the beginning of a character that goes on, as an e with an accent of its own.
            if Index(start, within: self) != nil, Index(end, within: self) != nil { return start..<end }
            from = found + 1
        }
        return nil
    }

    /// In bytes from the beginning.
    private func place(ofASCII needle: [UInt8], from first: Int) -> Int? {
        func search(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
            var start = first
            while start + needle.count <= bytes.count {
                var matched = 0
                while matched < needle.count, bytes[start + matched].asciiLowercased == needle[matched] { matched += 1 }
                if matched == needle.count { return start }
                start += 1
            }
            return nil
        }
        return utf8.withContiguousStorageIfAvailable(search) ?? Array(utf8).withUnsafeBufferPointer(search)
    }
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
