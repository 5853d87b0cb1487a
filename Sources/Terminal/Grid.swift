/// One character cell. A wide character fills its own cell and a `continuation` behind it.
public struct Cell: Sendable, Hashable {
    /// One printable grapheme of one scalar and its combining marks; never a control.
    public var character: Character
    public var style: Style
    /// True for the right half of the wide character before it.
    public var isContinuation: Bool

    public init(character: Character = " ", style: Style = .plain, isContinuation: Bool = false) {
        self.character = character
        self.style = style
        self.isContinuation = isContinuation
    }
}

/// A picture made of cells: what `render` returns and the back end shows. Everything written is made harmless first
/// (`TerminalText`), clipped to the grid, and never leaves half a wide character behind.
public struct Grid: Sendable, Hashable {
    public let size: Size
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor is shown; nil hides it.
    public var cursor: Point?

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.width * size.height)
    }

    public subscript(point: Point) -> Cell? {
        guard point.x >= 0, point.y >= 0, point.x < size.width, point.y < size.height else { return nil }
        return cells[point.y * size.width + point.x]
    }
}
