import Terminal

extension Keymap {
    /// The keys of the program: those of each screen, and of what lies over them.
    public static let defaults: [KeyTable] =
        Screens.all.map { table(of: $0) } + [
            KeyTable(context: .page, bindings: page), KeyTable(context: .list, bindings: list),
            KeyTable(context: .line, bindings: line),
        ]

    private static func table(of screen: any ScreenModel.Type) -> KeyTable {
        // Where a screen has the key of an opener for something of its own, the list of commands still opens the other screen.
        let own = Set(screen.bindings(openers: []).flatMap(\.keys))
        var openers: [Binding] = []
        for other in Screens.all where other.context != screen.context {
            guard var opener = other.opener else { continue }
            opener.keys.removeAll(where: own.contains)
            openers.append(opener)
        }
        return KeyTable(context: screen.context, bindings: screen.bindings(openers: openers))
    }

    /// Every command that has a place in a table, in the order of the tables.
    public static let commands: [Command] = {
        var seen: Set<Command> = []
        return defaults.flatMap(\.bindings).map(\.command).filter { seen.insert($0).inserted }
    }()

    private static let page: [Binding] =
        .moving() + [
            Binding(.nextPane, [.tab], "keys or numbers", "help: the keys, or what the numbers mean", weight: 4),
            Binding(.search, "/", "find", "find text on the page", weight: 5),
            Binding(.nextMatch, "n", nil, "the next match"),
            Binding(.previousMatch, "N", nil, "the match before"),
            Binding(.back, [.escape, .character("q"), .control("c")], "close", "close it", weight: 5),
        ] + anywhere

    private static let list: [Binding] =
        [
            Binding(.down, [.down, .control("n")], nil, "the next of the list"),
            Binding(.up, [.up, .control("p")], nil, "the one before in the list"),
            Binding(.pageDown, [.pageDown, .control("d")], nil, "a page down"),
            Binding(.pageUp, [.pageUp], nil, "a page up in a list"),
        ] + accepting + [cancelling] + anywhere

    private static let line: [Binding] =
        accepting + [
            Binding(.editLineOutside, [.alt("e")], "$EDITOR", "continue the query or instruction in $EDITOR"), cancelling,
        ] + anywhere

    private static let accepting = [Binding(.open, [.enter], "accept", "accept", weight: 0)]
    private static let cancelling = Binding(.back, [.escape, .control("c")], "cancel", "cancel", weight: 5)
    private static let anywhere = [Binding].program.filter { $0.command == .redraw || $0.command == .suspend }
}
