import Terminal

/// The places on the screen of a comparison.
struct CompareLayout: Hashable {
    /// The query, the sides, the measure and the agreement.
    var header: Rect
    var heading: Rect
    var titles: Rect
    var rows: Rect
    /// The document selected on both sides; empty where there is no room, or the queries are in view.
    var sides: Rect
    /// Both distributions on one axis, over the sides in full; empty where there is no room.
    var distributions: Rect
    /// Both curves of what the sides would have answered earlier, under the distributions; empty where there is no room.
    var curves: Rect
    /// The document's text; empty where there is no room.
    var document: Rect
    /// Whether the sides stand beside the table, one over the other.
    private var areStacked: Bool

    /// The rows of a side without a thought; a distribution of its own takes four more.
    private static let rowsWithoutThought = 12

    /// - Parameters:
    ///   - size: of the screen.
    ///   - isZoomed: whether the document selected has the screen.
    ///   - view: what the table is of.
    ///   - headerLines: what the header needs, over the query and the sides.
    ///   - isPaired: whether both distributions of the document selected can stand on one axis.
    ///   - hasCurves: whether both thoughts of it were stopped somewhere.
    ///   - hasThought: whether a side has a thought of it to show.
    init(
        _ size: Size, isZoomed: Bool, view: CompareScreen.View, headerLines: Int, isPaired: Bool, hasCurves: Bool,
        hasThought: Bool
    ) {
        let most = size.height >= 24 ? 6 : size.height >= 20 ? 5 : 4
        let top = size.height < 16 ? 2 : min(most, max(4, 2 + headerLines))
        header = Rect(x: 0, y: 0, width: size.width, height: min(top, size.height))
        let body = Rect(x: 0, y: top, width: size.width, height: max(0, size.height - top - 1))
        areStacked = size.width >= 150 && !isZoomed
        var table = body
        sides = Rect(x: 0, y: body.endY, width: 0, height: 0)
        distributions = Rect(x: 0, y: body.y, width: 0, height: 0)
        curves = distributions
        if isZoomed {
            table = Rect(x: 0, y: body.y, width: size.width, height: 0)
            sides = body
            let height = PairedDistributions.height
            if isPaired, size.width >= PairedDistributions.width, body.height >= height + 8 {
                distributions = body.slice(0, height)
                sides = body.slice(height, body.height - height)
            }
            let rows = PairedCurves.rows(in: body.height)
            if hasCurves, sides.height >= rows + 8 {
                curves = sides.slice(0, rows)
                sides = sides.slice(rows, sides.height - rows)
            }
        } else if view.isOfDocuments, areStacked {
            table.width = size.width * (view == .moves ? 65 : 55) / 100
            sides = Rect(x: table.width + 1, y: body.y, width: size.width - table.width - 1, height: body.height)
        } else if view.isOfDocuments, body.height >= 12 {
            let height = max(6, body.height * 2 / 5)
            table = body.slice(0, body.height - height)
            sides = body.slice(body.height - height, height)
        }
        document = Rect(x: sides.x, y: sides.endY, width: 0, height: 0)
        if areStacked, view.isOfDocuments, sides.height >= 36 {
            document = sides.slice(sides.height * 2 / 3, sides.height - sides.height * 2 / 3)
            sides = sides.slice(0, sides.height * 2 / 3)
        }
        if isZoomed, hasThought, sides.height >= 30 {
            let height = sides.height * 3 / 5
            document = sides.slice(height, sides.height - height)
            sides = sides.slice(0, height)
        }
        let least = isPaired ? Self.rowsWithoutThought : Self.rowsWithoutThought + 4
        if isZoomed, !hasThought, sides.height >= least + 4 {
            document = sides.slice(least, sides.height - least)
            sides = sides.slice(0, least)
        }
        heading = table.slice(0, min(1, table.height))
        titles = table.slice(1, min(1, max(0, table.height - 1)))
        rows = table.slice(2, max(0, table.height - 2))
    }

    /// The place of one side of the document selected, its heading included.
    func side(b: Bool) -> Rect {
        if areStacked {
            let height = sides.height / 2
            return b ? sides.slice(height, sides.height - height) : sides.slice(0, height)
        }
        let half = (sides.width - 1) / 2
        return b
            ? Rect(x: sides.x + half + 1, y: sides.y, width: max(0, sides.width - half - 1), height: sides.height)
            : Rect(x: sides.x, y: sides.y, width: max(0, half), height: sides.height)
    }
}
