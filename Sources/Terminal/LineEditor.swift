/// A line being typed: the query, a command, a search. A pure value with the keys of readline.
///
/// Left and right, Ctrl-B and Ctrl-F move; Alt-B and Alt-F by words; Home, End, Ctrl-A and Ctrl-E to the ends. Backspace
/// and Delete (Ctrl-H, Ctrl-D) remove a character; Ctrl-W, Alt-Backspace and Alt-D a word, Ctrl-U and Ctrl-K all before and
/// after the cursor; Ctrl-Y brings back what was removed last. Up and down (Ctrl-P, Ctrl-N) walk the history.
public struct LineEditor: Sendable, Hashable {
    /// What is typed, character by character; never a line end.
    private(set) var characters: [Character] = []
    /// Characters before the cursor: 0...characters.count.
    public private(set) var cursor = 0
    /// Lines entered before, oldest first.
    public private(set) var history: [String]
    /// What the last removal of a word or more took.
    private var killed: [Character] = []
    /// Where the walk through the history stands; `history.count` is the line being typed.
    private var place: Int
    /// The line being typed, kept while the history is shown.
    private var draft: [Character] = []

    public init(text: String = "", history: [String] = []) {
        self.history = history
        place = history.count
        insert(text)
    }

    public var text: String { String(characters) }
    public var isEmpty: Bool { characters.isEmpty }
    public var textBeforeCursor: String { String(characters[..<cursor]) }

    /// What a key meant to the line.
    public enum Outcome: Sendable, Hashable {
        /// The text changed.
        case edited
        /// The cursor moved, or there was nowhere to move.
        case moved
        /// Enter, Escape, Tab: for the owner of the line to act on.
        case submit, cancel, complete
        /// Not a key of the editor.
        case ignored
    }

    /// Puts `text` in at the cursor, as typing and pasting do: line ends and tabs become spaces, other controls are
    /// dropped.
    public mutating func insert(_ text: String) {
        let flat = text.filter { !$0.unicodeScalars.allSatisfy(Self.isDropped) }
            .map { character in character.isNewline || character == "\t" ? " " : character }
        characters.insert(contentsOf: flat, at: cursor)
        cursor += flat.count
    }

    /// Replaces the whole line; the cursor goes to its end.
    public mutating func set(_ text: String) {
        characters = []
        cursor = 0
        insert(text)
    }

    /// Empties the line and remembers it in the history, once if it repeats the entry before.
    /// - Returns: the line.
    @discardableResult
    public mutating func submit() -> String {
        let line = text
        if !line.isEmpty, history.last != line { history.append(line) }
        place = history.count
        draft = []
        set("")
        return line
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && !"\t\n\r\u{0B}\u{0C}\u{85}".unicodeScalars.contains(scalar)
    }

    // MARK: Changes that the keys make

    mutating func move(to place: Int) {
        cursor = min(max(0, place), characters.count)
    }

    /// Removes between the cursor and `place`, and keeps it for Ctrl-Y if it is a word or more.
    mutating func remove(to place: Int, keeping: Bool) -> Outcome {
        let place = min(max(0, place), characters.count)
        let range = min(cursor, place)..<max(cursor, place)
        guard !range.isEmpty else { return .moved }
        if keeping { killed = Array(characters[range]) }
        characters.removeSubrange(range)
        cursor = range.lowerBound
        return .edited
    }

    mutating func yank() -> Outcome {
        guard !killed.isEmpty else { return .moved }
        characters.insert(contentsOf: killed, at: cursor)
        cursor += killed.count
        return .edited
    }

    mutating func walkHistory(_ step: Int) -> Outcome {
        let next = place + step
        guard (0...history.count).contains(next) else { return .moved }
        if place == history.count { draft = characters }
        place = next
        characters = next == history.count ? draft : Array(history[next])
        cursor = characters.count
        return .edited
    }

    /// Where the word before the cursor begins.
    var wordStart: Int {
        var index = cursor
        while index > 0, !Self.isWord(characters[index - 1]) { index -= 1 }
        while index > 0, Self.isWord(characters[index - 1]) { index -= 1 }
        return index
    }

    /// Where the word after the cursor ends.
    var wordEnd: Int {
        var index = cursor
        while index < characters.count, !Self.isWord(characters[index]) { index += 1 }
        while index < characters.count, Self.isWord(characters[index]) { index += 1 }
        return index
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
