import Inference
import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// Whether keys without a command, and pasted text, go into a line.
    var isTyping: Bool {
        switch overlay {
        case .prompt, .picker: true
        default: false
        }
    }

    /// A key that is no command here: it edits the line being typed.
    mutating func typed(_ key: Key) -> [Effect] {
        switch overlay {
        case .prompt(var prompt):
            if key == .tab, prompt.isPath { return complete() }
            _ = prompt.editor.handle(key)
            overlay = .prompt(prompt)
            return edited(prompt)
        case .picker(var picker):
            if case .character(let character) = key { picker.narrow(to: picker.filter + String(character)) }
            if key == .backspace { picker.narrow(to: String(picker.filter.dropLast())) }
            overlay = .picker(picker)
        default: break
        }
        return []
    }

    mutating func type(_ text: String) -> [Effect] {
        switch overlay {
        case .prompt(var prompt):
            prompt.editor.insert(text)
            overlay = .prompt(prompt)
            return edited(prompt)
        case .picker(var picker):
            picker.narrow(to: picker.filter + text)
            overlay = .picker(picker)
        default: break
        }
        return []
    }

    /// Shows at once what the line being typed means.
    private mutating func edited(_ prompt: Prompt) -> [Effect] {
        if prompt.kind == .search { needle = prompt.editor.text }
        return prompt.isPath ? [.complete(path: prompt.editor.text)] : []
    }

    /// A command while something lies over the screen; nil where it is the screen's after all.
    mutating func performInOverlay(_ command: Command) -> [Effect]? {
        switch command {
        case .back:
            if case .prompt(let prompt) = overlay, prompt.kind == .search { needle = "" }
            if case .picker(let picker) = overlay, picker.kind == .model { runsWhenReady = runsWhenReady && isLoading }
            overlay = nil
        case .open: return acceptOverlay()
        case .editLineOutside: return editLineOutside()
        case .down: moveOverlay(1)
        case .up: moveOverlay(-1)
        case .pageDown: moveOverlay(max(1, size.height - 6))
        case .pageUp: moveOverlay(-max(1, size.height - 6))
        case .first: moveOverlay(-1_000_000)
        case .last: moveOverlay(1_000_000)
        default: return nil
        }
        return []
    }

    private mutating func editLineOutside() -> [Effect] {
        guard case .prompt(let prompt) = overlay, let field = prompt.field else { return [] }
        overlay = nil
        return [.editOutside(prompt.editor.text, field: field)]
    }

    private var isLoading: Bool {
        switch model {
        case .loading, .fetching: true
        default: false
        }
    }

    mutating func moveOverlay(_ rows: Int) {
        switch overlay {
        case .picker(var picker):
            picker.move(rows)
            overlay = .picker(picker)
        case .help(let top):
            let end = max(
                0,
                Help.lines(for: screenContext, width: OverlayLayout(size: size).text.width).count
                    - OverlayLayout(size: size).text.height)
            overlay = .help(top: max(0, min(top + rows, end)))
        case .messages(let top):
            overlay = .messages(top: max(0, min(top + rows, notices.count - 1)))
        case .prompt, nil: break
        }
    }

    private mutating func acceptOverlay() -> [Effect] {
        let accepted = overlay
        overlay = nil
        switch accepted {
        case .prompt(let prompt): return accept(prompt)
        case .picker(let picker): return picker.chosen.map { accept($0.action) } ?? []
        case .help, .messages, nil: return []
        }
    }

    private mutating func accept(_ prompt: Prompt) -> [Effect] {
        let text = prompt.editor.text.trimmed
        if !text.isEmpty {
            let earlier = histories[prompt.kind.rawValue, default: []].filter { $0 != text }
            histories[prompt.kind.rawValue] = Array(earlier.suffix(99)) + [text]
        }
        switch prompt.kind {
        case .query: return accept(text, as: .query)
        case .instruction: return accept(text, as: .instruction)
        case .candidates:
            guard !text.isEmpty else { return [] }
            return screen == .start ? [.newSession, .openCandidates(path: text)] : [.openCandidates(path: text)]
        case .modelPath: return text.isEmpty ? [] : [.loadModel(text)]
        case .search:
            needle = text
            if !needle.isEmpty { moveToMatch(1) }
            return []
        }
    }

    /// A text was entered, here or in $EDITOR.
    mutating func accept(_ text: String, as field: TextField) -> [Effect] {
        let text = text.trimmed
        guard !text.isEmpty else {
            say(
                .failure,
                field == .query ? "an empty query finds nothing: it stays as it was" : "an empty instruction: it stays as it was")
            return []
        }
        switch field {
        case .query:
            if screen == .start { return [.newSession, .append(.query(Query(id: "1", text: text)))] }
            return text == session.query.text ? [] : [.append(.query(session.queryForEdited(text)))]
        case .instruction:
            var settings = session.settings
            settings.instruction = text
            return settings == session.settings ? [] : [.append(.settings(settings))]
        }
    }

    private mutating func accept(_ action: Picker.Action) -> [Effect] {
        var settings = session.settings
        switch action {
        case .command(let command): return perform(command)
        case .model(let model): return model.isHere ? [.loadModel(model.name)] : [.fetchModel(model.name)]
        case .modelPath:
            overlay = .prompt(Prompt(.modelPath, text: "", history: histories["modelPath"]))
            return [.complete(path: "")]
        case .instruction(let text): settings.instruction = text
        case .instructionText:
            overlay = .prompt(Prompt(.instruction, text: settings.instruction, history: histories["instruction"]))
        case .mode(let mode): settings.mode = mode
        }
        return settings == session.settings ? [] : [.append(.settings(settings))]
    }

    mutating func performAsk(_ command: Command) -> [Effect] {
        switch command {
        case .editQuery:
            let text = screen == .start ? "" : session.query.text
            overlay = .prompt(Prompt(.query, text: text, history: histories["query"]))
        case .editQueryOutside: return [.editOutside(session.query.text, field: .query)]
        case .instruction: overlay = .picker(Picker(instructions: session.settings.instruction))
        case .candidates:
            overlay = .prompt(Prompt(.candidates, text: "", history: histories["candidates"]))
            return [.complete(path: "")]
        case .model: openModelPicker()
        case .mode: overlay = .picker(Picker(modes: session.settings.mode))
        case .rankBy:
            let all = RankBy.allCases
            let next = all[((all.firstIndex(of: session.rankBy) ?? 0) + 1) % all.count]
            return [.append(.rankBy(next))]
        default: break
        }
        return []
    }

    mutating func openModelPicker() {
        overlay = .picker(Picker(models: catalogue, current: readyModel?.name))
    }

    /// The list of models says how it stands with each; it must keep up while it is open.
    mutating func refreshPicker() {
        guard case .picker(var picker) = overlay, picker.kind == .model else { return }
        picker.replace(Picker.items(models: catalogue, current: readyModel?.name))
        overlay = .picker(picker)
    }

    // MARK: Paths

    mutating func takeCompletions(_ paths: [String], for path: String) -> [Effect] {
        guard case .prompt(var prompt) = overlay, prompt.isPath, prompt.editor.text == path else { return [] }
        let isAwaited = prompt.awaitsCompletions
        (prompt.completions, prompt.completedPath, prompt.awaitsCompletions) = (paths, path, false)
        overlay = .prompt(prompt)
        return isAwaited ? complete() : []
    }

    /// Tab: as much as all completions share.
    private mutating func complete() -> [Effect] {
        guard case .prompt(var prompt) = overlay, prompt.isPath else { return [] }
        guard prompt.completedPath == prompt.editor.text else {
            prompt.awaitsCompletions = true
            overlay = .prompt(prompt)
            return []
        }
        guard let first = prompt.completions.first else { return [] }
        var shared = Substring(first)
        for path in prompt.completions.dropFirst() {
            while !path.hasPrefix(shared) { shared = shared.dropLast() }
        }
        guard shared.count > prompt.editor.text.count else { return [] }
        prompt.editor.set(String(shared))
        overlay = .prompt(prompt)
        return [.complete(path: prompt.editor.text)]
    }
}

extension SessionState {
    /// The query that an edited text makes: the id of an earlier one with the same text, the id that stands while nothing
    /// hangs on it, else a new one, so that grades and runs stay with the words they were given for.
    func queryForEdited(_ text: String) -> Query {
        if let known = runs.last(where: { $0.query.text == text })?.query { return known }
        let used = Set(runs.map(\.query.id) + grades.keys)
        guard used.contains(query.id) else { return Query(id: query.id, text: text) }
        var number = used.count + 1
        while used.contains(String(number)) { number += 1 }
        return Query(id: String(number), text: text)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
