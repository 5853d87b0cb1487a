import Relevance
import Sessions
import Terminal
import Testing

@testable import Inspector

@Suite struct KeymapTests {
    /// A key that means two things in one place is a mistake in the table.
    @Test func noKeyMeansTwoThingsInOnePlace() {
        for (context, name, _) in Contexts.named {
            var commands: [Key: Command] = [:]
            for binding in Keymap.standard.bindings(in: context) {
                for key in binding.keys {
                    let other = commands.updateValue(binding.command, forKey: key)
                    #expect(other == nil, "\(key.label) is \(other?.rawValue ?? "") and \(binding.command.rawValue) in \(name)")
                }
            }
        }
    }

    /// A scale may take any key: what has none left is named, is not in the footer, and undo still has one.
    @Test func aScaleThatTakesKeysSaysWhose() throws {
        let grades = ["s", "q", "?", "u"].enumerated().map { GradeScale.Grade(value: $0, label: "", key: $1) }
        let scale = try #require(GradeScale(name: "odd", grades: grades))
        var sitting = Sitting(Fixture.setUp)
        sitting.press("A")
        sitting.take(sitting.state.handle(.journal(TimedEvent(milliseconds: 1, event: .scale(scale)))))
        #expect(
            sitting.state.notice?.text == "the scale odd takes the only key of rank by, skip; : finds a command by its name")
        sitting.press("u")
        #expect(sitting.judgments.last?.grade == 3)
        let footer = sitting.state.footerSpans(width: 200)
        for (key, words) in zip(footer, footer.dropFirst()) where words.role == .quiet {
            #expect(key.role == .key && !key.text.trimmed.isEmpty, "\(words.text)")
        }
        let place = try #require(footer.firstIndex { $0.text.trimmed == "undo" })
        #expect(footer[place - 1].text == "Backspace U ")
        #expect(!footer.contains { $0.text.trimmed == "skip" })
        #expect(sitting.state.keymap.label(.help, in: .judge) == "F1")
        #expect(sitting.state.keymap.label(.rankBy, in: .rank) == ": rank by")
        sitting.press(.backspace)
        #expect(sitting.state.session.book.qrels().count == 0)
        #expect(Keymap.standard.keyless.isEmpty)
    }

    /// Letters are typed in prompts and lists, so no command may take them there.
    @Test func noLetterIsACommandWhileTyping() {
        for binding in Keymap.standard.bindings(in: [.prompt, .picker]) {
            for key in binding.keys {
                if case .character = key { Issue.record("\(key.label) cannot be typed: \(binding.command.rawValue) takes it") }
            }
        }
    }

    @Test func everyCommandIsInTheTable() {
        let bound = Set(Keymap.defaults.map(\.command))
        #expect(Command.allCases.filter { !bound.contains($0) }.isEmpty)
    }

    /// `?` and the list of keys in the documentation say each binding of the table, in each context.
    @Test func helpAndMarkdownSayEveryBinding() {
        let help = Help.lines(for: .rank, keymap: .standard, width: 400).map { $0.map(\.text).joined() }
        for binding in Keymap.standard.bindings {
            #expect(help.contains { $0.hasSuffix(binding.long) }, "help lacks \(binding.long)")
            #expect(Keymap.standard.markdown.contains("| \(binding.long) |"), "the list lacks \(binding.long)")
        }
    }

    /// The palette offers what can be done and nothing else.
    @Test func paletteOffersWhatIsEnabled() {
        let state = Fixture.state(Fixture.setUp)
        let offered = Picker(palette: state).items.compactMap { item in
            if case .command(let binding) = item.action { binding } else { nil }
        }
        #expect(offered.contains { $0.command == .run })
        #expect(!offered.contains { $0.command == .pause })
        #expect(!offered.contains { $0.command == .undo })
        #expect(Set(offered).count == offered.count)
        #expect(offered.allSatisfy { state.isEnabled($0.command) })
    }

    /// The footer's keys are those of the table, and only what works now.
    @Test(arguments: [20, 40, 78, 118, 198]) func footerFitsAndTellsTheTruth(width: Int) {
        for events in [Fixture.setUp, Fixture.setUp + Fixture.run(finished: 3), Fixture.setUp + Fixture.run()] {
            let state = Fixture.state(events)
            let spans = state.footerSpans(width: width)
            #expect(spans.width <= width + 2)
            #expect(spans.contains { $0.text.hasPrefix("help") })
            // A run that is not finished is resumed by the key that runs.
            let enabled = state.keymap.bindings(in: state.context).filter { state.isEnabled($0.command) }.compactMap {
                $0.command == .run && state.unfinishedRun != nil ? "resume" : $0.short
            }
            for span in spans where span.role == .quiet { #expect(enabled.contains(span.text.trimmed)) }
        }
    }
}
