import ArgumentParser
import Foundation
import Inspector
import LocalEngine
import Relevance
import Sessions
import Terminal

/// The options of every command that opens the screens.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The model: a name from 'erank models list', or the path of a GGUF file.", completion: .models)
    var model: String?

    @OptionGroup var resources: ResourceOptions

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal, to select text.")
    var noMouse = false

    @Flag(help: "Move rows at once, without animation.")
    var reducedMotion = false

    @Option(help: "The terminal's background: dark or light.")
    var background: Background?

    enum Background: String, ExpressibleByArgument, CaseIterable { case dark, light }
}

/// Opens the last session, or the start page. This is the default command.
struct ScreensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screens", abstract: "Open the screens where you left them (the default command).")

    @OptionGroup var options: ScreenOptions

    @Option(help: "Open this session instead of the last one.", completion: .sessions)
    var session: String?

    func run() async throws {
        // Checked before the screens open, so that a wrong name is a plain error.
        if let session { _ = try SessionReader(path: SessionStore().path(of: session)) }
        try await Screens.open(session.map(EffectRunner.Beginning.session) ?? .last, options)
    }
}

/// Plays a recorded session in the screens, without a model.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play a session in the screens in its own time, without a model.")

    @Argument(help: "A session's file, or its name from 'erank sessions list'.", completion: .sessions)
    var session: String

    @Option(parsing: .unconditional, help: "The speed relative to the original, from 0.25 to 64.")
    var speed: Double = 1

    @OptionGroup var options: ScreenOptions

    func validate() throws {
        if !(speed >= 0.25 && speed <= 64) { throw ValidationError("--speed must be from 0.25 to 64, not \(speed)") }
    }

    func run() async throws {
        let path = SessionStore().path(of: session)
        // Checked before the screens open, so that a wrong name is a plain error.
        _ = try SessionReader(path: path)
        try await Screens.open(.replay(path), options, speed: speed)
    }
}

/// Prints the current key bindings, in the form of the article Keys.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Print the current key bindings as Markdown.",
        discussion: """
            Your own key bindings are in $ERANK_KEYS; without it, in $XDG_CONFIG_HOME/erank/keys (~/.config/erank/keys). A line \
            has a command and its keys, such as 'run F5'. With a context in front, as in 'judge.skip x', the keys work only \
            there. 'none' removes the keys of a command. The last column of each table has the names of the commands. Invalid \
            lines are skipped, with a message on standard error.
            """)

    func run() throws {
        let keys = KeysFile.own()
        for problem in keys.problems { StandardError.write("erank: \(problem)") }
        try StandardOutput.write(Keymap(keys.tables, scale: .graded).markdown)
    }
}

/// Opens the screens and returns when the user leaves them.
enum Screens {
    /// Checks that both streams are a terminal, before anything is written or loaded.
    static func checkTerminal() throws(TerminalError) {
        for (descriptor, name) in [(STDIN_FILENO, "standard input"), (STDOUT_FILENO, "standard output")] {
            guard isatty(descriptor) == 1 else { throw .notATerminal(stream: name) }
        }
    }

    @MainActor
    static func open(_ beginning: EffectRunner.Beginning, _ options: ScreenOptions, speed: Double = 1) throws {
        let environment = ProcessInfo.processInfo.environment
        let engine = try options.resources.engine(priority: .behindScreen)
        let terminal = TerminalOptions(glyphs: options.ascii ? .ascii : nil, mouse: !options.noMouse)
        let screen = try NcursesScreen(options: terminal)
        defer { screen.close() }
        let mailbox = try Mailbox<InspectorEvent>()
        let post: @Sendable (InspectorEvent) -> Void = { mailbox.post($0) }
        let models = ModelLoader(options: engine, post: post)
        let runner = EffectRunner(
            models: models, store: SessionStore(), demos: try DemoTopic.all(), replaySpeed: speed, post: post)
        var app = InteractiveApp(
            size: screen.size, theme: theme(screen.capabilities, options, environment), reducesMotion: options.reducedMotion,
            opening: runner.opening(beginning), keys: KeysFile.own(environment), runner: runner)
        runner.begin(beginning, model: options.model)
        StandardError.redirect { post(.notice(Notice(.information, $0.replacing("erank: warning: ", with: "")))) }
        EventLoop.run(&app, on: screen, mailbox: mailbox)
        StandardError.redirect(to: nil)
        if !screen.isGone, let left = app.whatIsLeft { StandardError.write("erank: \(left)") }
        runner.warnings.forEach { StandardError.write("erank: warning: \($0)") }
        guard !screen.isGone, let last = runner.losses.popLast() else {
            return runner.losses.forEach { StandardError.write("erank: \($0)") }
        }
        runner.losses.forEach { StandardError.write("erank: \($0)") }
        throw last
    }

    private static func theme(_ capabilities: Capabilities, _ options: ScreenOptions, _ environment: [String: String]) -> Theme {
        let palette: Theme.Palette =
            switch capabilities.colors {
            case .palette256: .full
            case .sixteen, .eight: .sixteen
            case .none: .none
            }
        return Theme(palette: palette, isASCII: capabilities.glyphs == .ascii, isLight: isLight(options, environment))
    }

    /// Many terminals put their colours into COLORFGBG, with the background last; 7 and 15 are light.
    private static func isLight(_ options: ScreenOptions, _ environment: [String: String]) -> Bool {
        if let background = options.background { return background == .light }
        let last = environment["COLORFGBG"]?.split(separator: ";").last
        return last == "7" || last == "15"
    }
}
