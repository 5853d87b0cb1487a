/// A line editor with the keys of readline, for queries, commands and searches. It is a plain value.
///
/// - Left and Right (Ctrl-B, Ctrl-F) move by a character, Alt-B and Alt-F by a word, Home and End (Ctrl-A, Ctrl-E) to the ends.
/// - Backspace and Delete (Ctrl-H, Ctrl-D) remove a character, Ctrl-W, Alt-Backspace and Alt-D a word, Ctrl-U everything before
///   the cursor and Ctrl-K everything after it. Ctrl-Y inserts the last removed words again.
/// - Up and Down (Ctrl-P, Ctrl-N) go through the history.
public struct LineEditor: Sendable, Hashable {
    /// The characters of the line; never a line break.
    private(set) var characters: [Character] = []
    /// The number of characters before the cursor: 0...characters.count.
    public private(set) var cursor = 0
    /// Lines entered before, oldest first.
    public private(set) var history: [String]
    /// The text of the last removal of a word or more, for Ctrl-Y.
    private var killed: [Character] = []
    /// The index of the history entry that is shown; `history.count` for the line being typed.
    private var place: Int
    /// The line being typed, kept while the history is shown.
    private var draft: [Character] = []

    /// An editor with this line and the cursor at its end.
    public init(text: String = "", history: [String] = []) {
        self.history = history
        place = history.count
        insert(text)
    }

    /// The line.
    public var text: String { String(characters) }
    /// True if the line is empty.
    public var isEmpty: Bool { characters.isEmpty }
    /// The part of the line before the cursor.
    public var textBeforeCursor: String { String(characters[..<cursor]) }

    /// The effect of a key.
    public enum Outcome: Sendable, Hashable {
        /// The text changed.
        case edited
        /// The cursor moved, or the key had no effect.
        case moved
        /// Enter, Escape or Tab was pressed. The caller must act on it.
        case submit, cancel, complete
        /// The editor does not use this key.
        case ignored
    }

    /// Inserts `text` at the cursor, as typing and pasting do. Line breaks and tabs become spaces. Other control characters are
    /// removed.
    public mutating func insert(_ text: String) {
        let flat = text.filter { !$0.unicodeScalars.allSatisfy(Self.isDropped) }
            .map { character in character.isNewline || character.unicodeScalars.first == "\t" ? " " : character }
        characters.insert(contentsOf: flat, at: cursor)
        cursor += flat.count
    }

    /// Replaces the whole line; the cursor goes to its end.
    public mutating func set(_ text: String) {
        characters = []
        cursor = 0
        insert(text)
    }

    /// Empties the line and appends it to the history, unless it is empty or equals the last entry.
    ///
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

    /// Removes the text between the cursor and `place`. With `keeping`, Ctrl-Y can insert it again.
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

    /// The start of the word before the cursor.
    var wordStart: Int {
        var index = cursor
        while index > 0, !Self.isWord(characters[index - 1]) { index -= 1 }
        while index > 0, Self.isWord(characters[index - 1]) { index -= 1 }
        return index
    }

    /// The end of the word after the cursor.
    var wordEnd: Int {
        var index = cursor
        while index < characters.count, !Self.isWord(characters[index]) { index += 1 }
        while index < characters.count, Self.isWord(characters[index]) { index += 1 }
        return index
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character.unicodeScalars.first == "_"
    }
}
