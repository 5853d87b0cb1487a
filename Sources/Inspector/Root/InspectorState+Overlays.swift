import Inference
import Terminal

/// What lies over the screen, and the keys that go there.
extension InspectorState {
    mutating func show(_ overlay: Overlay) -> [Effect] {
        self.overlay = overlay
        switch overlay {
        case .line(var input):
            input.editor = LineEditor(text: input.editor.text, history: histories[input.kind.rawValue] ?? [])
            self.overlay = .line(input)
            return input.isPath ? [.complete(path: "")] : []
        case .list(let picker):
            if picker.kind == .models {
                let current = board.readyModel?.name
                self.overlay = .list(
                    Picker(
                        kind: .models, title: picker.title, items: Picker.items(models: catalogue, current: current),
                        selection: catalogue.firstIndex { $0.name == current } ?? 0))
            }
        case .page: break
        }
        return []
    }

    /// The list of models says how it stands with each; it keeps up while it is open.
    mutating func refreshModels() {
        guard case .list(var picker) = overlay, picker.kind == .models else { return }
        picker.replace(Picker.items(models: catalogue, current: board.readyModel?.name))
        overlay = .list(picker)
    }

    /// A key that is no command here: it edits the line being typed.
    mutating func typed(_ key: Key) -> [Effect] {
        switch overlay {
        case .line(var input):
            if key == .tab, input.isPath { return complete(input) }
            _ = input.editor.handle(key)
            return edited(input)
        case .list(var picker):
            if case .character(let character) = key { picker.narrow(to: picker.filter + String(character)) }
            if key == .backspace { picker.narrow(to: String(picker.filter.dropLast())) }
            overlay = .list(picker)
        case .page(var page):
            _ = page.finding?.editor.handle(key)
            overlay = .page(page)
        case nil: break
        }
        return []
    }

    mutating func insert(_ text: String) -> [Effect] {
        switch overlay {
        case .line(var input):
            input.editor.insert(text)
            return edited(input)
        case .list(var picker):
            picker.narrow(to: picker.filter + text)
            overlay = .list(picker)
        case .page(var page):
            page.finding?.editor.insert(text)
            overlay = .page(page)
        case nil: break
        }
        return []
    }

    /// Shows at once what the line being typed means.
    private mutating func edited(_ input: LineInput) -> [Effect] {
        overlay = .line(input)
        if input.kind == .search { board.search.needle = input.editor.text }
        return input.isPath ? [.complete(path: input.editor.text)] : []
    }

    /// A command while something lies over the screen; nil where it is the screen's after all.
    mutating func performInOverlay(_ command: Command) -> [Effect]? {
        switch command {
        case .back: closeOverlay()
        case .open: return acceptOverlay()
        case .editLineOutside:
            if let reason = whyNot(command) {
                say(Notice(.information, reason))
                return []
            }
            guard case .line(let input) = overlay, let field = input.field else { return [] }
            overlay = nil
            return [.editOutside(input.editor.text, field: field)]
        case .down: moveOverlay(1)
        case .up: moveOverlay(-1)
        case .pageDown: moveOverlay(max(1, size.height - 6))
        case .pageUp: moveOverlay(-max(1, size.height - 6))
        case .first: moveOverlay(-ListCursor.farthest)
        case .last: moveOverlay(ListCursor.farthest)
        case .nextPane: turnPage()
        case .search:
            guard case .page(var page) = overlay else { return [] }
            page.finding = LineInput(.search, isOneDocument: true)
            overlay = .page(page)
        case .nextMatch: findOnPage(1)
        case .previousMatch: findOnPage(-1)
        default: return nil
        }
        return []
    }

    private mutating func closeOverlay() {
        switch overlay {
        case .line(let input): if input.kind == .search { board.search.needle = "" }
        case .list(let picker):
            switch board.model {
            case .loading, .fetching: break
            default: if picker.kind == .models { board.wishes.whenReady = nil }
            }
        case .page(var page) where page.finding != nil:
            page.finding = nil
            overlay = .page(page)
            return
        case .page(var page) where !page.needle.isEmpty:
            page.needle = ""
            overlay = .page(page)
            return
        case .page, nil: break
        }
        overlay = nil
    }

    private mutating func acceptOverlay() -> [Effect] {
        let accepted = overlay
        overlay = nil
        switch accepted {
        case .line(let input): return accept(input)
        case .list(let picker): return picker.chosen.map { accept($0.action) } ?? []
        case .page(var page):
            guard let finding = page.finding else { return [] }
            (page.needle, page.finding) = (finding.editor.text.trimmed, nil)
            // From the beginning: the first line may have it.
            page.top = -1
            overlay = .page(page)
            findOnPage(1)
            return []
        case nil: return []
        }
    }

    private func lines(of page: TextPage) -> [[Span]] { page.lines(type(of: screen), keymap, notices, size) }

    mutating func moveOverlay(_ rows: Int) {
        switch overlay {
        case .list(var picker):
            picker.move(rows)
            overlay = .list(picker)
        case .page(var page):
            page.move(by: rows, lines(of: page), size)
            overlay = .page(page)
        case .line, nil: break
        }
    }

    /// From the keys to what the numbers mean, and back.
    private mutating func turnPage() {
        guard case .page(let page) = overlay, case .help(let numbers) = page.content else { return }
        overlay = .page(TextPage(.help(numbers: !numbers)))
    }

    private mutating func findOnPage(_ step: Int) {
        guard case .page(var page) = overlay else { return }
        if !page.find(step, lines(of: page), size), !page.needle.isEmpty {
            say(Notice(.information, "this page does not have '\(page.needle)'"))
        }
        page.top = max(0, page.top)
        overlay = .page(page)
    }

    // MARK: Paths

    mutating func takeCompletions(_ paths: [String], for path: String) -> [Effect] {
        guard case .line(var input) = overlay, input.isPath, input.editor.text == path else { return [] }
        let isAwaited = input.awaitsCompletions
        (input.completions, input.completedPath, input.awaitsCompletions) = (paths, path, false)
        overlay = .line(input)
        return isAwaited ? complete(input) : []
    }

    /// Tab: as much as all completions share.
    private mutating func complete(_ input: LineInput) -> [Effect] {
        var input = input
        let isLonger = input.complete()
        overlay = .line(input)
        return isLonger ? [.complete(path: input.editor.text)] : []
    }
}
