/// Finds the answer in a model's output, and the token at which the answer begins.
///
/// The expected output is `<think>...</think><answer>8</answer>`. The parser reads the first `<answer>` after `</think>`. If
/// there is no `<answer>` after it, or no `</think>`, the parser reads the first `<answer>` of the output. Only white space
/// may surround the answer between its tags.
public struct AnswerParser: Sendable {
    /// The tag that opens the answer.
    public static let answerOpening = "<answer>"
    /// The tag that closes the answer. Generation stops at it.
    public static let answerClosing = "</answer>"
    static let thoughtOpening = "<think>"
    static let thoughtClosing = "</think>"

    /// What the parser found in the output.
    public enum Answer: Sendable, Hashable {
        /// The index of one of the mode's choices, and the position at which the answer is spelled.
        case choice(Int, at: Place)
        /// An integer outside the scale.
        case outOfRange(Int)
        /// Any other text between the tags, cut to 80 characters.
        case unreadable(String)
        /// There is no complete answer. The engine can be asked for one at this position: the lead closes an open thought and
        /// opens the answer.
        case missing(askAt: Place)
    }

    /// The position of an answer: before token `token`, with the text `lead` in between.
    public struct Place: Sendable, Hashable {
        /// The number of generated tokens before the position.
        public var token: Int
        /// Text to append after those tokens: the closing and opening tags of a forced answer, or the part of the next token
        /// that comes before the answer.
        public var lead: String

        /// A position before token `token`, after `lead`.
        public init(token: Int, lead: String = "") {
            self.token = token
            self.lead = lead
        }
    }

    /// The mode that says which answers are valid.
    public var mode: ScoringMode

    /// A parser for the answers of `mode`.
    public init(mode: ScoringMode) { self.mode = mode }

    /// Reads the answer from a finished generation.
    ///
    /// - Parameters:
    ///   - tokens: the texts of the generated tokens, in order. They are joined as UTF-8, so a tag may span several tokens.
    ///   - prefill: the text of the assistant's turn before the first generated token.
    ///   - isComplete: true if the model ended its turn. An answer without a closing tag is then complete.
    public func parse(tokens: [String], prefill: String = "", isComplete: Bool) -> Answer {
        let text = Array(tokens.joined().utf8)
        let start = thoughtEnd(in: text)
        guard
            let opening = text.firstRange(of: Self.answerOpening, from: start) ?? text.firstRange(of: Self.answerOpening, from: 0)
        else {
            return .missing(askAt: Place(token: tokens.count, lead: lead(behind: Array(prefill.utf8) + text)))
        }
        let closing = text.firstRange(of: Self.answerClosing, from: opening.upperBound)
        let inner = text.trimmingWhiteSpace(opening.upperBound..<(closing?.lowerBound ?? text.count))
        let place = place(ofByte: inner.lowerBound, in: tokens)
        // If the budget ended inside the answer, the text may be only its beginning ("1" of "10"), so the engine is asked
        // again.
        guard closing != nil || (isComplete && !inner.isEmpty) else { return .missing(askAt: place) }
        let answer = String(decoding: text[inner], as: UTF8.self)
        if let choice = mode.choices.firstIndex(of: mode.isBinary ? answer.lowercased() : answer) {
            return .choice(choice, at: place)
        }
        if !mode.isBinary, let integer = Int(answer), String(integer) == answer { return .outOfRange(integer) }
        return .unreadable(String(answer.prefix(80)))
    }

    /// The text after which the model must write the answer: it closes an open thought and opens the answer.
    private func lead(behind text: [UInt8]) -> String {
        let isThinking =
            text.firstRange(of: Self.thoughtOpening, from: 0) != nil && text.firstRange(of: Self.thoughtClosing, from: 0) == nil
        return (isThinking ? Self.thoughtClosing : "") + Self.answerOpening
    }

    private func thoughtEnd(in text: [UInt8]) -> Int {
        text.firstRange(of: Self.thoughtClosing, from: 0)?.upperBound ?? 0
    }

    private func place(ofByte offset: Int, in tokens: [String]) -> Place {
        var begin = 0
        for (index, token) in tokens.enumerated() {
            let bytes = token.utf8
            if offset < begin + bytes.count {
                let before = String(decoding: bytes.prefix(offset - begin), as: UTF8.self)
                return Place(token: index, lead: before.allSatisfy(\.isWhitespace) ? "" : before)
            }
            begin += bytes.count
        }
        return Place(token: tokens.count, lead: "")
    }
}

extension [UInt8] {
    /// The first occurrence of `needle` that begins at `start` or later.
    func firstRange(of needle: String, from start: Int) -> Range<Int>? {
        let needle = Array(needle.utf8)
        guard start >= 0, count - start >= needle.count else { return nil }
        for index in start...(count - needle.count) where self[index..<(index + needle.count)].elementsEqual(needle) {
            return index..<(index + needle.count)
        }
        return nil
    }

    /// `range` without the ASCII white space at its ends.
    fileprivate func trimmingWhiteSpace(_ range: Range<Int>) -> Range<Int> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isSpace(self[lower]) { lower += 1 }
        while upper > lower, isSpace(self[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}
