import CNcurses
import Testing

@testable import Terminal

@Suite struct InputDecoderTests {
    /// Decodes all of `codes` without waiting.
    @MainActor private func events(_ codes: [InputCode], times: [Int] = []) -> [TerminalEvent] {
        var decoder = InputDecoder(keys: NcursesScreen.keys)
        var rest = codes[...]
        var times = times
        var events: [TerminalEvent] = []
        while let first = rest.popFirst() {
            let time = times.isEmpty ? 0 : times.removeFirst()
            if let event = decoder.event(beginningWith: first, time: time, next: { _ in rest.popFirst() }) {
                events.append(event)
            }
        }
        return events
    }

    private func typed(_ text: String) -> [InputCode] { text.unicodeScalars.map(InputCode.character) }

    @MainActor
    @Test(arguments: [
        ("a", [Key.character("a")]), ("漢é", [.character("漢"), .character("é")]), ("\r", [.enter]), ("\t", [.tab]),
        ("\u{7F}\u{8}", [.backspace, .backspace]), ("\u{3}", [.control("c")]), ("\u{1A}", [.control("z")]),
        ("\n", [.control("j")]),
        ("\u{0}", [.control(" ")]), ("\u{1C}\u{1F}", [.control("\\"), .control("_")]), ("\u{1B}", [.escape]),
        ("\u{1B}b", [.alt("b")]),
        ("\u{1B}\u{7F}", [.alt("\u{7F}")]), ("\u{1B}\r", [.enter]), ("\u{1B}\u{1B}", [.escape]), ("\u{1B}[", [.alt("[")]),
        ("\u{1B}O", [.alt("O")]), ("\u{1B}[1;9Zx", [.character("x")]), ("\u{1B}[?62;4cx", [.character("x")]),
        ("\u{1B}OQx", [.character("x")]), ("\u{1B}[12", []), ("\u{85}x", [.character("x")]), ("\u{1B}漢", [.alt("漢")]),
    ])
    func characters(text: String, keys: [Key]) {
        #expect(events(typed(text)) == keys.map(TerminalEvent.key))
    }

    @MainActor @Test func namedKeys() {
        let table: [(Int32, Key)] = [
            (KEY_UP, .up), (KEY_DOWN, .down), (KEY_LEFT, .left), (KEY_RIGHT, .right), (KEY_HOME, .home), (KEY_END, .end),
            (KEY_PPAGE, .pageUp), (KEY_NPAGE, .pageDown), (KEY_DC, .delete), (KEY_IC, .insert), (KEY_BTAB, .backTab),
            (KEY_BACKSPACE, .backspace), (KEY_ENTER, .enter), (nc_function_key(1), .function(1)),
            (nc_function_key(12), .function(12)),
        ]
        for (code, key) in table { #expect(events([.key(code)]) == [.key(key)]) }
        #expect(events([.key(KEY_RESIZE), .key(KEY_MOUSE), .key(9_999)]) == [])
        #expect(events([.character("\u{1B}"), .key(KEY_LEFT)]) == [.key(.alt("b"))])
        #expect(events([.character("\u{1B}"), .key(KEY_UP)]) == [.key(.up)])
        for (number, name) in KeyCode.named.enumerated() {
            #expect(events([.key(KeyCode.firstNamed + Int32(number))]) == [.key(name.key)])
        }
    }

    @MainActor @Test func everySequenceHasOneKey() {
        #expect(Set(KeyCode.named.map(\.sequence)).count == KeyCode.named.count)
    }

    @MainActor
    @Test(arguments: [
        ("0;1;1M", Mouse(kind: .press, point: Point(x: 0, y: 0))),
        ("0;80;24m", Mouse(kind: .release, point: Point(x: 79, y: 23))),
        ("32;5;6M", Mouse(kind: .drag, point: Point(x: 4, y: 5))),
        ("64;300;2M", Mouse(kind: .wheelUp, point: Point(x: 299, y: 1))),
        ("65;3;2M", Mouse(kind: .wheelDown, point: Point(x: 2, y: 1))),
        ("20;3;2M", Mouse(kind: .press, point: Point(x: 2, y: 1))),
        ("2;3;2M", nil), ("66;3;2M", nil), ("0;0;1M", nil), ("0;1M", nil), ("0;1;1;1M", nil), ("999999;1;1M", nil), ("0;x", nil),
        ("0;1", nil), ("M", nil),
    ])
    func mouse(report: String, expected: Mouse?) {
        let decoded = events([.key(KeyCode.mouse)] + typed(report)).filter { if case .mouse = $0 { true } else { false } }
        #expect(decoded == (expected.map { [.mouse($0)] } ?? []))
    }

    @MainActor @Test func twoPressesAreADoubleClick() {
        let press = [.key(KeyCode.mouse)] + typed("0;4;2M")
        let elsewhere = [.key(KeyCode.mouse)] + typed("0;5;2M")
        func kinds(_ codes: [InputCode], _ times: [Int]) -> [Mouse.Kind] {
            events(codes, times: times).compactMap { if case .mouse(let mouse) = $0 { mouse.kind } else { nil } }
        }
        #expect(kinds(press + press, [0, 400]) == [.press, .doubleClick])
        #expect(kinds(press + press, [0, 401]) == [.press, .press])
        #expect(kinds(press + elsewhere, [0, 10]) == [.press, .press])
        #expect(kinds(press + press + press, [0, 10, 20]) == [.press, .doubleClick, .press])
    }

    @MainActor @Test func pastes() {
        let begin = [InputCode.key(KeyCode.pasteBegin)]
        let end = [InputCode.key(KeyCode.pasteEnd)]
        #expect(
            events(begin + typed("one\rtwo\r\nthree") + end + typed("q")) == [.paste("one\ntwo\nthree"), .key(.character("q"))])
        #expect(events(begin + typed("a") + [.key(KEY_UP)] + typed("b") + end) == [.paste("ab")])
        #expect(events(begin + typed("cut off")) == [.paste("cut off")])
        #expect(events(begin + end) == [.paste("")])
    }
}
