import Relevance
import Reranking
import Sessions

/// How a document's state and outcome are put into words.
struct DocumentWords {
    let board: Board
    let keys: KeyNames

    /// Why the document selected cannot be looked into; nil where it can.
    var whyNotInside: String? {
        guard let progress = board.selectedProgress else {
            return "not scored yet" + board.runHint("scores the candidates", after: ": ", keys)
        }
        return progress.hasInside ? nil : "the model has not written a token yet"
    }

    /// Why a document that the engine has not begun waits; nil where nothing will begin it.
    var waiting: String? {
        if board.isShowingLiveRun { return "Waiting for its turn." }
        guard board.run?.status == .announced else { return nil }
        return board.isJobUnderWay
            ? "Waiting for its turn: the job scores other queries first."
            : "Not scored yet" + board.runHint("scores the query's candidates", after: ": ", keys) + "."
    }

    /// Why a document that came out somehow has no thought.
    func noThought(_ progress: DocumentProgress) -> String {
        guard let result = progress.result else { return "" }
        guard result.answer != nil else { return explain(result.outcome) }
        return board.mode.thinks
            ? "No token was written."
            : "Mode \(board.mode.rawValue): the answer was asked for at once, without a thought."
    }

    /// Why a document has no distribution: the engine gave none for its answer, or it has no answer.
    func whyNoDistribution(_ result: DocumentResult) -> String {
        guard let answer = result.answer else { return explain(result.outcome) }
        let reason =
            result.readoutFailure.map { "the engine failed when it was asked: \($0)." } ?? "the engine cannot be asked for one."
        return "The model answered \(word(for: answer)). No distribution: \(reason)"
    }

    func word(for answer: Int) -> String {
        board.mode.choices.indices.contains(answer) ? board.mode.choices[answer] : String(answer)
    }

    /// What a failure is, and what to do about it.
    func explain(_ outcome: DocumentResult.Outcome) -> String {
        let scale = board.mode.isBinary ? "yes or no" : "an integer from 0 to 10"
        return switch outcome {
        case .scored: ""
        case .unreadable(let text):
            text.isEmpty
                ? "The model ended its turn without an answer. No score: it ranks behind all that have one."
                : "The model answered '\(text)', which is not \(scale). No score: it ranks behind all that have one."
        case .outOfRange(let answer):
            "The model answered \(answer), which is outside 0 to 10. No score: it ranks behind all that have one."
        case .cutOff:
            // With forcing on only an engine that cannot fork leaves it at that, and then no document has a distribution.
            board.settings.forcesAnswer && board.rows.rule.withoutDistribution == board.rows.rule.scored
                ? "The token limit came before an answer, and the engine cannot force one. No score: rank again with more tokens (erank rank --max-new-tokens)."
                : "The token limit came before an answer. No score: rank again with more tokens (erank rank --max-new-tokens), or let the answer be forced."
        case .failed(let sentence): "The engine failed: \(sentence)." + board.runHint("scores it again.", after: " ", keys)
        case .cancelled: "Cancelled before it was scored." + board.runHint("scores it.", after: " ", keys)
        }
    }

    /// The state of a document without a score, in a word or two.
    func stateSpan(of document: Int) -> Span {
        guard let progress = board.progress(of: document) else {
            return Span(board.run == nil && board.source.isPutTogether ? "" : "not run", .quiet)
        }
        let role: Theme.Role = board.isShowingLiveRun ? .active : .quiet
        switch progress.phase {
        case .waiting:
            let waits = board.isShowingLiveRun || board.run?.status == .announced && board.isJobUnderWay
            return Span(waits ? "waiting" : board.run?.status == .announced ? "not run" : "not reached", .quiet)
        case .reading(let done, let total):
            // Its prompt is read: what it waits for is its answer, or its first token.
            if total > 0, done >= total { return Span(board.mode.thinks ? "thinking" : "scoring", role) }
            return Span("reading \(total > 0 ? done * 100 / total : 0) %", role)
        case .thinking: return Span("thinking \(progress.tokens.count)", role)
        case .finished: break
        }
        switch progress.result?.outcome {
        case .unreadable: return Span("unreadable", .failure)
        case .outOfRange(let answer): return Span("off scale \(answer)", .failure)
        case .cutOff: return Span("cut off", .failure)
        case .failed: return Span("failed", .failure)
        case .cancelled: return Span("cancelled", .attention)
        case .scored, nil: return Span("scored", .text)
        }
    }
}

extension DocumentResult {
    /// The distribution at the answer; nil where there is no answer.
    var answered: ScoreDistribution? { answer == nil ? nil : distribution }
}

extension DocumentProgress {
    /// Whether there is something to look into: the model has written, or the document came out somehow.
    var hasInside: Bool { !tokens.isEmpty || phase == .finished }
}
