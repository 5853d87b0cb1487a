/// Matching by words, and by letters in order, as fuzzy finders do.
enum Fuzzy {
    /// The words of a text.
    static func words(of text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

    /// How well words match a text: it must have each of them, and higher is better: beginnings of words count more. nil
    /// without a match. O(text) a word.
    static func score(words: [String], in text: String) -> Int? {
        var score = 0
        for word in words {
            guard let place = text.range(ofFolded: word) else { return nil }
            let before = place.lowerBound == text.startIndex ? " " : text[text.index(before: place.lowerBound)]
            score += before.isLetter || before.isNumber ? 1 : 8
        }
        return score
    }

    /// How well `pattern` matches `text`: its letters must all appear in order. Higher is better; beginnings of words and
    /// runs of letters count more, letters skipped count against. nil without a match. O(n).
    static func score(_ pattern: String, in text: String) -> Int? {
        var score = 0
        var wanted = pattern.lowercased().filter { $0 != " " }[...]
        guard !wanted.isEmpty else { return 0 }
        var previousMatched = false
        var atWordStart = true
        for character in text.lowercased() {
            if character == wanted.first {
                score += previousMatched ? 5 : atWordStart ? 8 : 1
                wanted = wanted.dropFirst()
                if wanted.isEmpty { return score }
                previousMatched = true
            } else {
                if previousMatched { score -= 1 }
                previousMatched = false
            }
            atWordStart = !character.isLetter && !character.isNumber
        }
        return nil
    }
}
