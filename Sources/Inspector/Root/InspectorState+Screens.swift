import Sessions
import Terminal

/// How the root speaks with the screens: what they ask for is done here.
extension InspectorState {
    var keyNames: KeyNames { KeyNames(keymap: keymap, context: screenContext) }

    /// Runs a piece of work of a screen or the board, then does what it asked of the root.
    mutating func ask(_ work: (inout InspectorState, inout ScreenIO) -> Void) -> [Effect] {
        var io = ScreenIO(size: size, keys: keyNames, place: place)
        work(&self, &io)
        if io.isNoticeOver || messages.shown.map({ io.overNotices.contains($0.text) }) == true { messages.clear() }
        for notice in io.notices { say(notice) }
        var effects = io.effects
        if !io.changes.isEmpty { effects += tell(io.changes) }
        if let overlay = io.overlay { effects += show(overlay) }
        if let navigation = io.navigation { effects += go(navigation) }
        return effects
    }

    /// Tells the screen in view what changed on the board.
    mutating func tell(_ changes: [BoardChange]) -> [Effect] {
        ask { state, io in
            for change in changes { state.screens[state.current].follow(change, &state.board, &io) }
        }
    }

    /// Tells every screen, in view or not.
    mutating func tellAll(_ change: BoardChange) -> [Effect] {
        ask { state, io in
            for index in state.screens.indices { state.screens[index].follow(change, &state.board, &io) }
        }
    }

    // MARK: The stack

    private mutating func go(_ navigation: ScreenIO.Navigation) -> [Effect] {
        switch navigation {
        case .back(let document):
            return stack.pop() ? appear(after: document) : []
        case .base:
            stack.goToBase()
            return appear(after: nil)
        case .visit(let visit):
            return ask { state, io in
                for index in state.screens.indices where state.screens[index].accept(visit, &state.board, &io) {
                    // Esc leads back to the screen that asked, even where this one lies under it too.
                    return state.stack.add(index)
                }
            }
        }
    }

    private mutating func appear(after document: DocumentName?) -> [Effect] {
        ask { state, io in state.screens[state.current].appear(after: document, &state.board, &io) }
    }

    /// Opens the screen that a command opens; nil for another command.
    mutating func openScreen(by command: Command) -> [Effect]? {
        guard let index = Screens.all.firstIndex(where: { $0.opener?.command == command }) else { return nil }
        return ask { state, io in
            for gone in state.stack.push(index) { state.screens[gone].dismiss() }
            state.screens[index].open(&state.board, &io)
        }
    }

    mutating func goHome() -> [Effect] {
        stack.goHome()
        return [.listSessions] + (board.isReplay ? [.pauseReplay(true)] : [])
    }

    // MARK: Sessions

    /// Takes a whole session over, and shows it where the person was.
    mutating func open(_ opened: OpenedSession) -> [Effect] {
        overlay = nil
        unsaved = 0
        let asked = opened.comparison.map { tellAll(.comparing($0.options, sides: $0.sides)) } ?? []
        for index in screens.indices { screens[index].reset() }
        stack.goToBase()
        let effects = ask { state, io in
            state.board.open(opened, &io)
            guard let place = opened.place,
                let index = Screens.all.firstIndex(where: { ScreenName($0) == place.screen }),
                index != Screens.baseIndex, index != Screens.homeIndex
            else { return }
            if state.screens[index].restore(place, &state.board, &io) { state.stack.add(index) }
        }
        refreshKeys()
        return asked + effects
    }

    /// Where the person is, to find it again: on the start page, where they came from.
    public var place: Place {
        let before = stack.isHome ? stack.beforeHome.map { ScreenName(Screens.all[$0]) } : nil
        var place = Place(
            screen: before ?? screenName, selected: board.selected, run: board.shown.run, follow: board.selection.follow,
            topic: board.shown.topic)
        for screen in screens { screen.describe(&place) }
        return place
    }
}
