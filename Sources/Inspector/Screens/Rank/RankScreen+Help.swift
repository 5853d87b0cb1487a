extension RankScreen {
    static func numbers(_ keys: KeyNames) -> [Help.Section] { [ranking(keys), Help.states(keys), Help.header] }

    private static func ranking(_ keys: KeyNames) -> Help.Section {
        (
            "The ranking",
            [
                ("#", "rank, best first. Documents without a score have no rank and stand behind."),
                ("mv", "move: places gained or lost against the first stage: +3 is three up, = is none."),
                (
                    "score",
                    "what ranks (\(keys(.rankBy)) changes it). Paper's score: s times Pr(s), the integer that the model answered times its probability; yes/no: P(yes) / (P(yes) + P(no))."
                ),
                (
                    "E(s)",
                    "expected score: the sum of k times P(k) over 0 to 10. It uses the whole distribution, and what is off the scale counts as 0; the paper's score uses its answer alone."
                ),
                ("int", "the integer answered, alone."),
                (
                    "hybr",
                    "hybrid: 0.2 z(first stage) + 0.8 z(paper's score). z makes each comparable within the query; 0 is average."
                ),
                (
                    "0 ... 10",
                    "the distribution: eleven cells, one a score, each as high as its probability. The answer is brighter. Yes/no: one bar, P(yes)."
                ),
                (
                    "time ... beside others",
                    "from the document's turn to its answer. The engine works on several at once, so these times overlap."
                ),
                (
                    "off, tok",
                    "on wide screens: probability on no answer of the scale, and tokens that the model wrote."
                ),
                (
                    "E under a thought",
                    "what the model would have answered, had its thought been closed there: the expected score at each stretch of tokens, from 0 to 10 as a height. Inside a score shows all of it."
                ),
                ("H", "entropy of the distribution in bits: 0 is certain, 3.58 knows nothing."),
                ("you", "your grade on the session's scale. The same key again takes it back."),
                (
                    "] beside a score",
                    "a tied group: equal scores, in first-stage order. All documents answered 0 tie. Two that look equal without it differ in a later decimal."
                ),
                (
                    "i",
                    "imitates the answer format: the document has tags such as <answer>10</answer>, or marks of a chat template. Its score is the model's, as always; look at its thought."
                ),
                (
                    "f",
                    "forced: the model gave no answer within its token limit or its turn, so its thought was closed and the answer asked for."
                ),
                ("c", "cut: the query or the document was longer than its limit and was cut to it."),
            ]
        )
    }
}
