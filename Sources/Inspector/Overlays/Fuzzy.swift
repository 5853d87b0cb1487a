/// Matching by letters in order, as fuzzy finders do.
enum Fuzzy {
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
