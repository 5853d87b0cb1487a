/// Everything a person can ask the screens to do. The keymap gives each its keys and its words.
public enum Command: String, CaseIterable, Sendable, Hashable {
    // Moving about.
    case down, up, pageDown, pageUp, first, last
    case open, back, nextPane, previousPane, zoom
    case search, nextMatch, previousMatch
    case nextDocument, previousDocument

    // Along the tokens of a thought.
    case left, right, wordLeft, wordRight, nextUncertain, previousUncertain, answerToken, colouring

    // What is asked.
    case editQuery, editQueryOutside, editLineOutside, instruction, candidates, model, mode, rankBy

    // Runs.
    case run, rerun, cancelDocument, cancelRun, previousRun, nextRun, follow
    case pause, faster, slower

    // Judging.
    case grade0, grade1, grade2, grade3, undo

    // The program.
    case copy, home, newSession, play, messages, palette, help, redraw, suspend, quit
}
