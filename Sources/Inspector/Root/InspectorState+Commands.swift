import Sessions
import Terminal

extension InspectorState {
    /// A key is a command where the keymap has one here, and else goes to the line being typed.
    mutating func press(_ key: Key) -> [Effect] {
        messages.clear()
        // What narrows a list is a line: its keys come first while there is something in it.
        if overlay?.picker?.isNarrowed == true, [.control("u"), .control("w")].contains(key) { return typed(key) }
        guard let binding = keymap.binding(for: key, in: context) else { return typed(key) }
        if overlay != nil, let effects = performInOverlay(binding.command) { return effects }
        return perform(binding)
    }

    /// Does a command, or says why it cannot be done now.
    mutating func perform(_ binding: Binding) -> [Effect] {
        let command = binding.command
        // On every screen Esc first takes back what it was said to.
        if command == .back, board.wishes.whenReady != nil {
            board.wishes.whenReady = nil
            inform("the run will not start by itself")
            return []
        }
        if let reason = whyNot(command) {
            inform(reason)
            return []
        }
        if let grade = binding.grade {
            return ask { state, io in state.screens[state.current].grade(grade, &state.board, &io) }
        }
        switch command {
        case .search:
            // A screen with one document in view searches in it.
            return show(.line(LineInput(.search, scope: type(of: screen).searchesOneDocument ? .document : .candidates)))
        case .help: return show(.page(TextPage(.help(numbers: false))))
        case .messages: return show(.page(TextPage(.messages, top: ListCursor.farthest)))
        case .palette: return show(.list(Picker(palette: self)))
        case .home: return goHome()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return [.leave(place, for: .end(histories: histories))]
        default: break
        }
        if let effects = openScreen(by: command) { return effects }
        return ask { state, io in state.screens[state.current].perform(command, &state.board, &io) }
    }

    func isEnabled(_ command: Command) -> Bool { whyNot(command) == nil }

    /// Why a command can do nothing now, in a sentence that says what to do instead; nil where it can.
    func whyNot(_ command: Command) -> String? {
        switch command {
        case .open where overlay != nil, .back where overlay != nil: return nil
        case .nextPane where overlay != nil, .editLineOutside: return overlay?.whyNot(command)
        default: break
        }
        if let reason = Screens.whyNotOpen(by: command, board, keyNames) { return reason }
        return screen.whyNot(command, board, keyNames)
    }

    // MARK: The mouse

    mutating func point(_ mouse: Mouse) -> [Effect] {
        switch mouse.kind {
        case .wheelUp: return wheel(-3, at: mouse.point)
        case .wheelDown: return wheel(3, at: mouse.point)
        case .press, .doubleClick: return click(mouse.point, isDouble: mouse.kind == .doubleClick)
        case .release, .drag: return []
        }
    }

    private mutating func wheel(_ lines: Int, at point: Point) -> [Effect] {
        guard overlay == nil else {
            moveOverlay(lines.signum())
            return []
        }
        return ask { state, io in state.screens[state.current].scroll(by: lines, at: point, &state.board, &io) }
    }

    private mutating func click(_ point: Point, isDouble: Bool) -> [Effect] {
        messages.clear()
        guard let clicked = overlay?.click(point, size) else {
            return ask { state, io in state.screens[state.current].click(point, isDouble: isDouble, &state.board, &io) }
        }
        switch clicked {
        case .nothing: return []
        case .outside: overlay = nil
        case .row: if isDouble { return press(.enter) }
        }
        return []
    }
}

extension Picker {
    /// All commands that can be given here.
    init(palette state: InspectorState) {
        var seen: Set<Command> = []
        let all = state.keymap.bindings(in: state.screenContext)
        // Moving has keys that everybody knows: it comes last.
        let moving = Set([Binding].moving().map(\.command))
        let items = (all.filter { !moving.contains($0.command) } + all.filter { moving.contains($0.command) }).compactMap {
            binding -> Item? in
            guard binding.command != .palette, binding.command != .back, state.isEnabled(binding.command),
                binding.command == .grade || seen.insert(binding.command).inserted
            else { return nil }
            return Item(
                binding.grade.map { "\(binding.command.name) \($0)" } ?? binding.command.name, binding.long,
                hint: binding.keys.first?.label ?? "", .command(binding))
        }
        self.init(title: "Command", items: items)
    }
}
