import Inference
import Sessions
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
                self.overlay = .list(Picker(models: catalogue, current: board.model.name, wish: picker.wish))
            }
        case .page, .queries: break
        }
        return []
    }

    /// The list of models says whether each is in use or on this machine; it is brought up to date while it is open.
    mutating func refreshModels() {
        guard case .list(var picker) = overlay, picker.kind == .models else { return }
        picker.replace(Picker.items(models: catalogue, current: board.model.name))
        overlay = .list(picker)
    }

    /// A key that is no command here.
    mutating func typed(_ key: Key) -> [Effect] {
        if key == .tab, case .line(let input) = overlay, input.isPath { return overlay?.completePath() ?? [] }
        if key == .control("r"), case .queries(let picker) = overlay, let next = picker.nextRun {
            return [.openCandidates(path: picker.listing.path, run: next, query: session.query, known: session.queries)]
        }
        overlay?.type(key)
        return edited()
    }

    mutating func insert(_ text: String) -> [Effect] {
        overlay?.insert(text)
        return edited()
    }

    /// Shows at once what the line being typed means.
    private mutating func edited() -> [Effect] {
        guard case .line(let input) = overlay else { return [] }
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
                inform(reason)
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
        case .nextPane, .search, .nextMatch, .previousMatch:
            guard case .page(let page) = overlay else { return nil }
            find(on: page) { page, lines, size in page.perform(command, lines, size) }
        default: return nil
        }
        return []
    }

    private mutating func closeOverlay() {
        switch overlay {
        case .line(let input): if input.kind == .search { board.search.needle = "" }
        case .list(let picker): if picker.kind == .models, !board.model.isComing { board.wishes.whenReady = nil }
        case .queries: break
        case .page(var page):
            if page.stepBack() {
                overlay = .page(page)
                return
            }
        case nil: break
        }
        overlay = nil
    }

    private mutating func acceptOverlay() -> [Effect] {
        let accepted = overlay
        // A list that has nothing to take stays, so that what was typed can be mended.
        if let picker = accepted?.picker, picker.isNarrowed, picker.chosen == nil, picker.marked?.isEmpty ?? true {
            inform("nothing in the list matches '\(picker.filter)'")
            return []
        }
        overlay = nil
        switch accepted {
        case .line(let input): return accept(input)
        case .list(let picker):
            guard let chosen = picker.chosen else { return [] }
            if let wish = picker.wish, case .effects(let effects) = chosen.action {
                return run(wish, with: chosen.title, effects)
            }
            return accept(chosen.action)
        case .queries(let picker): return accept(picker)
        case .page(let page):
            if page.finding != nil { find(on: page) { page, lines, size in page.acceptFinding(lines, size) } }
            return []
        case nil: return []
        }
    }

    /// Runs something with a model that was chosen for it: at once where it is in use, else when it is loaded.
    private mutating func run(_ wish: ComparedRun, with name: String, _ load: [Effect]) -> [Effect] {
        var wish = wish
        if board.model.name == name { return ask { state, io in state.board.start(.beside(wish), &io) } }
        wish.model = (name, nil)
        board.wishes.whenReady = .beside(wish)
        inform("loading \(name): the run starts then")
        return load
    }

    /// Shows a page after some work on it, which tells whether the page has what was to be found.
    private mutating func find(on page: TextPage, _ work: (inout TextPage, [[Span]], Size) -> Bool) {
        var page = page
        let found = work(&page, lines(of: page), size)
        overlay = .page(page)
        if !found { inform("this page does not have '\(page.needle)'") }
    }

    private func lines(of page: TextPage) -> [[Span]] { page.lines(type(of: screen), keymap, messages.all, size) }

    mutating func moveOverlay(_ rows: Int) {
        switch overlay {
        case .list, .queries: overlay?.picker?.move(rows)
        case .page(var page):
            page.move(by: rows, lines(of: page), size)
            overlay = .page(page)
        case .line, nil: break
        }
    }
}
