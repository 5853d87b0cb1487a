/// Texts with many combining marks in a row. Swift compares and hashes texts in normal form, and putting the marks of one letter
/// in order takes quadratic time: 100,000 marks take ten seconds each time. No language needs more than a few.
public enum MarkPile {
    /// The most marks in a row of a text that is compared: an id, a member's name, a query.
    public static let limit = 1_000

    /// Whether a text has more marks in a row. O(n), and O(1) for a text that is too short for it.
    public static func isIn(_ text: String) -> Bool {
        // A combining mark has at least two bytes.
        guard text.utf8.count > 2 * limit else { return false }
        var count = 0
        for scalar in text.unicodeScalars {
            count = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : count + 1
            if count > limit { return true }
        }
        return false
    }

    /// A text that can be compared; nil if the bytes are not UTF-8, or have more marks in a row.
    static func comparable(_ bytes: ArraySlice<UInt8>) -> String? {
        String(validating: bytes, as: UTF8.self).flatMap { isIn($0) ? nil : $0 }
    }

    /// What was expected of a text with more marks.
    static let expectation = "at most 1,000 combining marks in a row"

    /// What is wrong with a text that has more, as the end of a sentence.
    public static let problem = "has more than 1,000 combining marks in a row: leave them out"
}
