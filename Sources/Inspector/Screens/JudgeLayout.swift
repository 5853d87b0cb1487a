import Relevance
import Reranking
import Sessions
import Terminal

/// Where everything stands while judging: the document on the left and what is asked on the right where there is room, else one under
/// the other. The need and the legend are in view at every size that shows anything.
struct JudgeLayout: Hashable {
    var header: Rect
    /// Query, instruction and narrative.
    var need: Rect
    var heading: Rect
    var document: Rect
    /// The grades with their keys, under a heading row.
    var legend: Rect
    /// What is known of the document in view, and of the one judged last.
    var facts: Rect
    /// The column between document and the rest; empty where they only stack.
    var divider: Rect
    var isBeside: Bool { !divider.isEmpty }

    init(_ state: InspectorState) {
        let size = state.size
        let header = Rect(x: 0, y: 0, width: size.width, height: size.height >= 12 ? 2 : 1)
        let body = Rect(x: 0, y: header.height, width: size.width, height: max(0, size.height - header.height - 1))
        self.header = header
        if size.width >= 110, body.height >= 18 {
            let right = min(64, max(44, size.width * 36 / 100))
            let left = Rect(x: 0, y: body.y, width: body.width - right - 1, height: body.height)
            divider = Rect(x: left.width, y: body.y, width: 1, height: body.height)
            heading = left.slice(0, 1)
            // Longer lines are hard to read.
            document = Rect(x: left.x, y: left.y + 1, width: min(102, left.width), height: left.height - 1)
            let side = Rect(x: left.width + 1, y: body.y, width: right, height: body.height)
            let grades = state.session.scale.grades.count + 2
            let facts = min(12, max(7, body.height / 3))
            let legend = min(grades + 1, max(4, body.height - facts - 6))
            need = side.slice(0, side.height - legend - facts)
            self.legend = side.slice(need.height, legend)
            self.facts = side.slice(need.height + legend, facts)
            return
        }
        divider = Rect(x: 0, y: 0, width: 0, height: 0)
        let most = max(1, body.height - 6)
        let legend = 1 + min(Legend(state.session.scale, width: size.width - 2, rows: most).height, most)
        let facts = body.height >= 15 ? 2 : body.height >= 9 ? 1 : 0
        let needed = state.needLines(width: size.width - 2, showsQuery: true).count
        let need = min(needed, body.height >= 24 ? 8 : body.height >= 18 ? 4 : body.height >= 10 ? 2 : 1)
        self.need = body.slice(0, need)
        heading = body.slice(need, 1)
        let rest = max(0, body.height - need - 1 - legend - facts)
        document = body.slice(need + 1, rest)
        self.legend = body.slice(need + 1 + rest, legend)
        self.facts = body.slice(need + 1 + rest + legend, facts)
    }
}

/// The grades of a scale as they are named on a screen: the key, the grade where that is another, the label.
struct Legend {
    /// One for each grade, with the row and the columns it takes.
    private(set) var places: [(row: Int, columns: Range<Int>, grade: Int, spans: [Span])] = []

    /// As many a row as fit; without the labels where those would take more than so many rows.
    init(_ scale: GradeScale, width: Int, rows most: Int) {
        place(scale, width: width, showsLabels: true)
        if height > most {
            places = []
            place(scale, width: width, showsLabels: false)
        }
    }

    private mutating func place(_ scale: GradeScale, width: Int, showsLabels: Bool) {
        for grade in scale.grades {
            let spans = Self.spans(grade, showsLabel: showsLabels)
            let (row, end) = places.last.map { ($0.row, $0.columns.upperBound) } ?? (0, -3)
            let isFirst = !places.isEmpty && end + 3 + spans.width > width
            let start = isFirst ? 0 : end + 3
            places.append((isFirst ? row + 1 : row, start..<(start + spans.width), grade.value, spans))
        }
    }

    static func spans(_ grade: GradeScale.Grade, showsLabel: Bool = true) -> [Span] {
        var spans = [Span(grade.key, .key)]
        if grade.key != String(grade.value) { spans.append(Span(" \(grade.value)", .strong)) }
        if showsLabel, !grade.label.isEmpty { spans.append(Span(" " + grade.label)) }
        return spans
    }

    var height: Int { (places.last?.row ?? -1) + 1 }
}

extension InspectorState {
    /// Columns the header has for the query.
    private var judgeQueryRoom: Int { max(0, size.width - judgeStatus.width - 12) - (session.topics.count > 1 ? 9 : 0) }

    /// What makes a document relevant, in lines: instruction, then narrative.
    /// - Parameter showsQuery: whether the query comes first, where the header has no room for all of it.
    func needLines(width: Int, showsQuery: Bool = false) -> [[Span]] {
        var lines: [[Span]] = []
        func add(_ text: String, _ role: Theme.Role) {
            guard !text.isEmpty else { return }
            var flow = Flow(width: max(8, width))
            flow.append(text, tag: 0)
            lines += flow.lines.map { [Span(String($0.map(\.character)).trimmed, role)] }
        }
        if showsQuery, TerminalText.width(of: query.text) > judgeQueryRoom { add(query.text, .strong) }
        add(query.narrative ?? "", .text)
        add(settings.instruction, .quiet)
        return lines
    }
}
