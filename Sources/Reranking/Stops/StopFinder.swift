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
        /// The text that closes the thought in place of the output format's; nil for that.
        public var second: String?
    }

    private let plan: StopPlan
    /// What closes an open thought and opens the answer.
    private let closing: String
    private var count = 0
    /// The tokens before the last point.
    private var last = 0
    /// The end of the text so far: as long as the longest tag, and longer than what may follow a sentence's full stop.
    private var tail = ""
    private var hasBegun = false
    private var isOpen = false
    private var isOver = false

    /// Sentences of fewer tokens, such as "1.", are part of the next one.
    private static let shortestSentence = 4
    /// What the output format has between a thought and its answer.
    public static let usualClosing = AnswerParser.thoughtClosing + AnswerParser.answerOpening

    /// A finder for the thought of one document, which is closed by a text.
    public init(_ plan: StopPlan, closing: String = Self.usualClosing) { (self.plan, self.closing) = (plan, closing) }

    /// Takes the next token of the output.
    ///
    /// - Returns: the point that is known now; nil for none. It is before or after this token.
    public mutating func append(_ text: String) -> Point? {
        guard !isOver else { return nil }
        let before = tail
        let closingBefore = completion
        tail += text
        count += 1
        if Self.has(AnswerParser.thoughtClosing, in: tail) || Self.has(AnswerParser.answerOpening, in: tail) {
            isOver = true
            return nil
        }
        if Self.has(AnswerParser.thoughtOpening, in: tail) { isOpen = true }
        defer {
            if !AnswerParser.thoughtOpening.hasPrefix(tail) { hasBegun = true }
            // Not by characters: marks without end may join one letter.
            tail = String(tail.unicodeScalars.suffix(Self.tailLength))
        }
        switch plan {
        case .sentences:
            guard count - 1 - last >= Self.shortestSentence, Self.ends(before, next: text) else { return nil }
            return point(after: count - 1, closingBefore)
        case .every(let tokens):
            // A closing tag that has begun is neither in the thought nor behind it.
            guard count % tokens == 0, !Self.endsInTag(tail) else { return nil }
            return point(after: count, completion)
        }
    }

    private mutating func point(after tokens: Int, _ completion: String?) -> Point? {
        // Where no thought was opened, another text closes none.
        guard completion != nil || second == nil else { return nil }
        last = tokens
        return Point(afterTokens: tokens, closing: completion ?? AnswerParser.answerOpening, second: second)
    }

    private var second: String? { closing == Self.usualClosing ? nil : closing }

    /// The point before the first token: an empty thought. With the usual closing it is that of `ScoringMode.direct`.
    public var start: Point {
        second == nil
            ? Point(afterTokens: 0, prefill: ScoringMode.direct.prefill, closing: AnswerParser.answerOpening)
            : Point(afterTokens: 0, prefill: AnswerParser.thoughtOpening, closing: closing, second: second)
    }

    /// What completes a thought behind the text so far; nil where none was opened.
    private var completion: String? {
        if isOpen { return closing }
        // The opening tag itself may have been begun.
        guard !hasBegun, AnswerParser.thoughtOpening.hasPrefix(tail) else { return nil }
        return String(AnswerParser.thoughtOpening.dropFirst(tail.count)) + closing
    }

    private static let tailLength = 16

    /// By bytes, as the answer is parsed: a mark behind ">" does not hide a tag.
    private static func has(_ tag: String, in text: String) -> Bool { Array(text.utf8).firstRange(of: tag, from: 0) != nil }

    /// Whether a text ends with a part of the tag that closes the thought or opens the answer, of two characters or more.
    private static func endsInTag(_ text: String) -> Bool {
        [AnswerParser.thoughtClosing, AnswerParser.answerOpening].contains { tag in
            (2..<tag.utf8.count).contains { text.utf8.suffix($0).elementsEqual(tag.utf8.prefix($0)) }
        }
    }

    private static func ends(_ text: String, next: String) -> Bool {
        guard let first = next.first, first != "<" else { return false }
        if text.last?.isNewline == true { return true }
        let end = text.last { !"\"')]\u{201D}\u{2019}".contains($0) }
        guard let end else { return false }
        return ".?!:".contains(end) && first.isWhitespace || "\u{3002}\u{FF1F}\u{FF01}".contains(end)
    }
}
