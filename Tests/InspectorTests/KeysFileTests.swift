import Relevance
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// A person's own keys: what a line does, what is wrong with one, and that nothing a file says breaks the table.
@Suite struct KeysFileTests {
    private func file(_ text: String) -> KeysFile { KeysFile(text: text, name: "keys") }

    private func command(_ key: Key, _ file: KeysFile, in context: KeyContext) -> Command? {
        Keymap(file.tables, scale: .graded).binding(for: key, in: context)?.command
    }

    @Test func aLineChangesACommandsKeysOnEveryScreen() {
        let file = file("# mine\n\n  run F5 r\ncopy none\n")
        #expect(file.problems.isEmpty)
        for context in [KeyContext.rank, .inside] {
            #expect(command(.function(5), file, in: context) == .run)
            #expect(command(.character("r"), file, in: context) == .run)
            #expect(command(.character("y"), file, in: context) == nil)
        }
    }

    @Test func aLineForOnePlaceLeavesTheOthers() {
        let file = file("inside.run F5\nrun F6")
        #expect(file.problems.isEmpty)
        #expect(command(.function(5), file, in: .inside) == .run)
        #expect(command(.function(6), file, in: .inside) == nil)
        #expect(command(.function(6), file, in: .rank) == .run)
        #expect(command(.character("r"), file, in: .rank) == nil)
    }

    @Test func aByteOrderMarkIsNoPartOfTheFirstLine() {
        let file = file("\u{FEFF}run F5")
        #expect(file.problems.isEmpty)
        #expect(command(.function(5), file, in: .rank) == .run)
    }

    /// Two commands may swap keys: only the whole file shows a clash.
    @Test func keysCanBeSwapped() {
        let file = file("run m\nmodel r")
        #expect(file.problems.isEmpty)
        #expect(command(.character("m"), file, in: .rank) == .run)
        #expect(command(.character("r"), file, in: .rank) == .model)
    }

    @Test(arguments: [
        ("cancle-run X", "keys:1: there is no command 'cancle-run'; perhaps cancel-run; 'erank keys' names them all"),
        ("frobnicate X", "keys:1: there is no command 'frobnicate'; 'erank keys' names them all"),
        (
            "attic.run F5",
            "keys:1: there is no place 'attic'; use one of rank, inside, judge, measures, compare, agreement, start, help, list, line"
        ),
        (
            "run Hyper-X",
            "keys:1: there is no key 'Hyper-X'; use one character, or Ctrl-X, Alt-x, F5, Enter, Space, PgDn and the like"
        ),
        ("run", "keys:1: no key is given for run; name one or more, or none"),
        ("start.run F5", "keys:1: run does nothing in start; it does in rank, inside: write rank.run"),
        ("list.down j", "keys:1: 'j' is text in list; use a key that types nothing, such as Ctrl-N or F5"),
        ("grade 0", "keys:1: the grades' keys belong to the scale; write them into the scale's own file"),
        ("\nrun F5\nrun F6", "keys:3: run has its keys from line 2 already; leave one of the lines out"),
        ("run u", "keys:1: u is undo in rank already; give undo another key too, or none"),
        ("run F5\nmode F5", "keys:2: F5 is run in rank already; give run another key too, or none"),
        ("run 2", "keys:1: 2 is grade in rank already; choose another key"),
        ("quit none", "keys:1: without a key for quit there would be no way out; give it one"),
    ])
    func aLineThatCannotHoldCostsItselfAndASentence(text: String, sentence: String) {
        let file = file(text)
        #expect(file.problems == [sentence])
    }

    @Test func theRestOfTheFileHolds() {
        let file = file("nonsense q\nrun F5\nmode u")
        #expect(file.problems.count == 2)
        #expect(command(.function(5), file, in: .rank) == .run)
        #expect(command(.character("u"), file, in: .rank) == .undo)
        #expect(command(.character("M"), file, in: .rank) == .mode)
    }

    @Test func everyDefaultCanBeWrittenAsAFile() {
        let lines = Keymap.defaults.flatMap { table in
            table.bindings.filter { $0.command != .grade }.map { binding in
                let keys = binding.keys.isEmpty ? "none" : binding.keys.map(\.label).joined(separator: " ")
                return "\(table.context.word).\(binding.command.word) \(keys)"
            }
        }
        let file = file(lines.joined(separator: "\n"))
        #expect(file.problems.isEmpty, "\(file.problems)")
        let (own, standard) = (Keymap(file.tables, scale: .graded), Keymap.standard)
        for context in Keymap.defaults.map(\.context) {
            for key in FuzzTests.keys {
                #expect(own.binding(for: key, in: context)?.command == standard.binding(for: key, in: context)?.command)
            }
        }
    }

    @Test func theScalesGradesTakeTheirKeys() throws {
        let scale = try #require(
            GradeScale(
                name: "own",
                grades: [.init(value: 0, label: "no", key: "s"), .init(value: 1, label: "yes", key: "r")]))
        let keymap = Keymap(Keymap.defaults, scale: scale)
        #expect(keymap.binding(for: .character("s"), in: .judge)?.grade == 0)
        #expect(keymap.binding(for: .character("r"), in: .rank)?.grade == 1)
        #expect(keymap.binding(for: .character("3"), in: .rank) == nil)
        // Where nothing is graded the key is what it was.
        #expect(keymap.binding(for: .character("s"), in: .measures)?.command == .sortBy)
    }

    @Test func whatIsWrongIsSaidAtTheStart() {
        let one = InspectorState(size: Size(width: 80, height: 24), keys: file("run u"))
        #expect(one.notice?.text == "keys:1: u is undo in rank already; give undo another key too, or none")
        let two = InspectorState(size: Size(width: 80, height: 24), keys: file("run u\nrnu F5"))
        #expect(two.notice?.text == "2 lines of the keys file are left out: : messages says why")
        #expect(two.messages.all.count == 3)
    }

    /// Footer, help, palette and sentences name the keys that hold.
    @Test func theScreensNameTheKeysThatHold() {
        var state = InspectorState(size: Size(width: 80, height: 24), keys: file("run F5\ncandidates Ctrl-O"))
        _ = state.handle(.opened(OpenedSession(name: "x", state: .init())))
        #expect(state.render(size: state.size, theme: Theme()).text.contains("Ctrl-O opens some"))
        _ = state.handle(.journal(.init(milliseconds: 0, event: .query(Fixture.query))))
        state.keys(.function(5))
        #expect(state.notice?.text == "no candidates yet: Ctrl-O opens a file or folder")
        state.keys(.character("r"))
        #expect(state.notice == nil)
        state.keys(.character("?"))
        #expect(
            state.render(size: Size(width: 80, height: 60), theme: Theme()).text.contains(
                "F5          score the candidates"))
    }

    /// Whatever stands in the file: no key means two things, there is a way out, and each line costs one sentence at most.
    @Test(arguments: 0..<40) func anyFileLeavesAWholeTable(seed: Int) {
        var random = Mutator(seed: UInt64(seed) &* 104_729 &+ 3, words: [])
        let commands = Keymap.commands.map(\.word) + ["nonsense", "", "\u{1B}[2J", "."]
        let places = Keymap.defaults.map { $0.context.word + "." } + ["", "", "", "", "x.", ".."]
        let keys = FuzzTests.keys.map(\.label) + ["none", "F13", "Ctrl-é", "\u{7}", "Ctrl-", "魚", "e\u{301}", "|"]
        var lines: [String] = []
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let words = (0..<Int.random(in: 0...4, using: &random)).map { _ in keys.randomElement(using: &random) ?? "" }
            let target = (places.randomElement(using: &random) ?? "") + (commands.randomElement(using: &random) ?? "")
            lines.append(([target] + words).joined(separator: Bool.random(using: &random) ? " " : "\t"))
        }
        let file = file(lines.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n"))
        #expect(file.problems.count <= lines.count)
        let keymap = Keymap(file.tables, scale: .graded)
        for context in Keymap.defaults.map(\.context) {
            let word = context.word
            var holders: [Key: Command] = [:]
            for binding in keymap.bindings(in: context) {
                for key in binding.keys {
                    let other = holders.updateValue(binding.command, forKey: key)
                    #expect(
                        other == nil || other == binding.command, "\(key.label) in \(word) of\n\(lines.joined(separator: "\n"))")
                    if context.isTyping, case .character = key { Issue.record("\(key.label) in \(word)") }
                }
            }
            for command in [Command.quit, .back] {
                let own = keymap.bindings(in: context).filter { $0.command == command }
                #expect(own.isEmpty || own.contains { !$0.keys.isEmpty })
            }
        }
        // Bytes at random are a file too.
        let bytes = (0..<400).map { _ in UInt8.random(in: 0...255, using: &random) }
        _ = KeysFile(text: String(decoding: bytes, as: UTF8.self), name: "keys")
    }
}
