import Foundation
import ModelFixtures
import Testing

@testable import Terminal

@Suite struct LineEditorTests {
    /// Types a script: "<...>" is a key, every other character is itself.
    private func editor(_ script: String, history: [String] = []) -> LineEditor {
        var editor = LineEditor(history: history)
        let names: [String: Key] = [
            "left": .left, "right": .right, "home": .home, "end": .end, "up": .up, "down": .down, "bs": .backspace,
            "del": .delete, "M-bs": .alt("\u{7F}"),
        ]
        var rest = Substring(script)
        while let character = rest.popFirst() {
            guard character == "<", let end = rest.firstIndex(of: ">") else {
                _ = editor.handle(.character(character))
                continue
            }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if let key = names[name] {
                _ = editor.handle(key)
            } else if let letter = name.last {
                _ = editor.handle(name.hasPrefix("C-") ? .control(letter) : .alt(letter))
            }
        }
        return editor
    }

    /// The line with "|" at the cursor.
    private func shown(_ editor: LineEditor) -> String {
        let text = Array(editor.text)
        return String(text[..<editor.cursor]) + "|" + String(text[editor.cursor...])
    }

    @Test(arguments: [
        ("goldfish", "goldfish|"), ("gol<left><left>X", "gX|ol"), ("abc<home>X<end>Y", "XabcY|"),
        ("abc<C-a><C-f>X<C-e>Y", "aXbcY|"),
        ("a<left><left><left>", "|a"), ("a<right>", "a|"), ("abc<bs>", "ab|"), ("<bs>", "|"), ("abc<home><del>", "|bc"),
        ("abc<left><C-h>", "a|c"), ("abc<C-a><C-d>", "|bc"), ("do fish grow<M-b><M-b>X", "do X|fish grow"),
        ("do fish<C-a><M-f>X", "doX| fish"), ("do fish grow<C-w>", "do fish |"), ("do fish  <C-w>", "do |"),
        ("do fish<M-bs>", "do |"), ("do fish<C-a><M-d>", "| fish"), ("do fish<left><C-u>", "|h"),
        ("do fish<C-a><C-k>", "|"), ("do fish<C-w><C-a><C-y> ", "fish |do "), ("ab<C-u><C-y><C-y>", "abab|"),
        ("e\u{301}漢👨‍👩‍👧<left><bs>", "é|👨‍👩‍👧"),
    ])
    func editing(script: String, expected: String) {
        #expect(shown(editor(script)) == expected)
    }

    @Test(arguments: [
        ("<up>", "two|"), ("<up><up>", "one|"), ("<up><up><up>", "one|"), ("draft<up><down>", "draft|"),
        ("<up>X<down>", "|"), ("<C-p><C-p><C-n>", "two|"), ("<down>", "|"),
    ])
    func history(script: String, expected: String) {
        #expect(shown(editor(script, history: ["one", "two"])) == expected)
    }

    @Test func submittingRemembers() {
        var editor = LineEditor(text: "do goldfish grow")
        #expect(editor.submit() == "do goldfish grow")
        #expect(editor.isEmpty)
        editor.set("do goldfish grow")
        editor.submit()
        editor.submit()
        #expect(editor.history == ["do goldfish grow"])
    }

    @Test func outcomes() {
        var editor = LineEditor()
        #expect(editor.handle(.enter) == .submit)
        #expect(editor.handle(.escape) == .cancel)
        #expect(editor.handle(.tab) == .complete)
        #expect(editor.handle(.function(5)) == .ignored)
        #expect(editor.handle(.pageUp) == .ignored)
        #expect(editor.handle(.left) == .moved)
        #expect(editor.handle(.character("x")) == .edited)
        #expect(editor.handle(.control("c")) == .ignored)
    }

    @Test func pastingIsFlattenedAndHarmless() {
        var editor = LineEditor(text: "ab")
        editor.move(to: 1)
        editor.insert("one\r\ntwo\tthree\u{1B}[31m\u{7}")
        #expect(editor.text == "aone two three[31mb")
        #expect(editor.cursor == 18)
    }

    @Test func pathsAreCompleted() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("paths-\(UUID())")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("corpus"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["core.txt", ".core", "other"] {
            try Data().write(to: folder.appendingPathComponent(name))
        }
        let base = folder.path + "/"
        #expect(PathCompletion.candidates(for: base + "co") == [base + "core.txt", base + "corpus/"])
        #expect(PathCompletion.candidates(for: base + ".") == [base + ".core"])
        #expect(PathCompletion.candidates(for: base + "none/x") == [])
        #expect(PathCompletion.candidates(for: base, limit: 2).count == 2)
    }

    @Test func theWindowFollowsTheCursor() {
        var editor = LineEditor(text: "0123456789")
        #expect(editor.window(width: 20) == ("0123456789", 10))
        #expect(editor.window(width: 11) == ("0123456789", 10))
        #expect(editor.window(width: 8) == ("…56789", 6))
        editor.move(to: 0)
        #expect(editor.window(width: 8) == ("0123456…", 0))
        #expect(editor.window(width: 0) == ("", 0))
        #expect(editor.window(width: 1) == ("0", 0))
        editor.set("漢字漢字漢字")
        #expect(editor.window(width: 8) == ("… 漢字", 6))
    }

    @Test func theCursorIsAlwaysInTheWindow() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<1_000 {
            var editor = LineEditor(text: random.hostileText(maximumLength: 60))
            editor.move(to: Int.random(in: 0...60, using: &random))
            let width = Int.random(in: 1...30, using: &random)
            let window = editor.window(width: width)
            #expect((0..<width).contains(window.cursor))
            #expect(TerminalText.width(of: window.text) <= width)
            // The window's text left of the cursor must be that of the line.
            var grid = Grid(size: Size(width: width, height: 1))
            grid.write(editor, at: Point(x: 0, y: 0), width: width)
            #expect(grid.cursor == Point(x: window.cursor, y: 0))
        }
    }
}
