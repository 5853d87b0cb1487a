import Terminal

/// The places on the screen inside a score.
struct InsideLayout: Hashable {
    var header: Rect
    /// The headings' rows.
    var thoughtHeading: Rect
    var thought: Rect
    /// One row, a cell a stretch of tokens; empty where there is no room.
    var timeline: Rect
    var token: Rect
    /// The distribution at the answer; empty where there is no room.
    var distribution: Rect
    var isBeside: Bool

    init(size: Size) {
        let top = size.height >= 16 ? 2 : 1
        header = Rect(x: 0, y: 0, width: size.width, height: top)
        let body = Rect(x: 0, y: top, width: size.width, height: max(0, size.height - top - 1))
        isBeside = size.width >= 110
        let line = body.height >= 14 ? 1 : 0
        if isBeside {
            let left = body.width * 58 / 100
            thoughtHeading = Rect(x: 0, y: body.y, width: left, height: 1)
            thought = Rect(x: 0, y: body.y + 1, width: left, height: body.height - 1 - line)
            timeline = Rect(x: 0, y: body.endY - line, width: left, height: line)
            let right = Rect(x: left + 1, y: body.y, width: body.width - left - 1, height: body.height)
            let chart = min(12, body.height / 2)
            token = right.slice(0, body.height - chart)
            distribution = right.slice(body.height - chart, chart)
        } else {
            let lower = min(11, max(5, body.height / 2))
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
    }
}
