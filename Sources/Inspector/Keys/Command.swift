/// Everything a person can ask the screens to do. The keymap gives each its keys and its words.
public enum Command: String, CaseIterable, Sendable, Hashable {
    // Moving about.
    case down, up, pageDown, pageUp, first, last
    case open, back, nextPane, previousPane, zoom
    case search, nextMatch, previousMatch
    case nextDocument, previousDocument, nextQuery, previousQuery

    // Along the tokens of a thought.
    case left, right, wordLeft, wordRight, nextUncertain, previousUncertain, answerToken, colouring

    // What is asked.
    case editQuery, editQueryOutside, editLineOutside, instruction, candidates, model, mode, rankBy

    // Runs.
    case run, rerun, cancelDocument, cancelRun, previousRun, nextRun, follow
    case pause, faster, slower

    // Judging. `grade` stands for as many bindings as the scale has grades.
    case judge, grade, skip, cannotTell, undo, redo, nextUnjudged, note, noteLast, need, blind, order, judgeName, scale

    // What the grades say.
    case measures, agreement, changeView, sortBy, system, whose

    // The program.
    case copy, home, newSession, play, messages, palette, help, redraw, suspend, quit
}

extension Command {
    /// Its name in words: "cancel document".
    var name: String { words(joinedBy: " ") }

    /// Its name in a keys file: "cancel-document".
    var word: String { words(joinedBy: "-") }

    private func words(joinedBy joint: String) -> String {
        rawValue.reduce(into: "") { name, character in
            name += (character.isUppercase ? joint : "") + character.lowercased()
        }
    }
}
