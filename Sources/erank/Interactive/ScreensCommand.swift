import ArgumentParser
import Foundation
import Inspector
import LocalEngine
import Relevance
import Sessions
import Terminal

/// How the screens look and run, on every command that opens them.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The model: a name of 'erank models list', or a GGUF file.")
    var model: String?

    @Option(help: "Compute threads; one a core without it.")
    var threads: Int?

    @Flag(help: "Draw with ASCII alone.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal, for selecting text.")
    var noMouse = false

    @Flag(help: "Rows jump to their places instead of gliding.")
    var reducedMotion = false

    @Option(help: "The terminal's background: dark or light.")
    var background: Background?

    enum Background: String, ExpressibleByArgument, CaseIterable { case dark, light }

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1 to 1024") }
    }
}

/// `erank` alone: the last session, or the start page.
struct ScreensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screens", abstract: "Open the screens where you were (what erank alone does).")

    @OptionGroup var options: ScreenOptions

    @Option(help: "Open this session instead of the last one.")
    var session: String?

    func run() async throws {
        try await Screens.open(session.map(Workshop.Beginning.session) ?? .last, options)
    }
}

/// Plays a recorded session in the screens, without a model.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play a session in the screens at its own pace, without a model.")

    @Argument(help: "A session's file, or its name in 'erank sessions list'.")
    var session: String

    @Option(help: "Times faster than it was.")
    var speed: Double = 1

    @OptionGroup var options: ScreenOptions

    func validate() throws {
        if !(speed >= 0.25 && speed <= 64) { throw ValidationError("--speed takes a number from 0.25 to 64") }
    }

    func run() async throws {
        let path = SessionStore().path(of: session)
        // Before the screens open, so that a wrong name is a plain error.
        _ = try SessionReader(path: path)
        try await Screens.open(.replay(path), options, speed: speed)
    }
}

/// Prints the keymap that holds, as the README lists it.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Print all keys as they hold, as Markdown.",
        discussion: """
            Your own keys stand in $ERANK_KEYS, else in $XDG_CONFIG_HOME/erank/keys (~/.config/erank/keys): a command and its keys a line, such as
            'run F5'; with a place in front it holds there alone, as in 'judge.skip x'; 'none' takes a command's keys away. The last
            column of each table names the commands. A line that cannot hold is left out and said on standard error.
            """)

    func run() throws {
        let keys = KeysFile.own()
        for problem in keys.problems { StandardError.write("erank: \(problem)") }
        try StandardOutput.write(Keymap(keys.tables, scale: .graded).markdown)
    }
}

/// Opens the screens and stays until the person leaves.
enum Screens {
    @MainActor
    static func open(_ beginning: Workshop.Beginning, _ options: ScreenOptions, speed: Double = 1) throws {
        let environment = ProcessInfo.processInfo.environment
        let terminal = TerminalOptions(glyphs: options.ascii ? .ascii : nil, mouse: !options.noMouse)
        let screen = try NcursesScreen(options: terminal)
        defer { screen.close() }
        let mailbox = try Mailbox<InspectorEvent>()
        let post: @Sendable (InspectorEvent) -> Void = { mailbox.post($0) }
        let models = ModelDesk(options: EngineOptions(threads: options.threads, priority: .behindScreen), post: post)
        let workshop = Workshop(
            models: models, store: SessionStore(), demos: try DemoTopic.all(), replaySpeed: speed, post: post)
        var app = InteractiveApp(
            size: screen.size, theme: theme(screen.capabilities, options, environment), reducesMotion: options.reducedMotion,
            opening: workshop.opening(beginning), keys: KeysFile.own(environment), workshop: workshop)
        workshop.begin(beginning, model: options.model)
        EventLoop.run(&app, on: screen, mailbox: mailbox)
        guard !screen.isGone, let last = workshop.losses.popLast() else {
            return workshop.losses.forEach { StandardError.write("erank: \($0)") }
        }
        workshop.losses.forEach { StandardError.write("erank: \($0)") }
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

    /// Many terminals say their colours in COLORFGBG, background last: 7 and 15 are light.
    private static func isLight(_ options: ScreenOptions, _ environment: [String: String]) -> Bool {
        if let background = options.background { return background == .light }
        let last = environment["COLORFGBG"]?.split(separator: ";").last
        return last == "7" || last == "15"
    }
}
