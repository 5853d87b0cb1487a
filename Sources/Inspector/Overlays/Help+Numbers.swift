import Relevance

extension Help {
    typealias Section = (title: String, entries: [(String, String)])

    /// The meaning of every figure, word and colour: first what is on the screen where `?` was pressed.
    static func numbers(for context: Contexts, _ key: (Command) -> String) -> [Section] {
        let sections: [(Contexts, Section)] = [
            (.rank, ranking(key)), ([.rank, .inside], states(key)), (.inside, inside(key)), ([.rank, .inside], header),
            (.judge, judging(key)), ([.judge, .agreement], agreement), (.measures, measures(key)),
        ]
        return sections.filter { $0.0.contains(context) }.map(\.1) + sections.filter { !$0.0.contains(context) }.map(\.1)
    }

    private static func ranking(_ key: (Command) -> String) -> Section {
        (
            "The ranking",
            [
                ("#", "rank, best first. Documents without a score have none and stand behind."),
                ("mv", "places moved against the first stage: +3 is three up, = is none."),
                (
                    "score",
                    "what ranks (\(key(.rankBy)) changes it). Paper's score: s times Pr(s), the integer the model answered times its probability; yes/no: P(yes) / (P(yes) + P(no))."
                ),
                (
                    "E(s)",
                    "expected score: the sum of k times P(k) over 0 to 10. It sees the whole distribution, the paper's score only its answer."
                ),
                ("int", "the integer answered, alone."),
                (
                    "hybr",
                    "hybrid: 0.2 z(first stage) + 0.8 z(paper's score), each made comparable within the query; 0 is average."
                ),
                (
                    "0 ... 10",
                    "the distribution: eleven cells, one a score, each as high as its probability. The answer is brighter. Yes/no: one bar, P(yes)."
                ),
                ("H", "entropy of the distribution in bits: 0 is certain, 3.58 knows nothing."),
                ("you", "your grade on the session's scale. The same key again takes it back."),
                ("] beside a score", "a tied group: equal scores, in first-stage order. All that were answered 0 tie."),
                ("f", "forced: the model did not answer in its budget, so its thought was closed and the answer asked for."),
                ("c", "cut: the query or the document was longer than its limit and was cut to it."),
            ]
        )
    }

    private static func states(_ key: (Command) -> String) -> Section {
        (
            "States",
            [
                ("waiting", "its turn has not come."),
                ("reading 45 %", "the model is computing the prompt; so much of it is done."),
                ("thinking 41", "the model is writing; so many tokens so far."),
                ("unreadable", "it ended with something that is no answer. Never a zero: it ranks last."),
                ("off scale 11", "it answered an integer outside 0 to 10."),
                ("cut off", "the token limit came before an answer, and forcing is off."),
                ("failed", "the engine failed; Why this score says how."),
                ("cancelled", "somebody stopped it."),
                ("interrupted", "the program ended before the run did; \(key(.run)) resumes it."),
            ]
        )
    }

    private static func inside(_ key: (Command) -> String) -> Section {
        (
            "Inside a score",
            [
                ("p", "the token's probability given everything before it, the model's own, before any sampling."),
                (
                    "colour",
                    "plain tokens were sure (0.9 and more); the warmer, the less likely. Underlined: less than a quarter. \(key(.colouring)) colours by entropy instead."
                ),
                ("rank", "the token's place among all the model might have written; 1 is likeliest."),
                ("H", "entropy of the next-token distribution in bits: how open the choice was."),
                ("the strip", "entropy along the whole thought; the cursor's place is marked."),
                ("other", "probability on anything that is no answer of the scale. Never shared out among the eleven."),
                ("expected", "the pointer under the bars: where the distribution balances."),
            ]
        )
    }

    private static let header: Section = (
        "The header",
        [
            ("7/12", "documents done of those to score."),
            ("docs/s, ETA", "documents done a second in this run, and the time left at that pace."),
            ("in 42 s", "how long the run took."),
            ("shared", "prompt tokens already computed for another document of the same query."),
            ("\u{D7}2", "a replay's speed against its own time."),
        ]
    )

    private static func judging(_ key: (Command) -> String) -> Section {
        (
            "Judging",
            [
                (
                    "blind",
                    "until you graded a document nothing here says its score, ranks, thought or others' grades. \(key(.blind)) switches that; each judgment records which it was."
                ),
                ("skipped", "no grade: it comes again when all others are judged."),
                ("can't tell", "no grade either, and it does not come again: nobody could say from what is there."),
                (
                    "4.2 s each",
                    "half of your judgments of this query took less, from the document's coming into view to the key."
                ),
                ("ETA", "what is left, at that pace."),
                (
                    "order",
                    "shuffled says nothing about a document; other orders do, and stand out for that. \(key(.order)) chooses, and the choice is recorded."
                ),
                ("last", "the document judged last: what was hidden of it."),
                (
                    "on the scale 0-1",
                    "a grade that was given on another scale than the one chosen now; it stays as it was given."
                ),
                ("ADJUDICATING", "between judges who disagree: what you give is the last word, beside their own grades."),
            ]
        )
    }

    private static let agreement: Section = (
        "Agreement",
        [
            ("both, same", "documents that both graded, and the share of them with the same grade."),
            (
                "kappa",
                "Cohen's: agreement beyond what the two judges' habits would give by chance. 1 is full agreement, 0 is chance, below 0 less than that."
            ),
            (
                "linear, quadratic",
                "the same with grades that lie near each other counted as part of an agreement: by steps, by their square."
            ),
            ("alpha", "Krippendorff's, over all judges and with gaps: nominal counts any difference, ordinal by how far apart."),
            ("-", "not defined: no document graded by both, or one grade alone was ever given."),
            ("the model", "as a judge: its expected score, on your scale."),
        ]
    )

    private static func measures(_ key: (Command) -> String) -> Section {
        (
            "Measures",
            [
                (
                    "first, ranked",
                    "the first stage's ranking, and the one beside it: the model's last run, or a recorded one (\(key(.system)))."
                ),
                ("change", "ranked less first, over the same queries."),
                (
                    "open",
                    "the line in the picture: the lowest and the highest value that grades of the unjudged documents could still give. No line: nothing is open."
                ),
                (
                    "95 % of means",
                    "where the mean would lie in 95 of 100 draws of as many queries from these (bootstrap, \(MeanFigure.replicates) draws)."
                ),
                ("added", "what a document added to the figure; all of them sum to it."),
            ] + Standings.measures.map { ($0.name, $0.definition) }
        )
    }
}
