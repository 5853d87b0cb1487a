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
            events += decoder.events([first], time: time, next: { _ in rest.popFirst() })
        }
        return events
    }

    /// Decodes pieces that come one after the other: each after so many milliseconds of waiting.
    @MainActor private func events(pieces: [(after: Int32, codes: [InputCode])]) -> [TerminalEvent] {
        var decoder = InputDecoder(keys: NcursesScreen.keys)
        var rest = pieces[...]
        var events: [TerminalEvent] = []
        while let piece = rest.popFirst() {
            events += decoder.events(piece.codes, time: 0) { milliseconds in
                guard let next = rest.first, next.after <= milliseconds, let code = next.codes.first else { return nil }
                rest[rest.startIndex].codes.removeFirst()
                rest[rest.startIndex].after = 0
                if rest[rest.startIndex].codes.isEmpty { rest.removeFirst() }
                return code
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
        ("\u{1B}OQx", [.function(2), .character("x")]), ("\u{1B}[12", []), ("\u{85}x", [.character("x")]),
        ("\u{1B}漢", [.alt("漢")]),
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

    // MARK: Sequences in pieces

    @MainActor
    @Test(arguments: [
        ("[D", [TerminalEvent.key(.left)]), ("[A", [.key(.up)]), ("OH", [.key(.home)]), ("[5~", [.key(.pageUp)]),
        ("[15~", [.key(.function(5))]), ("[1;5C", [.key(.alt("f"))]), ("[Z", [.key(.backTab)]), ("OP", [.key(.function(1))]),
        ("[I", []), ("[<0;5;6M", [.mouse(Mouse(kind: .press, point: Point(x: 4, y: 5)))]),
        ("[200~one", [.paste("one")]), ("[99;5u", [.key(.control("c"))]),
        ("[<0;5;6m", [.mouse(Mouse(kind: .release, point: Point(x: 4, y: 5)))]),
    ])
    func aSequenceMayComeInPieces(rest: String, expected: [TerminalEvent]) {
        let codes = typed(rest)
        for cut in 0..<codes.count {
            // All pauses within the time in which a sequence goes on.
            let pieces = [(Int32(0), typed("\u{1B}")), (30, Array(codes[..<cut])), (99, Array(codes[cut...]))]
            #expect(events(pieces: pieces.filter { !$0.1.isEmpty }) == expected, "cut after \(cut)")
        }
        // Each byte by itself.
        let bytes = [(Int32(0), typed("\u{1B}"))] + codes.map { (60, [$0]) }
        #expect(events(pieces: bytes) == expected)
    }

    @MainActor @Test func anotherKeySoonAfterEscIsItsOwn() {
        #expect(events(pieces: [(0, typed("\u{1B}")), (50, typed("q"))]) == [.key(.escape), .key(.character("q"))])
        #expect(events(pieces: [(0, typed("\u{1B}")), (50, [.key(KEY_UP)])]) == [.key(.escape), .key(.up)])
        #expect(
            events(pieces: [(0, typed("\u{1B}")), (101, typed("[D"))]) == [
                .key(.escape), .key(.character("[")), .key(.character("D")),
            ])
        #expect(events(pieces: [(0, typed("\u{1B}q"))]) == [.key(.alt("q"))], "at once it is Alt")
    }

    @MainActor
    @Test(arguments: [
        ("[99;5u", Key.control("c")), ("[27;5;99~", .control("c")), ("[97u", .character("a")), ("[97;2u", .character("A")),
        ("[97:65;2u", .character("A")), ("[98;3u", .alt("b")), ("[13u", .enter), ("[27u", .escape), ("[9;2u", .backTab),
        ("[127u", .backspace), ("[127;3u", .alt("\u{7F}")), ("[57441;2u", nil), ("[99;5:3u", nil), ("[99;5:1u", .control("c")),
        ("[u", nil), ("[;5u", nil), ("[99999999999u", nil), ("[1114112u", nil), ("[27;5~", nil),
        ("[223;2u", .character("\u{DF}")),
    ])
    func keysWithModifiersAreRead(sequence: String, key: Key?) {
        #expect(events([.character("\u{1B}")] + typed(sequence)) == (key.map { [.key($0)] } ?? []))
    }

    // MARK: Pastes

    @MainActor @Test func manyCharactersWithALineEndAmongThemAreAPaste() {
        func events(_ text: String) -> [TerminalEvent] { self.events(pieces: [(0, typed(text))]) }
        #expect(events("how big\rdo they get\r") == [.paste("how big\ndo they get\n")])
        #expect(events("one\r\ntwo\ttabs") == [.paste("one\ntwo\ttabs")])
        // A line and Enter are typed, by a person or a script.
        #expect(events("how big\r").last == .key(.enter) && events("how big\r").count == 8)
        #expect(events("\r\r\r\r\r\r\r\r\r").allSatisfy { $0 == .key(.enter) })
        #expect(events("j\rj\rj\rj").count == 7, "too few to be a paste")
        #expect(events("Xrm\u{1B}q\ronemore").count > 3, "a control is no text")
    }

    @MainActor @Test func pastes() {
        let begin = [InputCode.key(KeyCode.pasteBegin)]
        let end = [InputCode.key(KeyCode.pasteEnd)]
        #expect(
            events(begin + typed("one\rtwo\r\nthree") + end + typed("q")) == [.paste("one\ntwo\nthree"), .key(.character("q"))])
        #expect(events(begin + typed("a") + [.key(KEY_UP)] + typed("b") + end) == [.paste("ab")])
        #expect(events(begin + typed("cut off")) == [.paste("cut off")])
        #expect(events(begin + end) == [.paste("")])
        // Escape and a paste, read at once: nothing of the paste is a command.
        #expect(events(typed("\u{1B}") + begin + typed("X\rR") + end) == [.key(.escape), .paste("X\nR")])
    }
}
