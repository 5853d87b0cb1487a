import Inference

/// The transitions of a closed question over one vocabulary: for each undecided text, the outcome of each next token.
///
/// The text is what is generated after the question, without leading white space. It is *open* as long as some choice begins
/// with it. A choice has ended when the text continues with anything but a continuation character, or when generation ends. So
/// the answer depends only on the text, not on how it is split into tokens: "10" may be one token or two, and a token such as
/// "7<" ends a choice.
struct ChoiceTree: Sendable {
    enum Outcome: Sendable, Hashable {
        /// Undecided: the index of the text's state.
        case open(Int)
        /// The index of the choice.
        case choice(Int)
        case other
    }

    /// An open text and its transitions.
    struct State: Sendable {
        var text: [UInt8]
        /// The outcome of every token that `exceptions` does not list, including the end of the turn. Never `.open`.
        var rule: Outcome
        var exceptions: [(outcome: Outcome, tokens: [Int32])]
    }

    let choiceCount: Int
    /// The first state is the empty text.
    private(set) var states: [State] = []
    /// The largest number of tokens in a path: one for each byte of the longest choice, and two of white space.
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
            // Sorted by their first token, so that floating-point sums are the same in every run.
            let ordered = exceptions.map { (outcome: $0.key, tokens: $0.value) }.sorted {
                ($0.tokens.first ?? 0) < ($1.tokens.first ?? 0)
            }
            states.append(State(text: text, rule: rule, exceptions: ordered))
        }
    }
}
