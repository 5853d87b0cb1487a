import Relevance
import Reranking
import Sessions
import Terminal
import Testing

@testable import Inspector

/// The kit that every screen's tables, headings and lists are made of.
@Suite struct TableTests {
    private struct Row: Equatable {
        var name: String
        var value: Double?
    }

    private static let rows = [
        Row(name: "b", value: 2), Row(name: "long name", value: nil), Row(name: "a", value: 2), Row(name: "c", value: 10),
    ]

    private static func table(_ name: Table<Row>.Width) -> Table<Row> {
        Table(
            columns: [
                Table<Row>.Column("name", name) { [Span($0.name)] },
                Table<Row>.Column("value", .fixed(5), gap: 1, .trailing) {
                    $0.value.map { [Span(Figures.fixed($0, 1))] } ?? []
                },
            ], indent: 2)
    }

    private func text(_ table: Table<Row>, width: Int, selected: Int? = nil) -> [String] {
        var grid = Grid(size: Size(width: width, height: 5))
        table.draw(
            &grid, titles: Rect(x: 0, y: 0, width: width, height: 1), in: Rect(x: 0, y: 1, width: width, height: 4), Self.rows,
            selected: selected, theme: Theme())
        return grid.lines
    }

    @Test func columnsHaveTheirWidths() {
        #expect(text(Self.table(.fixed(4)), width: 20).prefix(2) == ["  name value", "  b      2.0"])
        // As wide as the widest cell within its bounds, and cut beyond.
        #expect(text(Self.table(.fitting(1...6)), width: 20)[2] == "  long …")
        #expect(
            text(Self.table(.fitting(1...12)), width: 30).prefix(3) == ["  name      value", "  b           2.0", "  long name"])
        // What the others leave.
        #expect(text(Self.table(.rest(atLeast: 3)), width: 20)[1] == "  b             2.0")
        #expect(text(Self.table(.rest(atLeast: 12)), width: 20)[1] == "     2.0", "too little room leaves the column out")
    }

    @Test func aNumberIsShownWholeOrNotAtAll() {
        for width in 1...12 {
            for line in text(Self.table(.fixed(4)), width: width).dropFirst() {
                #expect(!line.contains("2") || line.contains("2.0"), "\(width): \(line)")
            }
        }
    }

    @Test func theSelectedRowHasItsMarker() {
        let lines = text(Self.table(.fixed(4)), width: 20, selected: 2)
        #expect(lines[3] == "▌ a      2.0")
        #expect(lines.filter { $0.hasPrefix("▌") }.count == 1)
    }

    @Test func rowsAreSorted() {
        func order(_ descending: Bool, _ key: (Row) -> SortKey?) -> [Int] {
            SortKey.order(Self.rows, descending: descending, by: key)
        }
        #expect(order(false) { .text($0.name) } == [2, 0, 3, 1])
        #expect(order(true) { .text($0.name) } == [1, 3, 0, 2])
        // Equal ones keep their order, those without a value stand last, whichever way.
        #expect(order(false) { $0.value.map { .number($0) } } == [0, 2, 3, 1])
        #expect(order(true) { $0.value.map { .number($0) } } == [3, 0, 2, 1])
    }

    @Test func aListKeepsItsRowInView() {
        var cursor = ListCursor()
        cursor.move(by: 7, of: 10)
        cursor.settle(count: 10, height: 4)
        #expect(cursor.row == 7 && cursor.top == 4)
        cursor.move(by: -ListCursor.farthest, of: 10)
        cursor.settle(count: 10, height: 4)
        #expect(cursor.row == 0 && cursor.top == 0)
        cursor.move(by: ListCursor.farthest, of: 10)
        cursor.settle(count: 3, height: 0)
        #expect(cursor.row == 2 && cursor.top == 2)
        cursor.settle(count: 0, height: 4)
        #expect(cursor.row == 0 && cursor.top == 0)
    }

    @Test func aHeadingKeepsItsNoteOrItsTitle() {
        func line(_ heading: Heading, _ width: Int) -> String {
            var grid = Grid(size: Size(width: width, height: 1))
            heading.draw(&grid, Rect(x: 0, y: 0, width: width, height: 1), theme: Theme())
            return grid.lines[0]
        }
        #expect(line(Heading("Title", note: "note"), 30) == "─ Title ─────────────── note ─")
        #expect(line(Heading("A long title", note: "note"), 18) == "─ A long title ───", "no room: the note gives way")
        #expect(line(Heading("A long title", note: "note", .kept), 18) == "─ A lon… ── note ─")
        #expect(line(Heading("Title", note: "note", .after), 24) == "─ Title  note ──────────")
        let tabs = Heading(tabs: ["One", "Two"].map { Heading.Tab(title: $0, role: .quiet) })
        #expect(line(tabs, 20) == "─ One │ Two ────────")
        let rect = Rect(x: 5, y: 0, width: 20, height: 1)
        let hits = (0..<25).map { column in tabs.tab(at: column, in: rect).map(String.init) ?? "." }
        #expect(hits.joined() == ".......000...111.........")
    }

    /// A score has five columns whatever it is: it is never cut before its value.
    @Test(arguments: [
        (9.4123, "9.412"), (9.99951, "10.00"), (0, "0.000"), (-0.0001, "0.000"), (-0.1234, "-0.12"), (-9.996, "-10.0"),
        (-12.34, "-12.3"), (99.996, "100.0"), (1234.5, "1235"), (-1234.5, "-1235"),
    ]) func aScoreHasFiveColumns(score: Double, words: String) {
        #expect(Figures.score(score) == words)
    }
}
