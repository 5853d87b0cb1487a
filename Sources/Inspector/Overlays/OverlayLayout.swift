import Terminal

/// Where a list or a page lies over the screen.
struct OverlayLayout: Hashable {
    /// With its frame.
    let frame: Rect
    /// A picker's rows, under its filter.
    let list: Rect
    /// A page's rows.
    let text: Rect

    /// A list: as many rows as it has, and as wide as its longest, where there is room.
    init(size: Size, picker: Picker) {
        let height = min(size.height - 4, max(1, picker.items.count) + 3)
        let width = max(84, min(picker.widestRow + 4, size.width - 8))
        let shown = max(4, min(height, size.height - 1))
        self.init(size: size, width: min(size.width, width), y: max(0, min(3, size.height - shown - 1)), height: shown)
    }

    /// A page: it takes all there is, up to a width.
    init(size: Size, pageWidth: Int) {
        self.init(size: size, width: min(size.width, pageWidth), y: 0, height: size.height - 1)
    }

    private init(size: Size, width: Int, y: Int, height: Int) {
        frame = Rect(x: (size.width - width) / 2, y: y, width: width, height: max(0, height))
        text = Rect(x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2)
        list = Rect(x: frame.x + 1, y: frame.y + 2, width: frame.width - 2, height: frame.height - 3)
    }

    /// The first row of the list in view.
    func top(of picker: Picker) -> Int { Scroll.revealing(picker.selection, from: 0, height: list.height) }
}

extension Grid {
    mutating func drawFrame(_ rect: Rect, title: String, theme: Theme) {
        cursor = nil
        fill(rect)
        frame(
            rect, border: theme.isASCII ? .ascii : .rounded, style: theme.style(.rule), title: title,
            titleStyle: theme.style(.activeHeading))
    }
}
