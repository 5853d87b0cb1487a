import Foundation
import Testing

/// The program in a real terminal, as a user sees it.
@Suite(.enabled(if: Tmux.isAvailable, Tmux.absence), .serialized)
struct ScreenTests {
    private static let welcome = "see why a reasoning reranker ranks"

    @Test func itOpensOnAStartPageAndQuits() throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        #expect(try terminal.variable("alternate_on") == "1")
        #expect(try terminal.variable("mouse_any_flag") == "1")
        try terminal.wait(for: "? help")
        try terminal.press("?")
        try terminal.wait(for: "quit; everything is kept", "Esc")
        try terminal.press("Escape")
        try terminal.wait(for: Self.welcome)
        try terminal.press("C-c")
        try terminal.expectTerminalRestored()
    }

    @Test func aQueryTypedIsThereAgain() throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.press("e")
        try terminal.type("do goldfish grwo")
        try terminal.press("BSpace", "BSpace", "o", "w", "?", "Enter")
        try terminal.wait(for: "erank  do goldfish grow?")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
        try terminal.start()
        try terminal.wait(for: "erank  do goldfish grow?")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func itFitsEverySize() throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.resize(width: 200, height: 60)
        try terminal.wait("for the wide page") {
            $0.contains("? help") && $0.split(separator: "\n", omittingEmptySubsequences: false).count > 50
        }
        try terminal.resize(width: 1, height: 1)
        try terminal.wait("for one cell") { $0.trimmingCharacters(in: .newlines).count <= 1 }
        try terminal.resize(width: 30, height: 8)
        try terminal.wait("for something to read") { $0.contains("80") || $0.contains("erank") }
        try terminal.resize(width: 80, height: 24)
        try terminal.wait(for: Self.welcome)
        try terminal.resize(width: 1, height: 1)
        try terminal.press("q")
        try terminal.resize(width: 80, height: 24)
        try terminal.expectTerminalRestored()
    }

    @Test func aPasteIsTextAndNothingElse() throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.press("e")
        try terminal.wait(for: " query ")
        try terminal.paste("do\ngoldfish\u{1B}[31m\u{7} grow\nq")
        try terminal.wait(for: "do goldfish[31m grow q")
        try terminal.press("Enter")
        try terminal.wait(for: "erank  do goldfish[31m grow q")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func itStopsAndContinues() throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.press("C-z")
        try terminal.wait(for: "Stopped")
        try terminal.expectTerminalRestored()
        try terminal.type("fg")
        try terminal.press("Enter")
        try terminal.wait(for: Self.welcome)
        #expect(try terminal.variable("mouse_any_flag") == "1")
        // From outside, as the shell's job control may do.
        kill(try terminal.processID, SIGTSTP)
        try terminal.wait(for: "Stopped")
        try terminal.type("fg")
        try terminal.press("Enter")
        try terminal.wait(for: Self.welcome)
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test(arguments: [
        (SIGTERM, ""), (SIGHUP, ""), (SIGINT, ""), (SIGQUIT, ""), (SIGSEGV, "Segmentation fault"), (SIGABRT, "Aborted"),
        (SIGTRAP, "rap"),
    ])
    func everyEndRestoresTheTerminal(signal: Int32, word: String) throws {
        let terminal = try Tmux()
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        kill(try terminal.processID, signal)
        try terminal.wait("for the prompt") { screen in
            (word.isEmpty || screen.contains(word)) && !screen.contains(Self.welcome) && screen.contains(Tmux.prompt)
        }
        try terminal.expectTerminalRestored()
    }

    @Test(arguments: [
        ("TERM=no-such-terminal", "", "TERM is 'no-such-terminal', a terminal that is not known here"),
        ("TERM=dumb", "", "TERM is 'dumb', a terminal that cannot place its cursor"),
        ("TERM=", "", "TERM is not set"),
        ("echo text |", "", "standard input is not a terminal"),
        ("", "| cat", "standard output is not a terminal"),
    ])
    func whereThereAreNoScreens(before: String, after: String, sentence: String) throws {
        let terminal = try Tmux(width: 200)
        try terminal.start(after + "; echo en''ded", before: before)
        let screen = try terminal.wait(for: "ended\n")
        #expect(screen.contains(sentence))
        #expect(!screen.contains("Fatal"))
        try terminal.expectTerminalRestored()
    }

    @Test func withoutUnicodeItIsASCII() throws {
        let terminal = try Tmux(environment: ["LC_ALL": "C"])
        try terminal.start()
        let screen = try terminal.wait(for: Self.welcome)
        #expect(!screen.unicodeScalars.contains { !$0.isASCII })
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func withoutColorNoneIsUsed() throws {
        let terminal = try Tmux(environment: ["NO_COLOR": "1"])
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        let colors = #/\u{1B}\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/#
        #expect(try terminal.colored.firstMatch(of: colors) == nil)
        try terminal.press("q")
        try terminal.expectTerminalRestored()
        let colorful = try Tmux()
        try colorful.start()
        try colorful.wait(for: Self.welcome)
        #expect(try colorful.colored.firstMatch(of: colors) != nil)
    }

    @Test func aHostileDocumentIsHarmless() throws {
        let terminal = try Tmux()
        let hostile =
            #"{"id": "d1", "title": "title \u001b]2;stolen\u0007", "text": "one \u001b[2J\u001b[31mtwo \u009b3J \u202ethree"}"#
        try hostile.write(to: terminal.folder.appending(path: "hostile.jsonl"), atomically: true, encoding: .utf8)
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.press("e", "x", "Enter")
        try terminal.wait(for: "erank  x")
        try terminal.press("o")
        try terminal.type("hostile.js")
        try terminal.press("Tab")
        try terminal.wait(for: "candidates  hostile.jsonl")
        try terminal.press("Enter")
        try terminal.wait(for: "title ␛]2;stolen␇")
        // From the ranking to the document, on the whole screen.
        try terminal.press("Tab", "z")
        let screen = try terminal.wait(for: "␛[31mtwo")
        #expect(screen.contains("erank  x"))
        #expect(try terminal.variable("pane_title") != "stolen")
        #expect(screen.contains("three") && !screen.contains("\u{202E}"))
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func anEditorEditsTheQuery() throws {
        let terminal = try Tmux(environment: ["EDITOR": "sed -i s/cats/dogs/"])
        try terminal.start()
        try terminal.wait(for: Self.welcome)
        try terminal.press("e")
        try terminal.type("why do cats purr")
        try terminal.press("Enter")
        try terminal.wait(for: "erank  why do cats purr")
        try terminal.press("E")
        try terminal.wait(for: "erank  why do dogs purr")
        #expect(try terminal.variable("alternate_on") == "1")
        try terminal.press("q")
        try terminal.expectTerminalRestored()
    }

    @Test func theMouseSelects() throws {
        let terminal = try Tmux()
        try terminal.start()
        let screen = try terminal.wait(for: Self.welcome)
        let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(rows.firstIndex { $0.contains("Open candidates") })
        #expect(!rows[row].hasPrefix("▌"))
        try terminal.click(x: 6, y: row)
        try terminal.wait("for the row to be selected") { screen in
            let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
            return rows.count > row && rows[row].hasPrefix("▌")
        }
        try terminal.press("C-c")
        try terminal.expectTerminalRestored()
    }
}
