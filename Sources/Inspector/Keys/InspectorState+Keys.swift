import Terminal

extension InspectorState {
    /// A key is a command where the keymap has one here, and else goes to the line being typed.
    mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        guard let binding = keymap.binding(for: key, in: context) else { return typed(key) }
        if overlay != nil, let effects = performInOverlay(binding.command) { return effects }
        return perform(binding)
    }

    /// The key a sentence names for a command, as the screen shown has it.
    func key(_ command: Command) -> String { keymap.label(command, in: screenContext) }

    mutating func perform(_ binding: Binding) -> [Effect] {
        guard let grade = binding.grade else { return perform(binding.command) }
        if let reason = whyNot(.grade) {
            say(.information, reason)
            return []
        }
        return self.grade(grade)
    }

    /// Does a command, or says why it cannot be done now.
    mutating func perform(_ command: Command) -> [Effect] {
        if let reason = whyNot(command) {
            if command != .back { say(.information, reason) }
            return []
        }
        switch command {
        case .down: move(1)
        case .up: move(-1)
        case .pageDown: movePage(1)
        case .pageUp: movePage(-1)
        case .first: moveToEdge(first: true)
        case .last: moveToEdge(first: false)
        case .open: return open()
        case .play: return start.selectedSession.map { [.leave(place, for: .replay(path: $0.path))] } ?? []
        case .back: return back()
        case .nextPane where screen == .agreement: agreeing.isInPairs.toggle()
        case .nextPane: moveFocus(1)
        case .previousPane: moveFocus(-1)
        case .zoom: isZoomed.toggle()
        case .left: moveToken(to: inside.token - 1)
        case .right: moveToken(to: inside.token + 1)
        case .wordLeft: moveToken(words: -1)
        case .wordRight: moveToken(words: 1)
        case .nextUncertain: moveToUncertain(1)
        case .previousUncertain: moveToUncertain(-1)
        case .answerToken: moveToAnswer()
        case .colouring: inside.colouring = inside.colouring == .probability ? .entropy : .probability
        case .nextDocument: screen == .judge ? moveJudged(1) : moveInside(1)
        case .previousDocument: screen == .judge ? moveJudged(-1) : moveInside(-1)
        case .nextQuery: moveTopic(1)
        case .previousQuery: moveTopic(-1)
        case .search:
            var prompt = Prompt(.search, text: "", history: histories["search"])
            prompt.isOneDocument = screen == .judge
            overlay = .prompt(prompt)
        case .nextMatch: moveToMatch(1)
        case .previousMatch: moveToMatch(-1)
        case .help: overlay = .help(top: 0)
        case .messages: overlay = .messages(top: max(0, notices.count - 1))
        case .need: overlay = .need(top: 0)
        case .palette: overlay = .picker(Picker(palette: self))
        case .copy: return copy()
        case .home: return goHome()
        case .newSession: return [.leave(place, for: .newSession)]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return [.leave(place, for: .end(histories: histories))]
        case .grade: break  // Each grade is a binding of its own.
        case .judge, .skip, .cannotTell, .undo, .redo, .nextUnjudged, .note, .noteLast, .blind, .order, .judgeName, .scale:
            return performJudging(command)
        case .agreement: openAgreement()
        case .system where screen == .agreement: toggleModelJudge()
        case .measures, .changeView, .sortBy, .system, .whose: return performMeasures(command)
        case .pause: return replay.map { $0.isOver ? [.leave(place, for: .replayAgain)] : [.pauseReplay(!$0.isPaused)] } ?? []
        case .faster: return replay.map { [.replaySpeed(min(64, $0.speed * 2))] } ?? []
        case .slower: return replay.map { [.replaySpeed(max(0.25, $0.speed / 2))] } ?? []
        case .editLineOutside: break  // The overlay's alone.
        case .run, .rerun, .cancelDocument, .cancelRun, .previousRun, .nextRun, .follow: return performRun(command)
        case .editQuery, .editQueryOutside, .instruction, .candidates, .model, .mode, .rankBy: return performAsk(command)
        }
        return []
    }
}
