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
            if case .picker(let picker) = overlay, picker.kind == .model { runWhenReady = isLoading ? runWhenReady : nil }
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
                Help.lines(for: screenContext, keymap: keymap, width: OverlayLayout(size: size).text.width).count
                    - OverlayLayout(size: size).text.height)
            overlay = .help(top: max(0, min(top + rows, end)))
        case .messages(let top):
            overlay = .messages(top: max(0, min(top + rows, notices.count - 1)))
        case .need(let top):
            let text = OverlayLayout(size: size).text
            overlay = .need(top: max(0, min(top + rows, asked(width: text.width).count - text.height)))
        case .prompt, nil: break
        }
    }

    private mutating func acceptOverlay() -> [Effect] {
        let accepted = overlay
        overlay = nil
        switch accepted {
        case .prompt(let prompt): return accept(prompt)
        case .picker(let picker): return picker.chosen.map { accept($0.action) } ?? []
        case .help, .messages, .need, nil: return []
        }
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
