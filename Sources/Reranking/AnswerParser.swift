/// Finds the answer in what a model wrote, and the token at which it begins.
///
/// The format is `<think>...</think><answer>8</answer>`. The first `<answer>` behind the closed thought counts; where the thought
/// was never opened or never closed, the first of all. White space around the answer is allowed, nothing else.
public struct AnswerParser: Sendable {
    public static let answerOpening = "<answer>"
    public static let answerClosing = "</answer>"
    private static let thoughtOpening = "<think>"
    private static let thoughtClosing = "</think>"

    /// What stands in the text.
    public enum Answer: Sendable, Hashable {
        /// One of the mode's choices, by its index, spelled at this place.
        case choice(Int, at: Place)
        /// An integer that is no choice.
        case outOfRange(Int)
        /// Something else between the tags.
        case unreadable(String)
        /// No whole answer. Asked at this place, it comes next: the place's lead closes an open thought and opens the answer.
        case missing(askAt: Place)
    }

    /// Where an answer begins: in front of token `token`, behind the words of `lead`.
    public struct Place: Sendable, Hashable {
        public var token: Int
        /// Words to append there: those of a forced answer, or the part of the token's own text that comes before the answer.
        public var lead: String

        public init(token: Int, lead: String = "") {
            self.token = token
            self.lead = lead
        }
    }

    public var mode: ScoringMode

    public init(mode: ScoringMode) { self.mode = mode }

    /// Reads the answer out of a finished generation.
    ///
    /// - Parameters:
    ///   - tokens: the generated tokens' texts, in order; they are joined as UTF-8, so a tag may span any of them.
    ///   - prefill: what the assistant's turn held before the first of them.
    ///   - isComplete: true where the model ended its turn, so that an unclosed answer is whole.
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
        // Where the budget ended inside the answer, what is there may be only its beginning ("1" of "10"): it is asked anew.
        guard closing != nil || (isComplete && !inner.isEmpty) else { return .missing(askAt: place) }
        let answer = String(decoding: text[inner], as: UTF8.self)
        if let choice = mode.choices.firstIndex(of: mode.isBinary ? answer.lowercased() : answer) {
            return .choice(choice, at: place)
        }
        if !mode.isBinary, let integer = Int(answer), String(integer) == answer { return .outOfRange(integer) }
        return .unreadable(String(answer.prefix(80)))
    }

    /// The words that make the answer come next.
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
    /// The first place of `needle` at or behind `start`.
    fileprivate func firstRange(of needle: String, from start: Int) -> Range<Int>? {
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
