import Terminal

extension Keymap {
    /// The one table of keys.
    public static let defaults: [Binding] = [
        Binding(.down, [.character("j"), .down], [.screens, .reader], nil, "move down: a row, a line"),
        Binding(.up, [.character("k"), .up], [.screens, .reader], nil, "move up: a row, a line"),
        Binding(.down, [.down, .control("n")], .picker, nil, "the next of a list"),
        Binding(.up, [.up, .control("p")], .picker, nil, "the one before in a list"),
        Binding(
            .pageDown, [.pageDown, .control("d")], [.start, .rank, .inside, .measures, .agreement, .reader, .picker], nil,
            "a page down"),
        Binding(.pageDown, [.character(" "), .pageDown, .control("d")], .judge, nil, "a page down of the document"),
        Binding(.pageUp, [.pageUp, .control("u")], [.screens, .reader], nil, "a page up"),
        Binding(.pageUp, [.pageUp], .picker, nil, "a page up in a list"),
        Binding(.first, [.character("g"), .home], [.screens, .reader], nil, "to the beginning"),
        Binding(.last, [.character("G"), .end], [.screens, .reader], nil, "to the end"),
        Binding(.open, [.enter], .start, "open", "open what is selected"),
        Binding(.open, [.enter], .rank, "look inside", "look inside the selected document's score"),
        Binding(.open, [.enter], .measures, "open", "open what made the figure, or the query of the row"),
        Binding(.open, [.enter], .agreement, "adjudicate", "judge the document with all grades in view: the last word on it"),
        Binding(.open, [.enter], [.picker, .prompt], "accept", "take it"),
        Binding(.play, [.character("p")], .start, "play", "play the selected session at its own pace, without a model"),

        Binding(.left, [.character("h"), .left], .inside, "token", "one token back", with: .right),
        Binding(.right, [.character("l"), .right], .inside, nil, "one token on"),
        Binding(.wordLeft, [.character("b")], .inside, nil, "one word back"),
        Binding(.wordRight, [.character("w")], .inside, nil, "one word on"),
        Binding(
            .nextUncertain, [.character(";")], .inside, "uncertain", "to the next token that was less likely than one half",
            with: .previousUncertain),
        Binding(.previousUncertain, [.character(",")], .inside, nil, "to the uncertain token before"),
        Binding(.answerToken, [.character("a")], .inside, "answer", "to the token that begins the answer"),
        Binding(.colouring, [.character("v")], .inside, "colour by", "colour tokens by probability or by entropy"),
        Binding(
            .nextDocument, [.character("J")], .inside, "document", "the next document, still inside", with: .previousDocument),
        Binding(.previousDocument, [.character("K")], .inside, nil, "the document before, still inside"),

        Binding(.pause, [.character(" ")], .session, "pause", "pause a replay, or go on; play it again when it is over"),
        Binding(.faster, [.character("+"), .character("=")], .session, "speed", "play a replay twice as fast", with: .slower),
        Binding(.slower, [.character("-")], .session, nil, "play a replay half as fast"),

        Binding(.run, [.character("r")], .session, "run", "score the candidates; resume a run that is not finished"),
        Binding(.rerun, [.character("R")], .session, nil, "begin a new run of all of them"),
        Binding(.cancelDocument, [.character("x")], .session, "cancel one", "cancel the selected document"),
        Binding(.cancelRun, [.character("X")], .session, "cancel all", "cancel the run, or a model's download"),

        Binding(.grade, [], .grading, "judge", "judge: the grades of the scale"),
        Binding(.skip, [.character("s")], .judge, "skip", "skip the document: no grade, asked again at the end"),
        Binding(.cannotTell, [.character("c")], .judge, "can't tell", "can't tell: nobody could grade it from what is there"),
        // A scale takes only what types a character: undo keeps a key whatever it takes.
        Binding(
            .undo, [.character("u"), .backspace], .grading, "undo", "undo the last judgment, as far back as there are any",
            with: .redo),
        Binding(.redo, [.character("U"), .control("r")], .grading, nil, "redo what was undone"),
        Binding(.nextUnjudged, [.character(".")], .judge, "next unjudged", "to the next document not judged yet"),
        Binding(
            .previousDocument, [.character("h"), .left], .judge, "document", "the document before in judging order",
            with: .nextDocument),
        Binding(.nextDocument, [.character("l"), .right], .judge, nil, "the next document in judging order"),
        Binding(.note, [.character("a")], .judge, "note", "write a note on the document in view"),
        Binding(.noteLast, [.character("p")], .judge, nil, "write a note on the document judged last"),
        Binding(.need, [.character("i")], .judge, nil, "what is asked, in full: query, instruction, narrative"),
        Binding(.blind, [.character("b")], .judge, "blind", "judge blind, or with scores, ranks and others' grades in view"),
        Binding(.order, [.character("O")], .judge, "order", "choose the order in which documents are judged"),
        Binding(.judgeName, [.character("w")], .judge, "who", "choose who judges"),
        Binding(.scale, [.character("L")], .judge, "scale", "choose the scale: grades, labels and keys"),

        Binding(.changeView, [.tab], .measures, "table", "one query's measures, or those of all queries in a table"),
        Binding(.sortBy, [.character("s")], .measures, "sort", "choose what the table of queries is sorted by"),
        Binding(.system, [.character("v")], .measures, "ranking", "the next ranking: first stage, the model's, recorded ones"),
        Binding(.system, [.character("v")], .agreement, "model", "count the model as one more judge, or people alone"),
        Binding(.whose, [.character("w")], .measures, "whose grades", "choose whose grades the measures go by"),
        Binding(
            .nextQuery, [.character("J")], [.rank, .measures], "query", "the next query", with: .previousQuery),
        Binding(.previousQuery, [.character("K")], [.rank, .measures], nil, "the query before"),
        Binding(.nextQuery, [.tab, .character("J")], .judge, "query", "the next query to judge", with: .previousQuery),
        Binding(.previousQuery, [.backTab, .character("K")], .judge, nil, "the query before"),

        Binding(
            .judge, [.character("A")], [.start, .rank, .inside, .measures, .agreement], "judge blind",
            "judge one document after the other, blind: scores and ranks hidden until you graded"),
        Binding(
            .measures, [.character("#")], [.start, .rank, .inside, .judge, .agreement], "measures",
            "what the rankings are worth by the grades so far"),
        Binding(
            .agreement, [.character("D")], [.rank, .inside, .judge, .measures], nil,
            "how far the judges agree, and the documents they disagree on"),

        Binding(.editQuery, [.character("e")], [.start, .rank, .inside], "edit query", "type or edit the query"),
        Binding(.editQueryOutside, [.character("E")], .session, nil, "edit the query in $EDITOR"),
        Binding(.editLineOutside, [.alt("e")], .prompt, "$EDITOR", "go on with the query or instruction in $EDITOR"),
        Binding(.instruction, [.character("i")], .session, "instruction", "choose or type the instruction: what relevance means"),
        Binding(
            .candidates, [.character("o")], [.start, .rank, .inside], "candidates", "open candidates: a file or folder"),
        Binding(.candidates, [.character("o")], [.judge, .measures], nil, "open candidates: a file or folder"),
        Binding(.model, [.character("m")], [.start, .rank, .inside], "model", "choose a model, fetch it if need be"),
        Binding(.mode, [.character("M")], .session, "mode", "choose how the score is asked for"),
        Binding(.rankBy, [.character("s")], .session, "rank by", "rank by the next of: paper's score, expected, integer, hybrid"),
        Binding(.follow, [.character("f")], .rank, "follow", "selection: stays, follows the top, or follows the thinking"),

        Binding(.search, [.character("/")], .grading, "find", "find text in ids, titles, documents and thoughts"),
        Binding(.nextMatch, [.character("n")], .grading, nil, "the next match"),
        Binding(.previousMatch, [.character("N")], .grading, nil, "the match before"),
        Binding(.nextPane, [.tab], .rank, "pane", "to the next pane"),
        Binding(.nextPane, [.tab], .agreement, "pairs", "to the pairs of judges where not all are in view, and back"),
        Binding(.previousPane, [.backTab], .rank, nil, "to the pane before"),
        Binding(.zoom, [.character("z")], .rank, "zoom", "give the pane the whole screen, or take it back"),
        Binding(.previousRun, [.character("[")], .session, "runs", "the run before", with: .nextRun),
        Binding(.nextRun, [.character("]")], .session, nil, "the next run"),
        Binding(.copy, [.character("y")], .grading, "copy", "copy the document's id, text and thought to the clipboard"),

        Binding(
            .home, [.character("S")], [.rank, .inside, .judge, .measures, .agreement], nil, "the start page: other sessions"),
        Binding(.newSession, [.character("c")], .start, "new", "begin a new session"),
        Binding(.messages, [], .screens, nil, "what was said so far"),
        Binding(.palette, [.character(":"), .control("p")], .screens, "command", "find any command by its name"),
        Binding(.back, [.escape], .screens, nil, "cancel, close, go back"),
        Binding(.back, [.escape, .character("q"), .control("c")], .reader, "close", "close it"),
        Binding(.back, [.escape, .control("c")], [.picker, .prompt], "cancel", "leave it as it was"),
        Binding(.help, [.character("?"), .function(1)], .screens, "help", "all keys, and what every number means"),
        Binding(.redraw, [.control("l")], .all, nil, "draw the screen anew"),
        Binding(.suspend, [.control("z")], .all, nil, "suspend to the shell; fg comes back"),
        Binding(.quit, [.character("q"), .control("c")], .screens, "quit", "quit; everything is kept"),
    ]
}
