import Sessions
import Terminal

/// The places on the screen inside a score.
struct InsideLayout: Hashable {
    var header: Rect
    /// The headings' rows.
    var thoughtHeading: Rect
    var thought: Rect
    /// What the model would have answered, had it stopped: a heading and the map; empty where nothing is known of it.
    var stops: Rect
    /// One row, a cell a stretch of tokens; empty where there is no room.
    var timeline: Rect
    var token: Rect
    /// The distribution at the answer; empty where there is no room.
    var distribution: Rect
    var isBeside: Bool
    /// The document under its heading: beside the thought where there is room, in its place where a person asked for it.
    var documentHeading = Rect(x: 0, y: 0, width: 0, height: 0)
    var document = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Whether thought and document are both in view.
    var hasBoth: Bool { !document.isEmpty && !thought.isEmpty }

    /// - Parameters:
    ///   - size: of the terminal.
    ///   - showsDocument: in place of the thought, where there is no room for both.
    ///   - hasThought: without one the document has its place too.
    ///   - stops: of the thought; nil where it was stopped nowhere.
    init(size: Size, showsDocument: Bool = false, hasThought: Bool = true, stops curve: StopCurve? = nil) {
        let top = size.height >= 16 ? 2 : 1
        header = Rect(x: 0, y: 0, width: size.width, height: top)
        let body = Rect(x: 0, y: top, width: size.width, height: max(0, size.height - top - 1))
        isBeside = size.width >= 110
        stops = Rect(x: 0, y: body.y, width: 0, height: 0)
        let line = body.height >= 14 ? 1 : 0
        if isBeside {
            let left = body.width >= 150 ? body.width * 70 / 100 : body.width * 58 / 100
            let width = body.width >= 150 ? left * 54 / 100 : left
            thoughtHeading = Rect(x: 0, y: body.y, width: width, height: 1)
            thought = Rect(x: 0, y: body.y + 1, width: width, height: body.height - 1 - line)
            timeline = Rect(x: 0, y: body.endY - line, width: width, height: line)
            if body.width >= 150 {
                documentHeading = Rect(x: width + 1, y: body.y, width: left - width - 1, height: 1)
                document = Rect(x: width + 1, y: body.y + 1, width: left - width - 1, height: body.height - 1)
            }
            let right = Rect(x: left + 1, y: body.y, width: body.width - left - 1, height: body.height)
            let chart = min(12, body.height / 2)
            token = right.slice(0, body.height - chart)
            distribution = right.slice(body.height - chart, chart)
        } else {
            // Under a map, the token's panel leaves the thought its rows.
            let lower = min(curve == nil ? 11 : 9, max(5, body.height / 2))
            thoughtHeading = body.slice(0, 1)
            thought = body.slice(1, body.height - lower - 1 - line)
            timeline = body.slice(body.height - lower - line, line)
            let bottom = body.slice(body.height - lower, lower)
            let showsChart = size.width >= 76
            let tokenWidth = showsChart ? size.width * 46 / 100 : size.width
            token = Rect(x: 0, y: bottom.y, width: tokenWidth, height: lower)
            distribution = Rect(
                x: tokenWidth + 1, y: bottom.y, width: showsChart ? size.width - tokenWidth - 1 : 0, height: lower)
        }
        stops = Rect(x: thought.x, y: thought.endY, width: thought.width, height: 0)
        let rows = curve.map { StopMap.rows(in: thought.height, of: $0) } ?? 0
        if rows > 0 {
            stops = thought.slice(thought.height - rows - 1, rows + 1)
            thought = thought.slice(0, thought.height - rows - 1)
        }
        guard !hasThought || showsDocument && document.isEmpty else { return }
        let width = hasThought || document.isEmpty ? thought.width : document.endX
        documentHeading = Rect(x: 0, y: thoughtHeading.y, width: width, height: 1)
        document = Rect(x: 0, y: thought.y, width: width, height: thought.height + stops.height + line)
        (thoughtHeading.height, thought.height, timeline.height, stops.height) = (0, 0, 0, 0)
    }
}
