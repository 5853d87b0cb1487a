import Comparing
import Terminal

/// Both rankings side by side, joined by lines: one for each document, from its place on A to its place on B.
struct SlopeChart: Sendable {
    /// The documents in A's order; those that A does not rank come last.
    private(set) var a: [ComparedDocument] = []
    /// The documents that B ranks, in B's order.
    private(set) var b: [ComparedDocument] = []
    private var placesOnA: [String: Int] = [:]
    private var placesOnB: [String: Int] = [:]

    init() {}

    /// - Parameter rows: in A's order.
    /// - Complexity: O(n log n)
    init(_ rows: [ComparedDocument]) {
        a = rows
        b = rows.filter { $0.b != nil }.sorted { ($0.b?.rank ?? 0) < ($1.b?.rank ?? 0) }
        for (place, document) in a.enumerated() where document.a != nil { placesOnA[document.id] = place }
        for (place, document) in b.enumerated() { placesOnB[document.id] = place }
    }

    func placeOnB(_ id: String?) -> Int? { id.flatMap { placesOnB[$0] } }

    /// Where both rankings and the lines between them stand.
    static func places(_ rect: Rect) -> (a: Rect, lines: Rect, b: Rect) {
        let width = min(max(8, rect.width / 5), 30)
        let side = max(0, (rect.width - width) / 2)
        func part(_ x: Int, _ width: Int) -> Rect { Rect(x: x, y: rect.y, width: width, height: rect.height) }
        return (
            part(rect.x, side), part(rect.x + side, rect.width - 2 * side), part(rect.endX - side, side)
        )
    }

    /// Draws the lines of the documents in view on either side. Moves against a grade stand out, and the selected document's
    /// line most of all.
    ///
    /// - Parameters:
    ///   - top: the place in the first row, on both sides.
    ///   - selected: the selected document's id.
    /// - Complexity: O(rows × (rows + columns)) of the picture, whatever the number of documents.
    func drawLines(_ grid: inout Grid, _ rect: Rect, top: Int, selected: String?, theme: Theme) {
        guard rect.width > 0, rect.height > 0 else { return }
        var picture = DotPicture(width: rect.width, height: rect.height, isASCII: theme.isASCII)
        let inView = a.dropFirst(top).prefix(rect.height) + b.dropFirst(top).prefix(rect.height)
        func role(_ document: ComparedDocument) -> Theme.Role {
            document.id == selected ? .chosenBar : document.harm.map { $0 > 0 } ?? false ? .attention : .quiet
        }
        func layer(_ document: ComparedDocument) -> Int {
            switch role(document) {
            case .chosenBar: 2
            case .attention: 1
            default: 0
            }
        }
        for level in 0...2 {
            for document in inView where layer(document) == level {
                guard let from = placesOnA[document.id], let to = placesOnB[document.id] else { continue }
                picture.draw(from: from - top, to: to - top, role(document))
            }
        }
        picture.write(&grid, rect.origin, theme: theme)
    }
}

/// Lines from the left end of a rectangle of the screen to its right end, two dots a column and four a row.
private struct DotPicture {
    let width: Int
    let height: Int
    let isASCII: Bool
    private var cells: [(dots: UInt32, sign: Character, role: Theme.Role)]

    init(width: Int, height: Int, isASCII: Bool) {
        (self.width, self.height, self.isASCII) = (width, height, isASCII)
        cells = Array(repeating: (0, " ", .quiet), count: width * height)
    }

    /// - Parameters:
    ///   - from: the row at the left end; it may be outside.
    ///   - to: the row at the right end.
    mutating func draw(from: Int, to: Int, _ role: Theme.Role) {
        let start = 4 * Double(from) + 1.5
        let rise = 4 * Double(to - from)
        // The part of the line that is inside, from 0 to 1.
        var (first, last) = (0.0, 1.0)
        if rise != 0 {
            let ends = [(0 - start) / rise, (4 * Double(height) - start) / rise].sorted()
            (first, last) = (max(0, ends[0]), min(1, ends[1]))
        }
        guard first <= last else { return }
        let steps = max(2 * width, Int(abs(rise) * (last - first)) + 1)
        for step in 0..<steps {
            let place = first + (last - first) * (Double(step) + 0.5) / Double(steps)
            let (x, y) = (Int(place * Double(2 * width)), Int(start + rise * place))
            guard (0..<2 * width).contains(x), (0..<4 * height).contains(y) else { continue }
            let cell = y / 4 * width + x / 2
            cells[cell].dots |= Self.bits[y % 4 * 2 + x % 2]
            cells[cell].sign = to == from ? "-" : to > from ? "\\" : "/"
            cells[cell].role = role
        }
    }

    /// The dots of a Braille pattern, row by row (Unicode, chapter 21.1).
    private static let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

    func write(_ grid: inout Grid, _ origin: Point, theme: Theme) {
        for (place, cell) in cells.enumerated() where cell.dots != 0 {
            let pattern = UnicodeScalar(0x2800 + cell.dots).map(Character.init) ?? cell.sign
            grid.write(
                String(isASCII ? cell.sign : pattern), at: Point(x: origin.x + place % width, y: origin.y + place / width),
                style: theme.style(cell.role))
        }
    }
}
