import Relevance
import Reranking
import Sessions

/// The commands that mean the same on every screen that has a key for them.
extension Board {
    mutating func perform(_ command: Command, _ io: inout ScreenIO) {
        switch command {
        case .run: run(&io)
        case .rerun: start(.new, &io)
        case .runAll: runAll(&io)
        case .cancelDocument: cancelDocument(&io)
        case .cancelRun: cancelRun(&io)
        case .previousRun: if let previousRun { show(run: previousRun) }
        case .nextRun: if let nextRun { show(run: nextRun) } else { showDraft() }
        case .nextQuery: moveTopic(1, &io)
        case .previousQuery: moveTopic(-1, &io)
        case .pause, .faster, .slower:
            if let effect = source.replay?.effect(of: command, at: io.place) { io.perform(effect) }
        case .undo: io.append(.undo(judge: session.judge))
        case .redo: io.append(.redo(judge: session.judge))
        case .editQuery: io.show(.line(LineInput(.query, text: query.text)))
        case .editQueryOutside: io.perform(.editOutside(query.text, field: .query))
        case .candidates: io.show(.line(LineInput(.candidates)))
        case .instruction: io.show(.list(Picker(instructions: session.settings)))
        case .mode: io.show(.list(Picker(modes: session.settings)))
        case .depth: io.show(.list(Picker(depths: session.settings, candidates: topic.candidates.count)))
        case .model: io.show(.models)
        case .rankBy:
            let all = RankBy.allCases
            io.append(.rankBy(all[((all.firstIndex(of: session.rankBy) ?? 0) + 1) % all.count]))
        case .copy: copy(selectedCandidate?.document, thought: selectedProgress?.reasoning, &io)
        default: break
        }
    }

    func copy(_ document: Document?, thought: String?, _ io: inout ScreenIO) {
        guard let document else { return }
        io.say("copied \(document.id)")
        io.perform(.copy(document.copied(with: thought)))
    }

    // MARK: What cannot be done

    /// Why a command can do nothing now, in a sentence that says what to do instead; nil where it can.
    func whyNot(_ command: Command, _ keys: KeyNames) -> String? {
        switch command {
        case .run, .rerun: return whyNotRun(keys)
        case .runAll: return whyNotRunAll(keys)
        case .cancelDocument:
            if !isRunning { return "nothing is running" }
            if selectedProgress?.phase == .finished { return "this document is done" }
            return isShowingLiveRun ? nil : "this query waits for its turn: \(keys(.cancelRun)) cancels all"
        case .cancelRun:
            if case .fetching = model { return nil }
            return isRunning || wishes.whenReady != nil ? nil : "nothing is running"
        case .grade:
            return whyNotWrite(keys)
                ?? whyNotJudge(selectedCandidate, keys)
        case .undo: return whyNotWrite(keys) ?? (canUndo ? nil : "no judgment to undo")
        case .redo: return whyNotWrite(keys) ?? (session.book.canRedo(judge: session.judge) ? nil : "nothing to redo")
        case .nextQuery, .previousQuery: return session.topics.count < 2 ? "this session has one query" : nil
        case .rankBy:
            let own = run.flatMap { session.job($0.request.job)?.rankBy }
            return whyNotWrite(keys) ?? own.map { "this job is ranked by \($0.summary), as it was asked for" }
        case .editQuery, .editQueryOutside, .instruction, .candidates, .model, .mode, .depth: return whyNotWrite(keys)
        case .pause, .faster, .slower: return isReplay ? nil : "this is not a replay"
        case .previousRun, .nextRun:
            let isFirst = command == .previousRun
            if isFirst ? previousRun != nil : canShowNextRun { return nil }
            if ownRuns.isEmpty { return "no run of this query yet" + runHint("scores its candidates", after: ": ", keys) }
            return "this is the \(isFirst ? "first" : "last") run of this query"
        case .nextMatch, .previousMatch: return search.needle.isEmpty ? "no text to find: \(keys(.search)) types one" : nil
        case .copy: return selectedCandidate == nil ? "nothing to copy" : nil
        default: return nil
        }
    }

    func whyNotWrite(_ keys: KeyNames) -> String? { source.whyNotWrite(keys) }

    /// A grade is one for a query.
    func whyNotJudge(_ candidate: Candidate?, _ keys: KeyNames) -> String? {
        if candidate == nil { return "no document to judge: \(keys(.candidates)) opens candidates" }
        return query.text.isEmpty ? "no query yet: \(keys(.editQuery)) types one" : nil
    }

    func whyNotRun(_ keys: KeyNames) -> String? {
        if let whyNotWrite = whyNotWrite(keys) { return whyNotWrite }
        if isRunning { return "a run is under way: \(keys(.cancelRun)) cancels it" }
        if query.text.isEmpty { return "no query yet: \(keys(.editQuery)) types one" }
        return candidates.isEmpty ? "no candidates yet: \(keys(.candidates)) opens a file or folder" : nil
    }

    /// The key that runs, and what it does; empty where it cannot do that now.
    func runHint(_ words: String, after mark: String = "", _ keys: KeyNames) -> String {
        whyNotRun(keys) == nil ? "\(mark)\(keys(.run)) \(words)" : ""
    }
}

extension Document {
    /// What goes to the clipboard: its id, its text and the thought about it.
    fileprivate func copied(with thought: String?) -> String {
        let text = "\(id)\n\(content)\n"
        guard let thought, !thought.isEmpty else { return text }
        return text + "\n\(thought)\n"
    }
}
