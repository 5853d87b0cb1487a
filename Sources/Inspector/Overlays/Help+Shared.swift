extension Help {
    /// The states of a document, for the screens that show them.
    static func states(_ keys: KeyNames) -> Section {
        (
            "States",
            [
                ("waiting", "its turn has not come."),
                ("not run", "no run has this query yet, or its run has not begun."),
                ("not reached", "the run ended before the document's turn; \(keys(.run)) scores what is left."),
                ("reading 45 %", "the model reads the prompt; so much of it is done."),
                ("scoring", "the prompt is read, and the answer is asked for (modes without a thought)."),
                ("thinking 41", "the model writes; so many tokens so far."),
                ("unreadable", "the model ended with something that is no answer. Never a zero: it ranks last."),
                ("off scale 11", "the model answered an integer outside 0 to 10."),
                ("cut off", "the token limit came before an answer, and forcing is off."),
                ("failed", "the engine failed; Why this score says how."),
                ("cancelled", "somebody cancelled it."),
                ("interrupted", "the program ended before the run did; \(keys(.run)) resumes it."),
                (
                    "no distribution",
                    "the engine gave the answer alone, without the probabilities of the scores. It ranks by its integer."
                ),
            ]
        )
    }

    static let header: Section = (
        "The header",
        [
            ("7/12", "while a run is under way: documents with an outcome, of all to score."),
            ("11 of 12 scored", "afterwards: documents with a score, and what became of the others."),
            (
                "off scale 94 %",
                "so much of the probability is on no answer of the scale (median of the documents): the model does not speak the answer format, and its scores mean little."
            ),
            (
                "docs/s, ETA",
                "documents done a second in this run, and the time left: for prompts still to be read, tokens to be written (as many as the finished documents have, on average) and answers to be read."
            ),
            ("in 42 s", "how long the run took; docs/s counts documents with an outcome."),
            ("shared", "prompt tokens that were computed already for another document of the same query."),
            (
                "replay 0:16 of 1:00",
                "where a replay is. Pauses of more than two seconds are cut, so that a replay is shorter than the run was."
            ),
            ("\u{D7}2", "a replay's speed against its own time."),
            ("NOT SAVED: 2 events", "events (judgments, results) that the disk has not taken yet; the program tries again."),
            ("READ ONLY", "another program writes this session: nothing can be recorded here."),
        ]
    )

    static let agreement: Section = (
        "Agreement",
        [
            ("both, same", "documents that both judges graded, and the share of them with the same grade."),
            (
                "kappa",
                "Cohen's kappa: agreement beyond what the two judges' habits would give by chance. 1 is full agreement, 0 is chance, below 0 is less than chance."
            ),
            (
                "linear, quadratic",
                "weighted kappa: grades near each other count as part of an agreement, by steps or by their square."
            ),
            (
                "alpha",
                "Krippendorff's alpha, over all judges and with gaps: nominal counts any difference, ordinal how far apart the grades are."
            ),
            ("-", "not defined: no document was graded by both, or only one grade was ever given."),
            ("the model", "as a judge: its expected score, on your scale."),
        ]
    )
}
