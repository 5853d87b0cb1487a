import Terminal

/// The one table of keys. Dispatch, footer, `?`, palette and the README's list are all made from it, in this order.
public enum Keymap {
    public static let bindings: [Binding] = [
        Binding(.down, [.character("j"), .down], [.start, .rank, .inside, .reader], nil, "move down: a row, a line"),
        Binding(.up, [.character("k"), .up], [.start, .rank, .inside, .reader], nil, "move up: a row, a line"),
        Binding(.down, [.down, .control("n")], .picker, nil, "the next of a list"),
        Binding(.up, [.up, .control("p")], .picker, nil, "the one before in a list"),
        Binding(.pageDown, [.pageDown, .control("d")], [.start, .rank, .inside, .reader, .picker], nil, "a page down"),
        Binding(.pageUp, [.pageUp, .control("u")], [.start, .rank, .inside, .reader], nil, "a page up"),
        Binding(.pageUp, [.pageUp], .picker, nil, "a page up in a list"),
        Binding(.first, [.character("g"), .home], [.start, .rank, .inside, .reader], nil, "to the beginning"),
        Binding(.last, [.character("G"), .end], [.start, .rank, .inside, .reader], nil, "to the end"),
        Binding(.open, [.enter], .start, "open", "open what is selected"),
        Binding(.open, [.enter], .rank, "look inside", "look inside the selected document's score"),
        Binding(.open, [.enter], [.picker, .prompt], "accept", "take it"),
        Binding(.play, [.character("p")], .start, "play", "play the selected session at its own pace, without a model"),

        Binding(.left, [.character("h"), .left], .inside, "token", "one token back", shortKeys: "h l"),
        Binding(.right, [.character("l"), .right], .inside, nil, "one token on"),
        Binding(.wordLeft, [.character("b")], .inside, nil, "one word back"),
        Binding(.wordRight, [.character("w")], .inside, nil, "one word on"),
        Binding(
            .nextUncertain, [.character(";")], .inside, "uncertain", "to the next token that was less likely than one half",
            shortKeys: "; ,"),
        Binding(.previousUncertain, [.character(",")], .inside, nil, "to the uncertain token before"),
        Binding(.answerToken, [.character("a")], .inside, "answer", "to the token that begins the answer"),
        Binding(.colouring, [.character("v")], .inside, "colour by", "colour tokens by probability or by entropy"),
        Binding(.nextDocument, [.character("J")], .inside, "document", "the next document, still inside", shortKeys: "J K"),
        Binding(.previousDocument, [.character("K")], .inside, nil, "the document before, still inside"),

        Binding(.pause, [.character(" ")], .session, "pause", "pause a replay, or go on; play it again when it is over"),
        Binding(.faster, [.character("+"), .character("=")], .session, "speed", "play a replay twice as fast", shortKeys: "+ -"),
        Binding(.slower, [.character("-")], .session, nil, "play a replay half as fast"),

        Binding(.run, [.character("r")], .session, "run", "score the candidates"),
        Binding(.rerun, [.character("R")], .session, nil, "score them all again"),
        Binding(.cancelDocument, [.character("x")], .session, "cancel one", "cancel the selected document"),
        Binding(.cancelRun, [.character("X")], .session, "cancel all", "cancel the run, or a model's download"),

        Binding(.grade0, [.character("0")], .session, "judge", "judge the document: 0, not relevant", shortKeys: "0-3"),
        Binding(.grade1, [.character("1")], .session, nil, "judge: 1, related but no answer"),
        Binding(.grade2, [.character("2")], .session, nil, "judge: 2, relevant"),
        Binding(.grade3, [.character("3")], .session, nil, "judge: 3, perfectly relevant"),
        Binding(.undo, [.character("u")], .session, "undo", "undo the last grade"),

        Binding(.editQuery, [.character("e")], .screens, "edit query", "type or edit the query"),
        Binding(.editQueryOutside, [.character("E")], .session, nil, "edit the query in $EDITOR"),
        Binding(.editLineOutside, [.alt("e")], .prompt, "$EDITOR", "go on with the query or instruction in $EDITOR"),
        Binding(.instruction, [.character("i")], .session, "instruction", "choose or type the instruction: what relevance means"),
        Binding(.candidates, [.character("o")], .screens, "candidates", "open candidates: a file or folder"),
        Binding(.model, [.character("m")], .screens, "model", "choose a model, fetch it if need be"),
        Binding(.mode, [.character("M")], .session, "mode", "choose how the score is asked for"),
        Binding(.rankBy, [.character("s")], .session, "rank by", "rank by the next of: paper's score, expected, integer, hybrid"),
        Binding(.follow, [.character("f")], .rank, "follow", "selection: stays, follows the top, or follows the thinking"),

        Binding(.search, [.character("/")], .session, "find", "find text in ids, titles, documents and thoughts"),
        Binding(.nextMatch, [.character("n")], .session, nil, "the next match"),
        Binding(.previousMatch, [.character("N")], .session, nil, "the match before"),
        Binding(.nextPane, [.tab], .rank, "pane", "to the next pane"),
        Binding(.previousPane, [.backTab], .rank, nil, "to the pane before"),
        Binding(.zoom, [.character("z")], .rank, "zoom", "give the pane the whole screen, or take it back"),
        Binding(.previousRun, [.character("[")], .session, "runs", "the run before", shortKeys: "[ ]"),
        Binding(.nextRun, [.character("]")], .session, nil, "the next run"),
        Binding(.copy, [.character("y")], .session, "copy", "copy the document's id, text and thought to the clipboard"),

        Binding(.home, [.character("S")], .session, nil, "the start page: other sessions"),
        Binding(.newSession, [.character("c")], .start, "new", "begin a new session"),
        Binding(.messages, [], .screens, nil, "what was said so far"),
        Binding(.palette, [.character(":")], .screens, "command", "find any command by its name"),
        Binding(.back, [.escape], .screens, nil, "cancel, close, go back"),
        Binding(.back, [.escape, .character("q"), .control("c")], .reader, "close", "close it"),
        Binding(.back, [.escape, .control("c")], [.picker, .prompt], "cancel", "leave it as it was"),
        Binding(.help, [.character("?"), .function(1)], .screens, "help", "all keys, and what every number means"),
        Binding(.redraw, [.control("l")], .all, nil, "draw the screen anew"),
        Binding(.suspend, [.control("z")], .all, nil, "suspend to the shell; fg comes back"),
        Binding(.quit, [.character("q"), .control("c")], .screens, "quit", "quit; everything is kept"),
    ]

    /// The command a key gives in a context; nil for a key without one.
    public static func command(for key: Key, in context: Contexts) -> Command? {
        table[context]?[key]
    }

    /// The bindings that hold in a context, in the table's order.
    public static func bindings(in context: Contexts) -> [Binding] {
        bindings.filter { !$0.contexts.isDisjoint(with: context) }
    }

    private static let table: [Contexts: [Key: Command]] = {
        var table: [Contexts: [Key: Command]] = [:]
        for context in Contexts.each {
            for binding in bindings(in: context) {
                for key in binding.keys where table[context]?[key] == nil { table[context, default: [:]][key] = binding.command }
            }
        }
        return table
    }()
}

extension Contexts {
    /// Every context alone, with its name for people.
    static let named: [(context: Contexts, name: String)] = [
        (.rank, "Ranking"), (.inside, "Inside a score"), (.start, "Start page"), (.reader, "Help and messages"),
        (.picker, "Lists"),
        (.prompt, "Typing"),
    ]
    static let each = named.map(\.context)
}
