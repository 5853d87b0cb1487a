/// One character cell. A wide character takes two cells: its own, and a continuation cell to the right of it.
public struct Cell: Sendable, Hashable {
    /// One printable scalar and its combining marks; never a control character.
    public internal(set) var character: Character
    /// Colours and attributes.
    public internal(set) var style: Style
    /// True for the right half of the wide character before it.
    public internal(set) var isContinuation: Bool

    init(character: Character = " ", style: Style = .plain, isContinuation: Bool = false) {
        self.character = character
        self.style = style
        self.isContinuation = isContinuation
    }
}

/// A screen image made of cells: `render` returns it, and the back end shows it. All text is sanitized (`TerminalText`) and
/// clipped to the grid.
///
/// Invariant: every character that is two columns wide is followed by a continuation cell of the same style, and there are no
/// other continuation cells.
public struct Grid: Sendable, Hashable {
    /// Columns and rows.
    public let size: Size
    /// The cells row by row: `size.width * size.height` of them.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor is shown; nil hides it.
    public var cursor: Point?

    /// A grid of plain spaces.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.width * size.height)
    }

    /// The cell at `point`; nil outside the grid.
    public subscript(point: Point) -> Cell? {
        guard Rect(size).contains(point) else { return nil }
        return cells[point.y * size.width + point.x]
    }

    /// Puts a sanitized character of `width` 1 or 2 into the grid. If it overwrites one half of a wide character, the other
    /// half becomes a space. The caller must clip: 0 <= x, x + width <= size.width, 0 <= y < size.height.
    mutating func put(_ character: Character, width: Int, x: Int, y: Int, style: Style) {
        let index = y * size.width + x
        if cells[index].isContinuation { cells[index - 1].character = " " }
        let behind = index + width
        if x + width < size.width, cells[behind].isContinuation {
            cells[behind].character = " "
            cells[behind].isContinuation = false
        }
        cells[index] = Cell(character: character, style: style)
        if width == 2 { cells[index + 1] = Cell(style: style, isContinuation: true) }
    }

    /// Changes the styles of the cells in a rectangle, clipped to the grid, but not their characters; for a selected row or a
    /// dimmed pane. A wide character that the rectangle's edge cuts changes as a whole.
    public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = rect.intersection(Rect(size))
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            var x = area.x
            if cells[y * size.width + x].isContinuation { x -= 1 }
            var end = area.endX
            if end < size.width, cells[y * size.width + end].isContinuation { end += 1 }
            for index in (y * size.width + x)..<(y * size.width + end) { change(&cells[index].style) }
        }
    }
}
