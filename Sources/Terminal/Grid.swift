/// One character cell. A wide character fills its own cell and a `continuation` behind it.
public struct Cell: Sendable, Hashable {
    /// One printable scalar and its combining marks; never a control.
    public internal(set) var character: Character
    public internal(set) var style: Style
    /// True for the right half of the wide character before it.
    public internal(set) var isContinuation: Bool

    init(character: Character = " ", style: Style = .plain, isContinuation: Bool = false) {
        self.character = character
        self.style = style
        self.isContinuation = isContinuation
    }
}

/// A picture made of cells: what `render` returns and the back end shows. Everything written is made harmless first
/// (`TerminalText`), clipped to the grid, and never leaves half a wide character behind.
///
/// Invariant: a continuation cell stands right of a cell whose character is two columns wide, in the same style, and
/// every such character has its continuation.
public struct Grid: Sendable, Hashable {
    public let size: Size
    /// Row by row, `size.width * size.height` of them.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor is shown; nil hides it.
    public var cursor: Point?

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.width * size.height)
    }

    public subscript(point: Point) -> Cell? {
        guard Rect(size).contains(point) else { return nil }
        return cells[point.y * size.width + point.x]
    }

    /// Puts a harmless character of `width` 1 or 2 into cells of the grid, blanking the other half of what it
    /// overwrites in part. The caller has clipped: 0 <= x, x + width <= size.width, 0 <= y < size.height.
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

    /// Changes the styles of a rectangle, clipped, and leaves its characters: a selected row, a dimmed pane. A wide
    /// character cut by the edge changes whole.
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
