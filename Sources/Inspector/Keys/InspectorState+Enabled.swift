import Relevance
import Reranking
import Sessions

extension InspectorState {
    /// What the keys mean now.
    public var context: Contexts { overlay?.context ?? screenContext }

    var screenContext: Contexts {
        switch screen {
        case .start: .start
        case .rank: .rank
        case .inside: .inside
        case .judge: .judge
        case .measures: .measures
        case .agreement: .agreement
        }
    }

    func isEnabled(_ command: Command) -> Bool { whyNot(command) == nil }

    /// Why a command can do nothing now, in a sentence that says what to do instead; nil where it can.
    func whyNot(_ command: Command) -> String? {
        switch command {
        case .run, .rerun: return whyNotRun
        case .cancelDocument:
            if !isRunning { return "nothing is running" }
            return isShowingLiveRun && selectedProgress?.phase != .finished ? nil : "this document is done"
        case .cancelRun:
            if case .fetching = model { return nil }
            return isRunning ? nil : "nothing is running"
        case .grade:
            let document = screen == .judge ? judging.candidate : selectedCandidate
            return whyNotWrite ?? (document == nil ? "no document to judge: \(key(.candidates)) opens candidates" : nil)
        case .skip, .cannotTell, .note:
            return whyNotWrite ?? (judging.candidate == nil ? "no document to judge" : nil)
        case .noteLast: return whyNotWrite ?? (judging.last == nil ? "nothing was judged yet" : nil)
        case .blind, .order, .judgeName, .scale: return whyNotWrite
        case .undo: return whyNotWrite ?? (canUndo ? nil : "no judgment to undo")
        case .redo: return whyNotWrite ?? (session.book.canRedo(judge: session.judge) ? nil : "nothing to redo")
        case .judge, .measures, .agreement: return sessionName.isEmpty && session.topics.isEmpty ? "no session is open" : nil
        case .nextQuery, .previousQuery: return session.topics.count < 2 ? "this session has one query" : nil
        case .nextPane: return screen == .agreement && hiddenPairs == 0 ? "every pair is in view" : nil
        case .nextUnjudged: return judging.candidate == nil ? "no document to judge" : nil
        case .editQueryOutside, .instruction, .mode, .rankBy: return whyNotWrite
        case .editQuery, .candidates, .model: return screen == .start ? nil : whyNotWrite
        case .pause, .faster, .slower: return replay == nil ? "this is no replay" : nil
        case .previousRun: return previousRun == nil ? "there is no run before" : nil
        case .nextRun: return canShowNextRun ? nil : "there is no run behind"
        case .nextMatch, .previousMatch: return needle.isEmpty ? "nothing is searched for: \(key(.search)) finds" : nil
        case .open:
            if overlay != nil { return nil }
            if screen == .agreement { return whyNotWrite ?? (agreeing.disagreements.isEmpty ? "no disagreement to settle" : nil) }
            return screen == .rank && selectedTokens.isEmpty ? "nothing to look into yet" : nil
        case .editLineOutside:
            if case .prompt(let prompt) = overlay, prompt.field != nil { return nil }
            return "only a query or an instruction is written in $EDITOR"
        case .answerToken: return selectedProgress?.result?.answerToken == nil ? "no token begins the answer" : nil
        case .copy: return (screen == .judge ? judging.candidate : selectedCandidate) == nil ? "nothing to copy" : nil
        case .play: return start.selectedSession == nil ? "choose a session to play" : nil
        case .back:
            return screen == .start && overlay == nil ? "\(key(.quit)) quits" : nil
        default: return nil
        }
    }

    private var whyNotWrite: String? {
        if isWritable { return nil }
        return replay != nil
            ? "a replay only shows: \(key(.home)) leaves it, \(keymap.label(.open, in: .start)) on the start page opens the session itself"
            : "this session is open to read only: another erank writes it"
    }

    var whyNotRun: String? {
        if let whyNotWrite { return whyNotWrite }
        if isRunning { return "a run is under way: \(key(.cancelRun)) cancels it" }
        if query.text.isEmpty { return "no query yet: \(key(.editQuery)) types one" }
        return candidates.isEmpty ? "no candidates yet: \(key(.candidates)) opens a file or folder" : nil
    }

    /// The run `[` goes to.
    var previousRun: Int? {
        guard let shownRun else { return session.runs.indices.last }
        return shownRun > 0 ? shownRun - 1 : nil
    }

    /// Whether `]` leads on: to a later run, or behind the last to what is not run yet.
    var canShowNextRun: Bool {
        guard let shownRun else { return false }
        return shownRun + 1 < session.runs.count || hasDraft && !isRunning
    }
}
