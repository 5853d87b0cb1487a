/// What a misspelled word was meant to be.
public enum Spelling {
    /// The word with the fewest letters changed, left out, put in or swapped (Damerau-Levenshtein); nil if none is close.
    ///
    /// - Complexity: O(letters of all words × letters of `word`, at most 40).
    public static func nearest(to word: String, among words: [String]) -> String? {
        guard word.count <= 40 else { return nil }
        let scored = words.map { (word: $0, distance: distance(Array(word), Array($0))) }
        guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= max(2, word.count / 3) else {
            return nil
        }
        return best.word
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        for i in 1..<max(1, a.count + 1) {
            for j in 1..<max(1, b.count + 1) {
                let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                rows[i][j] = min(change, rows[i - 1][j] + 1, rows[i][j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
                }
            }
        }
        return rows[a.count][b.count]
    }
}
