import ModelFixtures
import Testing

@testable import Terminal

/// Checks the grid's invariant cell by cell. Every drawing call must keep it.
func violations(in grid: Grid) -> [String] {
    var found: [String] = []
    if grid.cells.count != grid.size.width * grid.size.height { found.append("\(grid.cells.count) cells") }
    for y in 0..<grid.size.height {
        for x in 0..<grid.size.width {
            guard let cell = grid[Point(x: x, y: y)] else { continue }
            let isFollowed = grid[Point(x: x + 1, y: y)]?.isContinuation ?? false
            if cell.isContinuation {
                if x == 0 || grid[Point(x: x - 1, y: y)]?.isContinuation == true { found.append("orphan half at \(x),\(y)") }
            } else {
                let width = TerminalText.width(of: String(cell.character))
                if width != (isFollowed ? 2 : 1) { found.append("\(cell.character) at \(x),\(y) is \(width) wide") }
            }
            for scalar in cell.character.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .format, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
                    if !"\u{600}\u{601}\u{602}\u{603}\u{604}\u{605}\u{6DD}\u{70F}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}"
                        .unicodeScalars.contains(scalar)
                    {
                        found.append("U+\(String(scalar.value, radix: 16)) at \(x),\(y)")
                    }
                default: break
                }
            }
        }
    }
    return found
}

@Suite struct GridTests {
    @Test func randomDrawingNeverBreaksACell() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<400 {
            let size = Size(width: .random(in: 0...30, using: &random), height: .random(in: 0...8, using: &random))
            var grid = Grid(size: size)
            for _ in 0..<30 {
                let point = Point(x: .random(in: -12...35, using: &random), y: .random(in: -2...9, using: &random))
                let rect = Rect(
                    x: point.x, y: point.y, width: .random(in: -2...20, using: &random),
                    height: .random(in: -2...6, using: &random))
                let text = random.hostileText()
                let width = Int.random(in: -1...30, using: &random)
                switch Int.random(in: 0..<7, using: &random) {
                case 0: grid.fill(rect, with: text.first ?? "x")
                case 1: grid.frame(rect, title: text)
                case 2: grid.restyle(rect) { $0.attributes.insert(.reverse) }
                case 3:
                    var pane = Grid(size: rect.size)
                    for y in 0..<rect.size.height { pane.write(random.hostileText(), at: Point(x: -1, y: y)) }
                    grid.draw(pane, at: point)
                case 4: grid.write(TerminalText.truncated(text, to: width), at: point, maxWidth: width)
                case 5: grid.write(TerminalText.padded(text, to: width), at: point, style: Style(attributes: .bold))
                default:
                    let used = grid.write(text, at: point, maxWidth: width)
                    #expect(used >= 0 && used <= max(0, width))
                }
            }
            let broken = violations(in: grid)
            #expect(broken.isEmpty, "\(broken.prefix(3)) in \(grid.text)")
            #expect(grid.lines.count == size.height)
        }
    }

    @Test func noRectangleTraps() {
        let numbers = [Int.min, Int.min + 1, -1, 0, 1, 5, Int.max - 1, Int.max]
        var grid = Grid(size: Size(width: 4, height: 3))
        let pane = Grid(size: Size(width: 3, height: 3))
        for x in numbers {
            for size in numbers {
                var rect = Rect(x: x, y: x, width: size, height: size)
                rect.width = size
                grid.fill(rect)
                grid.frame(rect, title: "title")
                grid.restyle(rect) { $0.attributes = .bold }
                grid.draw(pane, at: Point(x: x, y: size))
                grid.write("text", at: Point(x: x, y: size), maxWidth: size)
                _ = rect.inset(by: x).intersection(rect).contains(Point(x: x, y: size))
            }
        }
        #expect(violations(in: grid).isEmpty)
        #expect(Grid(size: Size(width: .max, height: 0)).cells.isEmpty)
        #expect(Grid(size: Size(width: -3, height: 2)).lines == ["", ""])
    }

    @Test func overwritingHalfAWideCharacterBlanksTheOther() {
        var grid = Grid(size: Size(width: 6, height: 1))
        grid.write("漢字漢", at: Point(x: 0, y: 0))
        grid.write("x", at: Point(x: 1, y: 0))
        #expect(grid.lines == [" x字漢"])
        grid.write("y", at: Point(x: 2, y: 0))
        #expect(grid.lines == [" xy 漢"])
        grid.write("字", at: Point(x: 3, y: 0))
        #expect(grid.lines == [" xy字"])
        #expect(grid.write("漢", at: Point(x: 5, y: 0)) == 0)
        grid.write("漢字", at: Point(x: -1, y: 0))
        #expect(grid.lines == [" 字字"])
    }

    @Test func aPaneIsCutAtItsEdges() {
        var pane = Grid(size: Size(width: 4, height: 2))
        pane.write("漢字", at: Point(x: 0, y: 0))
        pane.write("abcd", at: Point(x: 0, y: 1))
        pane.cursor = Point(x: 1, y: 1)
        var grid = Grid(size: Size(width: 5, height: 2))
        grid.draw(pane, at: Point(x: 2, y: 0))
        #expect(grid.lines == ["  漢", "  abc"])
        #expect(grid.cursor == Point(x: 3, y: 1))
        grid.draw(pane, at: Point(x: -1, y: 1))
        #expect(grid.lines == ["  漢", " 字bc"])
    }

    @Test func framesInBothAlphabets() {
        var grid = Grid(size: Size(width: 14, height: 3))
        #expect(grid.frame(Rect(grid.size), title: "Ranking") == Rect(x: 1, y: 1, width: 12, height: 1))
        #expect(grid.lines == ["╭─ Ranking ──╮", "│            │", "╰────────────╯"])
        grid.frame(Rect(grid.size), border: .ascii, title: "A longer title")
        #expect(grid.lines == ["+- A longe… -+", "|            |", "+------------+"])
    }

    @Test func stylesAreDescribed() {
        var grid = Grid(size: Size(width: 4, height: 2))
        let red = Style(foreground: Color(255, 0, 16, ansi: 9), attributes: [.bold, .underline])
        grid.write("ab", at: Point(x: 1, y: 0), style: red)
        grid.restyle(Rect(x: 0, y: 1, width: 2, height: 1)) { $0.attributes.insert(.reverse) }
        #expect(grid.styleDescription == ".aa\nbb\na #ff0010/9 bold underline\nb reverse")
    }
}
