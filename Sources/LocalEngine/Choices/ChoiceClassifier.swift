import Inference

/// Decides which choice of a closed question a text answers.
struct ChoiceClassifier {
    enum Verdict: Equatable {
        /// Undecided: more text may change the answer. Holds the text without leading white space.
        case open([UInt8])
        /// Decided, whatever text follows.
        case resolved(ChoiceTree.Outcome)
    }

    let choices: [[UInt8]]
    private let continuation: ChoiceQuestion.ContinuationClass
    private let firstBytes: Set<UInt8>

    init(_ question: ChoiceQuestion) {
        choices = question.choices.map { Array($0.utf8) }
        continuation = question.continuation
        firstBytes = Set(choices.compactMap(\.first))
    }

    func classify(_ text: [UInt8]) -> Verdict {
        let stripped = text.drop(while: Self.isWhiteSpace)
        if stripped.isEmpty || choices.contains(where: { $0.starts(with: stripped) }) { return .open(Array(stripped)) }
        return .resolved(resolve(stripped))
    }

    /// The answer of a text without leading white space, if no further text follows: the longest choice that the text begins
    /// with, provided that no continuation character follows the choice.
    func resolve(_ text: ArraySlice<UInt8>) -> ChoiceTree.Outcome {
        var best: Int?
        for (i, choice) in choices.enumerated()
        where !choice.isEmpty && text.starts(with: choice) && !continues(text.dropFirst(choice.count)) {
            if best.map({ choice.count > choices[$0].count }) ?? true { best = i }
        }
        return best.map { .choice($0) } ?? .other
    }

    /// Whether appending a token that begins with `first` to the open `text` may lead to another outcome than ending the turn.
    func mayExcept(_ text: [UInt8], first: UInt8) -> Bool {
        if text.isEmpty { return Self.isWhiteSpace(first) || firstBytes.contains(first) }
        if choices.contains(where: { $0.count > text.count && $0[text.count] == first && $0.starts(with: text) }) { return true }
        switch continuation {
        case .digits: return isDigit(first)
        case .letters: return first >= 0x80 || isLetter(first)
        }
    }

    private func continues(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first else { return false }
        switch continuation {
        case .digits: return isDigit(first)
        case .letters:
            if first < 0x80 { return isLetter(first) }
            return String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.first.map { $0.properties.isAlphabetic }
                ?? false
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
