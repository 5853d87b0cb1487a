/// Finds the points at which a growing thought is stopped, token by token.
///
/// There are none once `</think>` or `<answer>` has begun. Where a sentence ends is known only when the next token begins: it
/// is a full stop, a question mark, an exclamation mark or a colon before white space, or the end of a line.
public struct StopFinder: Sendable {
    /// A point of the thought: after `afterTokens` tokens, with the text that closes the thought and opens the answer there.
    public struct Point: Sendable, Hashable {
        /// The number of generated tokens before the point.
        public var afterTokens: Int
        /// Text before `closing` that is tokenized by itself.
        public var prefill = ""
        /// The text that completes the output format up to the answer.
        public var closing: String
    }

    private let plan: StopPlan
    private var count = 0
    /// The tokens before the last point.
    private var last = 0
    /// The end of the text so far, as long as the longest tag.
    private var tail = ""
    private var hasBegun = false
    private var isOpen = false
    private var isOver = false

    /// Sentences of fewer tokens, such as "1.", are part of the next one.
    private static let shortestSentence = 4
    private static let closing = AnswerParser.thoughtClosing + AnswerParser.answerOpening

    /// A finder for the thought of one document.
    public init(_ plan: StopPlan) { self.plan = plan }

    /// Takes the next token of the output.
    ///
    /// - Returns: the point that is known now; nil for none. It is before or after this token.
    public mutating func append(_ text: String) -> Point? {
        guard !isOver else { return nil }
        let before = tail
        let closingBefore = closingText
        tail += text
        count += 1
        if tail.contains(AnswerParser.thoughtClosing) || tail.contains(AnswerParser.answerOpening) {
            isOver = true
            return nil
        }
        if tail.contains(AnswerParser.thoughtOpening) { isOpen = true }
        defer {
            if !AnswerParser.thoughtOpening.hasPrefix(tail) { hasBegun = true }
            tail = String(tail.suffix(Self.longestTag))
        }
        switch plan {
        case .sentences:
            guard count - 1 - last >= Self.shortestSentence, Self.ends(before, next: text) else { return nil }
            return point(after: count - 1, closingBefore)
        case .every(let tokens):
            // A closing tag that has begun is neither in the thought nor behind it.
            guard count % tokens == 0, !Self.endsInTag(tail) else { return nil }
            return point(after: count, closingText)
        }
    }

    private mutating func point(after tokens: Int, _ closing: String) -> Point {
        last = tokens
        return Point(afterTokens: tokens, closing: closing)
    }

    /// The point before the first token: the empty thought, as `ScoringMode.direct` has it.
    public static let start = Point(
        afterTokens: 0, prefill: ScoringMode.direct.prefill, closing: AnswerParser.answerOpening)

    /// What completes the format behind the text so far.
    private var closingText: String {
        if isOpen { return Self.closing }
        // The opening tag itself may have been begun.
        if !hasBegun, AnswerParser.thoughtOpening.hasPrefix(tail) {
            return String(AnswerParser.thoughtOpening.dropFirst(tail.count)) + Self.closing
        }
        return AnswerParser.answerOpening
    }

    private static let longestTag = AnswerParser.thoughtClosing.count

    /// Whether a text ends with a part of the closing tag, of two characters or more.
    private static func endsInTag(_ text: String) -> Bool {
        (2..<AnswerParser.thoughtClosing.count).contains { text.hasSuffix(AnswerParser.thoughtClosing.prefix($0)) }
    }

    private static func ends(_ text: String, next: String) -> Bool {
        guard let first = next.first, first != "<" else { return false }
        if text.last?.isNewline == true { return true }
        let end = text.last { !"\"')]\u{201D}\u{2019}".contains($0) }
        guard let end else { return false }
        return ".?!:".contains(end) && first.isWhitespace || "\u{3002}\u{FF1F}\u{FF01}".contains(end)
    }
}
