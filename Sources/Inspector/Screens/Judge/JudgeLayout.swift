import Relevance
import Reranking
import Sessions
import Terminal

/// The places on the judge screen: the document on the left and what is asked on the right where there is room, else one
/// under the other. The need and the legend are in view at every size that shows anything.
struct JudgeLayout: Hashable {
    var header: Rect
    /// Query, instruction and narrative.
    var need: Rect
    var heading: Rect
    var document: Rect
    /// What the grades do to this query's figures; empty while blind, and where there is no room to spare.
    var measures = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The grades with their keys, under a heading row.
    var legend: Rect
    /// What is known of the document in view, and of the one judged last.
    var facts: Rect
    /// The column between document and the rest; empty where they only stack.
    var divider: Rect
    var isBeside: Bool { !divider.isEmpty }

    init(_ size: Size, scale: GradeScale, needRows: Int, showsMeasures: Bool) {
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
            let grades = scale.grades.count + 2
            let facts = min(12, max(7, body.height / 3))
            let legend = min(grades + 1, max(4, body.height - facts - 6))
            let measures = showsMeasures && side.width >= 60 && body.height >= legend + facts + 20 ? 4 : 0
            need = side.slice(0, side.height - legend - facts - measures)
            if measures > 0 { self.measures = side.slice(need.height, measures) }
            self.legend = side.slice(need.height + measures, legend)
            self.facts = side.slice(need.height + measures + legend, facts)
            return
        }
        divider = Rect(x: 0, y: 0, width: 0, height: 0)
        let most = max(1, body.height - 6)
        let legend = 1 + min(Legend(scale, width: size.width - 2, rows: most).height, most)
        let facts = body.height >= 15 ? 2 : body.height >= 9 ? 1 : 0
        let room = body.height >= 24 ? 8 : body.height >= 18 ? 4 : body.height >= 10 ? 2 : 1
        let need = min(room, needRows)
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

    /// As many grades in a row as fit; without the labels where those would take more than `most` rows.
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

/// What makes a document relevant: it is shown over or beside the document judged.
struct Need {
    let query: String
    let instruction: String
    let narrative: String
    /// Whether the header has all of the query, so that it need not be said again.
    let isQueryInHeader: Bool

    /// All of it, the query apart from the rest.
    var paragraphs: [[Span]] {
        (query.isEmpty ? [] : [[Span(query, .strong)]]) + [[]] + rest
    }

    private var rest: [[Span]] {
        (instruction.isEmpty ? [] : [[Span(instruction, .quiet)]]) + (narrative.isEmpty ? [] : [[Span(narrative)]])
    }

    private func wrapped(_ paragraphs: [[Span]], _ width: Int) -> [[Span]] { paragraphs.flatMap { $0.wrapped(width: width) } }

    /// All of it in lines.
    func lines(width: Int) -> [[Span]] { paragraphs.flatMap { $0.isEmpty ? [[]] : $0.wrapped(width: width) } }

    private func queryLines(_ width: Int) -> [[Span]] {
        isQueryInHeader || query.isEmpty ? [] : [Span(query, .strong)].wrapped(width: width)
    }

    /// How many rows it takes over the document.
    func rowCount(width: Int) -> Int { queryLines(width).count + wrapped(rest, width).count }

    /// The lines over the document, at most `rows`: a long query leaves one row to what follows it.
    func lines(width: Int, rows: Int, key: String, theme: Theme) -> [[Span]] {
        let rest = wrapped(rest, width)
        let most = rows >= 4 && !rest.isEmpty ? rows - 1 : rows
        let query = Self.cut(queryLines(width), to: most, width: width, key: key, theme: theme)
        return Self.cut(query + rest, to: rows, width: width, key: key, theme: theme)
    }

    /// As many lines as there are rows; the last says which key shows the rest.
    static func cut(_ lines: [[Span]], to rows: Int, width: Int, key: String, theme: Theme) -> [[Span]] {
        guard lines.count > rows, rows > 0 else { return Array(lines.prefix(max(0, rows))) }
        let last = lines[rows - 1]
        let text = TerminalText.truncated(
            TerminalText.padded(last.map(\.text).joined(), to: width), to: width - TerminalText.width(of: key) - 1,
            ellipsis: theme.ellipsis)
        return lines.prefix(rows - 1) + [[Span(text + " ", last.first?.role ?? .text), Span(key, .key)]]
    }
}

extension JudgeScreen {
    func need(_ board: Board, isQueryInHeader: Bool = false) -> Need {
        Need(
            query: board.query.text, instruction: board.settings.instruction, narrative: board.query.narrative ?? "",
            isQueryInHeader: isQueryInHeader)
    }

    func layout(_ board: Board, _ size: Size) -> JudgeLayout {
        let need = need(board, isQueryInHeader: JudgeHeader(screen: self, board: board, size: size).hasQuery)
        return JudgeLayout(
            size, scale: board.session.scale, needRows: need.rowCount(width: size.width - 2),
            showsMeasures: !board.session.plan.isBlind)
    }
}
