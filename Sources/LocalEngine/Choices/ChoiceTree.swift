import Inference

/// A closed question against one vocabulary: for each state the text may be in, what each next token makes of it.
///
/// The text is what is generated after the question, leading white space stripped. It is *open* while some choice begins with it; a
/// choice has ended where the text goes on with anything but a continuation character, or generation ends. So the answer is a
/// property of the text, however it is cut into tokens: "10" may be one token or two, and a token such as "7<" ends a choice.
struct ChoiceTree: Sendable {
    enum Outcome: Sendable, Hashable {
        /// The text is in this state.
        case open(Int)
        case choice(Int)
        case other
    }

    /// An open text.
    struct State: Sendable {
        var text: [UInt8]
        /// What every token makes of it that `exceptions` does not list, the end of the turn among them.
        var rule: Outcome
        var exceptions: [(outcome: Outcome, tokens: [Int32])]
    }

    let choiceCount: Int
    /// The first is the empty text.
    private(set) var states: [State] = []
    /// Longer spellings than this are not followed: every character a token of its own, after two of white space.
    let longestPath: Int

    /// - Complexity: O(states x tokens that begin with white space, a choice's character or a continuation).
    init(_ question: ChoiceQuestion, texts tokens: TokenTexts) {
        let classifier = ChoiceClassifier(question)
        choiceCount = question.choices.count
        longestPath = (classifier.choices.map(\.count).max() ?? 0) + 2
        var indices: [[UInt8]: Int] = [[]: 0]
        var texts: [[UInt8]] = [[]]
        while states.count < texts.count {
            let text = texts[states.count]
            let rule = classifier.resolve(text[...])
            var exceptions: [Outcome: [Int32]] = [:]
            for first in UInt8.min...UInt8.max where classifier.mayExcept(text, first: first) {
                for token in tokens.tokens(beginningWith: first) {
                    let outcome: Outcome
                    switch classifier.classify(text + tokens[token]) {
                    case .open(let next):
                        if indices[next] == nil {
                            indices[next] = texts.count
                            texts.append(next)
                        }
                        outcome = .open(indices[next, default: 0])
                    case .resolved(let choice): outcome = choice
                    }
                    if outcome != rule { exceptions[outcome, default: []].append(token) }
                }
            }
            // In the order of their first token, so that sums are the same in every run.
            let ordered = exceptions.map { (outcome: $0.key, tokens: $0.value) }.sorted {
                ($0.tokens.first ?? 0) < ($1.tokens.first ?? 0)
            }
            states.append(State(text: text, rule: rule, exceptions: ordered))
        }
    }
}
