import Foundation

/// Texts of others (titles, ids, queries, thoughts) inside Markdown.
public enum MarkdownText {
    /// The text on one line, so that Markdown shows its characters as they are: no table cell, link, emphasis or HTML begins in
    /// it. Control characters stay: the output makes them harmless. An underscore between letters stays as it is. O(bytes).
    public static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isInWord = index > 0 && isLetter(scalars[index - 1]) && index + 1 < scalars.count && isLetter(scalars[index + 1])
            switch scalar {
            case "\\", "`", "*", "[", "<", "|": escaped.append("\\")
            case "_" where !isInWord: escaped.append("\\")
            case "&" where isReference(scalars[(index + 1)...]): escaped.append("\\")
            default: break
            }
            escaped.append(scalar.properties.isWhitespace ? " " : scalar)
        }
        return String(escaped)
    }

    /// Whether an HTML character reference follows after "&", such as "lt;". The longest one has 31 letters.
    private static func isReference(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        rest.prefix(32).drop { isLetter($0) || $0 == "#" }.first == ";"
    }

    /// A line that keeps its own Markdown, such as a model's, but not its HTML.
    public static func withoutHTML(_ line: some StringProtocol) -> String { line.replacingOccurrences(of: "<", with: "&lt;") }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
