import ModelFixtures
import Testing

@testable import Terminal

@Suite struct CapabilitiesTests {
    private func capabilities(
        _ colors: Int, codeset: String = "UTF-8", mouse: Bool = true, environment: [String: String] = [:],
        options: TerminalOptions = TerminalOptions()
    ) -> Capabilities {
        Capabilities(
            terminalColors: colors, codeset: codeset, hasMouse: mouse, environment: environment, options: options)
    }

    @Test func colorsFollowTheTerminalAndThePerson() {
        #expect(capabilities(-1).colors == .none)
        #expect(capabilities(8).colors == .eight)
        #expect(capabilities(88).colors == .sixteen)
        #expect(capabilities(256).colors == .palette256)
        #expect(capabilities(1 << 24).colors == .palette256)
        #expect(capabilities(256, environment: ["NO_COLOR": "1"]).colors == .none)
        #expect(capabilities(256, environment: ["NO_COLOR": ""]).colors == .palette256)
        #expect(capabilities(256, options: TerminalOptions(colors: .sixteen)).colors == .sixteen)
        #expect(capabilities(8, options: TerminalOptions(colors: .palette256)).colors == .eight)
        #expect(
            capabilities(256, environment: ["NO_COLOR": "1"], options: TerminalOptions(colors: .palette256)).colors == .palette256
        )
    }

    @Test func glyphsFollowTheLocale() {
        #expect(capabilities(8).glyphs == .unicode)
        #expect(capabilities(8, codeset: "utf8").glyphs == .unicode)
        #expect(capabilities(8, codeset: "ANSI_X3.4-1968").glyphs == .ascii)
        #expect(capabilities(8, options: TerminalOptions(glyphs: .ascii)).glyphs == .ascii)
        #expect(capabilities(8, codeset: "ISO-8859-1", options: TerminalOptions(glyphs: .unicode)).glyphs == .ascii)
    }

    @Test func theMouseHasAnOffSwitch() {
        #expect(capabilities(8).hasMouse)
        #expect(!capabilities(8, mouse: false).hasMouse)
        #expect(!capabilities(8, options: TerminalOptions(mouse: false)).hasMouse)
    }

    @Test(arguments: [
        ([:], ["C.UTF-8", "C"]), (["LANG": "de_DE.UTF-8"], ["de_DE.UTF-8", "C.UTF-8", "C"]), (["LC_ALL": "C"], ["C", "C"]),
        (["LC_ALL": "", "LANG": "POSIX"], ["POSIX", "C"]), (["TERM": "linux"], ["C"]),
        (["LC_CTYPE": "C", "LANG": "en_GB.UTF-8"], ["C", "C"]),
        (["LC_ALL": "en_GB.utf8", "LC_CTYPE": "C"], ["en_GB.utf8", "C.UTF-8", "C"]),
    ])
    func theLocaleAskedFor(environment: [String: String], names: [String]) {
        #expect(Capabilities.localeNames(environment: environment, options: TerminalOptions()) == names)
        #expect(Capabilities.localeNames(environment: environment, options: TerminalOptions(glyphs: .unicode)).first == "C.UTF-8")
    }

    @Test(arguments: [
        (Color(0, 0, 0, ansi: 0), 16), (Color(255, 255, 255, ansi: 15), 231), (Color(255, 0, 0, ansi: 9), 196),
        (Color(95, 135, 175, ansi: 4), 67), (Color(128, 128, 128, ansi: 8), 244), (Color(8, 8, 8, ansi: 0), 232),
        (Color(238, 238, 238, ansi: 7), 255), (Color(250, 10, 5, ansi: 9), 196),
    ])
    func colorsGoToTheNearestOfThePalette(color: Color, index: Int) {
        #expect(color.indexIn256 == index)
    }

    @Test func noEntryOfThePaletteIsNearer() {
        let levels = [0, 95, 135, 175, 215, 255]
        var palette: [[Int]] = []
        for red in levels {
            for green in levels {
                for blue in levels { palette.append([red, green, blue]) }
            }
        }
        for grey in 0..<24 { palette.append(Array(repeating: 8 + 10 * grey, count: 3)) }
        func distance(_ color: Color, _ entry: [Int]) -> Int {
            let own = [Int(color.red), Int(color.green), Int(color.blue)]
            return zip(own, entry).reduce(0) { sum, pair in sum + (pair.0 - pair.1) * (pair.0 - pair.1) }
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let color = Color(
                .random(in: 0...255, using: &random), .random(in: 0...255, using: &random), .random(in: 0...255, using: &random),
                ansi: 0)
            let best = palette.map { distance(color, $0) }.min()
            #expect(distance(color, palette[color.indexIn256 - 16]) == best, "\(color)")
        }
    }

    @Test func everythingHasAStandInOfASCII() {
        var grid = Grid(size: Size(width: 24, height: 3))
        grid.frame(Rect(grid.size), title: "Über")
        grid.write("▁▂▄█ … → • 漢字 café ✓", at: Point(x: 1, y: 1))
        #expect(grid.ascii.lines == ["+- Uber ---------------+", "|__:# ~ > * ? ?  cafe v|", "+----------------------+"])
        var random = SeededGenerator(seed: 6)
        for _ in 0..<300 {
            var grid = Grid(size: Size(width: 20, height: 2))
            grid.write(random.hostileText(), at: Point(x: 0, y: 0))
            #expect(grid.ascii.text.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "\n" })
            #expect(violations(in: grid.ascii).isEmpty)
        }
    }

    @Test(arguments: [
        (
            TerminalError.notATerminal(stream: "standard output"),
            "standard output is not a terminal, and the screens need one: "
                + "run erank in a terminal, or use 'erank rank', which needs none"
        ),
        (
            .noTerminalType,
            "TERM is not set, so the terminal's kind is unknown: set it, for most terminals with 'export TERM=xterm-256color'"
        ),
        (
            .unknownTerminal("no\u{1B}such"),
            "TERM is 'no␛such', a terminal that is not known here: "
                + "install its description with 'apt install ncurses-term', or try 'export TERM=xterm-256color'"
        ),
        (
            .dumbTerminal("dumb"),
            "TERM is 'dumb', a terminal that cannot place its cursor: "
                + "run erank in another one, or use 'erank rank', which needs none"
        ),
        (
            .editor(command: "emax", reason: "ended with status 127"),
            "the editor 'emax' ended with status 127: set VISUAL or EDITOR to one that is installed"
        ),
        (.system(operation: "opening a pipe", reason: "Too many open files"), "opening a pipe failed: Too many open files"),
    ])
    func errorsAreOneSentenceWithARemedy(error: TerminalError, sentence: String) {
        #expect(error.description == sentence)
    }
}
