import Terminal

/// One line of a key table: a command, the keys that give it, and the words for it.
public struct Binding: Sendable, Hashable {
    /// What its keys do.
    public var command: Command
    /// The keys that give the command; without any the palette has it alone.
    public var keys: [Key]
    /// A word or two, for the footer; nil keeps it out of the footer.
    public var short: String?
    /// A sentence without a full stop, for help, palette and the list of keys.
    public var long: String
    /// The command that the footer names together with this one: `h l`.
    public var partner: Command?
    /// Its priority in a footer too narrow for all; the lowest comes first.
    var weight: Int
    /// The grade that a `.grade` gives.
    public var grade: Int?

    init(
        _ command: Command, _ keys: [Key], _ short: String?, _ long: String, with partner: Command? = nil, weight: Int = 10,
        grade: Int? = nil
    ) {
        self.command = command
        self.keys = keys
        self.short = short
        self.long = long
        self.partner = partner
        self.weight = weight
        self.grade = grade
    }

    init(
        _ command: Command, _ key: Character, _ short: String?, _ long: String, with partner: Command? = nil, weight: Int = 10
    ) {
        self.init(command, [.character(key)], short, long, with: partner, weight: weight)
    }
}

/// The bindings that several screens share.
extension [Binding] {
    /// - Parameter down: the page down, where a screen has keys of its own for it.
    static func moving(pageDown down: Binding? = nil) -> [Binding] {
        [
            Binding(.down, [.character("j"), .down], nil, "move down: a row, a line"),
            Binding(.up, [.character("k"), .up], nil, "move up: a row, a line"),
            down ?? Binding(.pageDown, [.pageDown, .control("d")], nil, "a page down"),
            Binding(.pageUp, [.pageUp, .control("u")], nil, "a page up"),
            Binding(.first, [.character("g"), .home], nil, "to the beginning"),
            Binding(.last, [.character("G"), .end], nil, "to the end"),
        ]
    }

    static let replay = [
        Binding(.pause, " ", "pause", "pause a replay, or go on; play it again when it is over", weight: 1),
        Binding(.faster, [.character("+"), .character("=")], "speed", "play a replay twice as fast", with: .slower),
        Binding(.slower, "-", nil, "play a replay half as fast"),
    ]

    static let running = [
        Binding(.run, "r", "run", "score the candidates; resume an unfinished run", weight: 3),
        Binding(.rerun, "R", nil, "begin a new run of all candidates"),
        Binding(.cancelDocument, "x", "cancel one", "cancel the selected document"),
        Binding(.cancelRun, "X", "cancel all", "cancel the run, or the download of a model", weight: 2),
    ]

    /// Stands for the grades of the session's scale: a screen that has it takes grades.
    static let grade = [Binding(.grade, [], "judge", "judge: the grades of the scale", weight: 4)]

    static let undoing = [
        // A scale takes only what types a character: undo keeps a key whatever it takes.
        Binding(
            .undo, [.character("u"), .backspace], "undo", "undo your last judgment, back to the first", with: .redo, weight: 5),
        Binding(.redo, [.character("U"), .control("r")], nil, "redo what was undone"),
    ]

    static let queries = [
        Binding(.nextQuery, "J", "query", "the next query", with: .previousQuery),
        Binding(.previousQuery, "K", nil, "the query before"),
    ]

    static let asking = [
        Binding(.editQuery, "e", "edit query", "type or edit the query", weight: 6),
        Binding(.editQueryOutside, "E", nil, "edit the query in $EDITOR"),
        Binding(.instruction, "i", "instruction", "choose or type the instruction: what relevance means"),
        Binding(.candidates, "o", "candidates", "open candidates: a file or folder", weight: 6),
        Binding(.model, "m", "model", "choose a model, fetch it if need be", weight: 9),
        Binding(.mode, "M", "mode", "choose how the score is asked for"),
        Binding(.depth, "d", "depth", "choose how many documents of a query are scored"),
        Binding(.rankBy, "s", "rank by", "rank by the next of: paper's score, expected, integer, hybrid", weight: 8),
    ]

    static let finding = [
        Binding(.search, "/", "find", "find text in ids, titles, documents and thoughts", weight: 8),
        Binding(.nextMatch, "n", nil, "the next match"),
        Binding(.previousMatch, "N", nil, "the match before"),
    ]

    static let runs = [
        Binding(.previousRun, "[", "runs", "the run of this query before", with: .nextRun, weight: 4),
        Binding(.nextRun, "]", nil, "the next run of this query"),
    ]

    static let copying = [Binding(.copy, "y", "copy", "copy the document's id, text and thought to the clipboard")]

    static let home = [Binding(.home, "S", nil, "the start page: other sessions")]

    /// What every screen ends with.
    static let program = [
        Binding(.messages, [], nil, "the messages so far"),
        Binding(.palette, [.character(":"), .control("p")], "command", "find any command by its name", weight: 9),
        Binding(.back, [.escape], "back", "cancel, close, go back", weight: 2),
        Binding(.help, [.character("?"), .function(1)], "help", "the keys of this screen, and what its numbers mean"),
        Binding(.redraw, [.control("l")], nil, "draw the screen anew"),
        Binding(.suspend, [.control("z")], nil, "suspend to the shell; fg comes back"),
        Binding(.quit, [.character("q"), .control("c")], "quit", "quit; everything is kept"),
    ]
}
