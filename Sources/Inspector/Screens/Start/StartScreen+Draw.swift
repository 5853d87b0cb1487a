import Inference
import Sessions
import Terminal

/// The places on the start page.
struct StartLayout: Hashable {
    let list: Rect
    let top: Int
    let count: Int
    /// How many rows begin something new; the sessions begin two rows after them, under a heading.
    let newCount: Int

    init(_ size: Size, _ start: StartScreen) {
        let intro = size.height >= 18 ? 6 : 2
        list = Rect(x: 0, y: intro, width: size.width, height: max(0, size.height - intro - 2))
        count = start.items.count
        newCount = start.newCount
        top = Scroll.revealing(Self.line(of: start.cursor.row, newCount: newCount), from: 0, height: list.height)
    }

    private static func line(of item: Int, newCount: Int) -> Int { item < newCount ? item : item + 2 }

    func line(of item: Int) -> Int { Self.line(of: item, newCount: newCount) }

    func row(at point: Point) -> Int? {
        guard list.contains(point) else { return nil }
        let line = top + point.y - list.y
        let item = line < newCount ? line : line - 2
        guard item >= 0, item < count, self.line(of: item) == line else { return nil }
        return item
    }
}

extension StartScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let (size, theme, keys) = (frame.size, frame.theme, frame.keys)
        let layout = StartLayout(size, self)
        let header = Rect(x: 0, y: layout.list.y >= 5 ? 1 : 0, width: size.width, height: 1)
        grid.write(
            [Span("erank", .activeHeading), Span("  see why a reasoning reranker ranks as it does")],
            at: Point(x: 2, y: header.y), maxWidth: grid.drawSign(header, frame).width - 4, theme: theme)
        if layout.list.y >= 5 {
            grid.write(
                [Span("A model reads each document, thinks aloud, and answers 0 to 10.", .quiet)],
                at: Point(x: 2, y: 2), maxWidth: size.width - 4, theme: theme)
            let judging = [
                Span(keys(.judge), .key), Span(" judges a session's documents blind; ", .quiet), Span(keys(.measures), .key),
                Span(" shows measures from the grades.", .quiet),
            ]
            grid.write(judging, at: Point(x: 2, y: 3), maxWidth: size.width - 4, theme: theme)
            grid.write(Self.modelSpans(board.model, keys), at: Point(x: 2, y: 4), maxWidth: size.width - 4, theme: theme)
        }
        if let opening = board.source.opening {
            grid.write(
                [Span("Opening ", .active), Span(opening)], at: Point(x: 2, y: layout.list.y), maxWidth: size.width - 4,
                theme: theme)
            return
        }
        func draw(_ spans: [Span], line: Int, isSelected: Bool) {
            let y = layout.list.y + line - layout.top
            guard y >= layout.list.y, y < layout.list.endY else { return }
            if isSelected { grid.select(Rect(x: 0, y: y, width: size.width, height: 1), theme: theme) }
            grid.write(spans, at: Point(x: 2, y: y), maxWidth: size.width - 4, theme: theme, isSelected: isSelected)
        }
        if items.count > layout.newCount {
            draw(
                [
                    Span("Sessions", .heading),
                    Span("   \(keys(.open)) opens where you were, \(keys(.play)) plays it at its own pace", .quiet),
                ],
                line: layout.newCount + 1, isSelected: false)
        }
        for (index, item) in items.enumerated() {
            draw(Self.spans(of: item, width: size.width), line: layout.line(of: index), isSelected: index == cursor.row)
        }
    }

    private static func modelSpans(_ model: ModelStatus, _ keys: KeyNames) -> [Span] {
        switch model {
        case .ready(let description): [Span("Model ", .quiet), Span(description.name)]
        case .chosen(let name, _): [Span("Model ", .quiet), Span(name), Span("  the first run loads it", .quiet)]
        case .loading(let name, _): [Span("Loading \(name)", .active)]
        case .fetching(let name, let done, let total, _):
            [Span("Fetching \(name): \(Figures.bytes(done)) of \(Figures.bytes(total))", .active)]
        case .missing(let model):
            [
                Span("\(model.name) is not on this machine yet: ", .attention), Span(keys(.model), .key),
                Span(" fetches it (\(Figures.bytes(model.bytes)))", .quiet),
            ]
        case .failed(_, let sentence): [Span(sentence, .failure)]
        case .none: [Span("No model yet: ", .quiet), Span(keys(.model), .key), Span(" chooses one", .quiet)]
        }
    }

    /// How much a session has, and what is left of its newest job that has something left; "+" where more may follow.
    private static func size(of entry: SessionEntry) -> String {
        let more = entry.isWhole ? "" : "+"
        let queries = entry.queries > 1 ? "\(entry.queries)\(more) queries, " : ""
        let job = entry.jobs > 1 ? entry.unfinished.map { "#\($0.id.rawValue): " } ?? "" : ""
        let jobs =
            entry.unfinished.map { ", \(job)\($0.left) left" } ?? (entry.jobs > 1 ? ", \(entry.jobs)\(more) jobs" : "")
        let documents = entry.documents == 1 && entry.isWhole ? "1 doc" : "\(entry.documents)\(more) docs"
        return queries + documents + jobs
    }

    private static func spans(of item: Item, width: Int) -> [Span] {
        switch item {
        case .demo(let demo):
            return [
                Span(TerminalText.padded("Demo \(demo.name)", to: 17), .strong), Span("\(demo.query)  "),
                Span("a dozen passages, live", .quiet),
            ]
        case .query: return [Span("Type a query     ", .strong), Span("then open candidates for it", .quiet)]
        case .candidates:
            return [
                Span("Open candidates  ", .strong), Span("a BEIR folder, TREC run, JSON lines, TSV or folder of texts", .quiet),
            ]
        case .session(let entry):
            let queryWidth = max(20, min(52, width - 58))
            let facts = "  \(size(of: entry))  \(entry.model)  "
            // Names begin with the query and end with what tells them apart.
            return [
                Span(TerminalText.padded(entry.when, to: 13), .quiet),
                Span(
                    TerminalText.padded(entry.query.isEmpty ? "no query" : entry.query, to: queryWidth),
                    entry.query.isEmpty ? .quiet : .text),
                Span(facts, .quiet),
                Span(
                    TerminalText.tail(of: entry.name, to: max(0, width - 4 - 13 - queryWidth - facts.count), "\u{2026}"), .quiet),
            ]
        }
    }
}
