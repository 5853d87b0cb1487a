import CNcurses
import Foundation
import ModelFixtures
import Testing

@testable import Terminal

/// ncurses without a terminal. The tests compare ncurses' screen contents with the grid, and examine the bytes that it wrote.
@MainActor @Suite(.serialized) struct NcursesScreenTests {
    /// Runs `body` with a screen that writes into a file, and returns what it wrote.
    @discardableResult
    private func onScreen(
        _ size: Size, type: String = "xterm-256color", options: TerminalOptions = TerminalOptions(),
        environment: [String: String] = ["LC_ALL": "C.UTF-8"], _ body: (NcursesScreen) throws -> Void
    ) throws -> [UInt8] {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("screen-\(UUID())")
        let file = open(url.path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        defer {
            close(file)
            try? FileManager.default.removeItem(at: url)
        }
        let screen = try NcursesScreen(headless: size, type: type, output: file, options: options, environment: environment)
        try body(screen)
        screen.close()
        return Array(try Data(contentsOf: url))
    }

    /// The character in ncurses' screen at a position.
    private func held(_ y: Int32, _ x: Int32) -> UInt32 {
        var attributes: attr_t = 0
        var pair: Int32 = 0
        return UInt32(bitPattern: nc_read(y, x, &attributes, &pair))
    }

    private func differences(from grid: Grid) -> [String] {
        var found: [String] = []
        for y in 0..<grid.size.height {
            for x in 0..<grid.size.width {
                guard let cell = grid[Point(x: x, y: y)], !cell.isContinuation else { continue }
                let expected = cell.character.unicodeScalars.first?.value ?? 0
                var attributes: attr_t = 0
                var pair: Int32 = 0
                let held = UInt32(bitPattern: nc_read(Int32(y), Int32(x), &attributes, &pair))
                if held != expected { found.append("\(x),\(y): \(String(held, radix: 16)) for \(cell.character)") }
                if (attributes & nc_bold != 0) != cell.style.attributes.contains(.bold) { found.append("\(x),\(y): bold") }
                if (pair != 0) != (cell.style.foreground != nil) { found.append("\(x),\(y): pair \(pair)") }
            }
        }
        return found
    }

    @Test func theScreenHoldsThePicture() throws {
        var random = SeededGenerator(seed: 7)
        try onScreen(Size(width: 40, height: 12)) { screen in
            #expect(screen.size == Size(width: 40, height: 12))
            #expect(screen.capabilities.colors == .palette256)
            for _ in 0..<200 {
                var grid = Grid(size: screen.size)
                for y in 0..<12 {
                    let color = Color(
                        .random(in: 0...255, using: &random), .random(in: 0...255, using: &random), 0, ansi: 3)
                    let style = Bool.random(using: &random) ? Style(foreground: color, attributes: .bold) : .plain
                    grid.write(random.drawableText(), at: Point(x: .random(in: -3...20, using: &random), y: y), style: style)
                }
                screen.show(grid)
                let found = differences(from: grid)
                #expect(found.isEmpty, "\(found.prefix(3)) in \(grid.text)")
            }
        }
    }

    @Test func noHostileTextReachesTheTerminalAsAControl() throws {
        let attacks = [
            "\u{1B}]0;evil\u{7}", "\u{1B}]52;c;ZXZpbA==\u{7}", "\u{1B}P+q544e\u{1B}\\", "\u{1B}[3J", "\u{1B}[?1049l", "\u{1B}c",
            "\u{9B}6n",
            "\u{1B}[6n", "\u{7}\u{7}", "\u{202E}gnp.exe", "\r\u{8}\u{8}", "\u{0}\u{5}\u{E}", "\u{1B}(0qqq",
        ]
        var random = SeededGenerator(seed: 8)
        let bytes = try onScreen(Size(width: 60, height: 20)) { screen in
            for round in 0..<60 {
                var grid = Grid(size: screen.size)
                for y in 0..<20 {
                    let attack = attacks[(round + y) % attacks.count]
                    grid.write(random.hostileText() + attack + random.hostileText(), at: Point(x: 0, y: y))
                }
                screen.show(grid)
            }
            _ = screen.perform(.title("\u{1B}]52;c;AAAA\u{7}title"))
        }
        var text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\u{1B}]2;␛]52;c;AAAA␇title\u{7}"))
        text = text.replacing("\u{1B}]2;␛]52;c;AAAA␇title\u{7}", with: "")
        // The sequences that ncurses itself writes to an xterm: cursor movement, erasing, repeating, colours, entry and exit
        // modes.
        text.replace(
            #/\u{1B}\[(?:[0-9;]*[HABCDGdKJXPLMb@mr]|\?(?:1049|25|12|1|7)(?:;25)?[hl]|[0-9;]*t|4l)/#.matchingSemantics(
                .unicodeScalar), with: "")
        text.replace(#/\u{1B}(?:\(B|[=>78])/#.matchingSemantics(.unicodeScalar), with: "")
        let left = Set(text.unicodeScalars.filter { $0.properties.generalCategory == .control })
        #expect(left.isSubset(of: ["\r", "\n", "\u{8}", "\u{1B}"]), "\(left.map { String($0.value, radix: 16) })")
        #expect(!text.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || (0xE0000...0xE007F).contains($0.value) })
        let escapes = text.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst().map { $0.prefix(8) }
        #expect(escapes.isEmpty, "\(Set(escapes))")
    }

    @Test func whatHasNotChangedIsNotWritten() throws {
        var grid = Grid(size: Size(width: 80, height: 24))
        for y in 0..<24 { grid.write("a row of text, number \(y)", at: Point(x: 0, y: y)) }
        func written(_ frames: Int) throws -> Int {
            try onScreen(grid.size) { screen in for _ in 0..<frames { screen.show(grid) } }.count
        }
        #expect(try written(50) == written(1))
    }

    @Test func withoutColorsOnlyAttributesAreWritten() throws {
        var grid = Grid(size: Size(width: 10, height: 1))
        grid.write(
            "red", at: Point(x: 0, y: 0), style: Style(foreground: Color(255, 0, 0, ansi: 9), attributes: [.reverse, .bold]))
        for (type, environment) in [("xterm-256color", ["NO_COLOR": "1", "LANG": "C.UTF-8"]), ("vt100", ["LANG": "C.UTF-8"])] {
            let bytes = try onScreen(grid.size, type: type, environment: environment) { screen in
                #expect(screen.capabilities.colors == .none)
                screen.show(grid)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(#/\[(?:[0-9;]*;)?[34][0-9](?:;[0-9;]*)?m/#))
            #expect(text.contains(#/\[[0-9;]*7m/#))
        }
    }

    @Test(arguments: [("xterm-256color", "38;5;196m"), ("linux", "31m"), ("ansi", "31m")])
    func colorsAsTheTerminalHasThem(type: String, sequence: String) throws {
        var grid = Grid(size: Size(width: 10, height: 1))
        grid.write("red", at: Point(x: 0, y: 0), style: Style(foreground: Color(255, 0, 0, ansi: 1)))
        let bytes = try onScreen(grid.size, type: type) { $0.show(grid) }
        #expect(String(decoding: bytes, as: UTF8.self).contains(sequence))
    }

    @Test func moreColorsThanPairs() throws {
        try onScreen(Size(width: 16, height: 40), type: "linux") { screen in
            var grid = Grid(size: screen.size)
            for y in 0..<40 {
                for x in 0..<16 {
                    let style = Style(
                        foreground: Color(0, 0, 0, ansi: UInt8(x)), background: Color(0, 0, 0, ansi: UInt8(y % 16)))
                    grid.write("x", at: Point(x: x, y: y), style: style)
                }
            }
            screen.show(grid)
            #expect(held(39, 15) == 0x78)
        }
        // More than 256 pairs, so that the number no longer fits into a cell's attributes.
        try onScreen(Size(width: 100, height: 10)) { screen in
            var grid = Grid(size: screen.size)
            let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
            for y in 0..<10 {
                for x in 0..<100 {
                    let style = Style(
                        foreground: Color(levels[x % 6], levels[x / 6 % 6], levels[x / 36], ansi: 0),
                        background: Color(levels[y % 6], levels[y / 6], 0, ansi: 0))
                    grid.write("x", at: Point(x: x, y: y), style: style)
                }
            }
            screen.show(grid)
            var attributes: attr_t = 0
            var pair: Int32 = 0
            _ = nc_read(9, 99, &attributes, &pair)
            var (foreground, background): (Int32, Int32) = (0, 0)
            extended_pair_content(pair, &foreground, &background)
            #expect(pair > 256)
            #expect(Int(foreground) == Color(levels[3], levels[4], levels[2], ansi: 0).indexIn256)
            #expect(Int(background) == Color(levels[3], levels[1], 0, ansi: 0).indexIn256)
        }
    }

    @Test func asciiTerminalsGetASCII() throws {
        var grid = Grid(size: Size(width: 12, height: 3))
        let inside = grid.frame(Rect(grid.size), title: "Ränge")
        grid.write("漢 …✓", at: inside.origin)
        let bytes = try onScreen(grid.size, environment: ["LC_ALL": "C"]) { screen in
            #expect(screen.capabilities.glyphs == .ascii)
            screen.show(grid)
        }
        #expect(bytes.allSatisfy { $0 < 0x80 })
        #expect(String(decoding: bytes, as: UTF8.self).contains("+- Range --+"))
    }

    @Test func aPictureOfAnotherSizeIsCut() throws {
        try onScreen(Size(width: 5, height: 2)) { screen in
            var grid = Grid(size: Size(width: 9, height: 4))
            for y in 0..<4 { grid.write("漢字漢字", at: Point(x: 0, y: y)) }
            grid.cursor = Point(x: 8, y: 3)
            screen.show(grid)
            #expect(held(0, 2) == 0x5B57)
            #expect(held(1, 4) == 0x3F)
            screen.show(Grid(size: Size(width: 0, height: 0)))
            #expect(held(0, 2) == 0x20)
        }
    }

    @Test func whatAScreenCannotBeOpenedOn() {
        func failure(_ type: String) -> TerminalError? {
            do {
                try onScreen(Size(width: 10, height: 2), type: type) { _ in }
                return nil
            } catch {
                return error as? TerminalError
            }
        }
        #expect(failure("no-such-terminal") == .unknownTerminal("no-such-terminal"))
        #expect(failure("dumb") == .dumbTerminal("dumb"))
        #expect(failure("") == .noTerminalType)
    }

    @Test func copyingIsBounded() throws {
        let bytes = try onScreen(Size(width: 10, height: 2)) { _ = $0.perform(.copy("héllo")) }
        #expect(String(decoding: bytes, as: UTF8.self).contains("\u{1B}]52;c;aMOpbGxv\u{7}"))
        let long = String(repeating: "漢", count: 30_000)
        #expect(ClipboardText.bounded(long).utf8.count == 74_994)
        #expect(ClipboardText.bounded("x" + long).utf8.count == 74_992)
    }

    /// Widths equal those of the C library for all scalars that it calls printable, except for a few whose class differs
    /// between its Unicode version and Swift's. `show` replaces those.
    @Test func widthsAgreeWithTheCLibrary() throws {
        try onScreen(Size(width: 10, height: 2)) { _ in
            var disagreements: [String] = []
            for value in (0x20 as UInt32)...0x3FFFF {
                guard let scalar = Unicode.Scalar(value), case .printable(let width) = TerminalText.Kind(scalar) else { continue }
                let theirs = nc_width(wchar_t(value))
                if theirs >= 0, Int(theirs) != width { disagreements.append("U+\(String(value, radix: 16)) \(width) \(theirs)") }
            }
            #expect(disagreements.count < 100, "\(disagreements.count): \(disagreements.prefix(20))")
        }
    }
}

extension SeededGenerator {
    /// Text with wide and narrow characters and marks that every C library knows.
    fileprivate mutating func drawableText() -> String {
        let pieces = ["a", "Z", " ", "é", "e\u{301}", "漢", "字", "─", "█", "한", "😀", "ß", "Ж", "✓", "…"]
        return (0..<Int.random(in: 0...30, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
}
