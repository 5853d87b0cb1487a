import Foundation
import Testing

@testable import Terminal

/// An app that records its inputs, and ends when a message says so.
@MainActor private struct Counter: TerminalApp {
    enum Message: Sendable { case number(Int), end, gone }
    var numbers: [Int] = []
    var ticks = 0
    var frames = 0
    var ticksWanted = 0
    var log: [String] = []
    /// How long the app takes to handle a message.
    var pause = Duration.zero
    var typing: (Int) -> Void = { _ in }
    /// The number of messages handled, readable while the loop runs.
    static var taken = 0

    var tickInterval: Duration? { ticks < ticksWanted ? .zero : nil }

    mutating func handle(_ input: TerminalInput<Message>) -> [ScreenRequest] {
        switch input {
        case .message(.number(let number)):
            let start = ContinuousClock.now
            while start.duration(to: .now) < pause {}
            numbers.append(number)
            typing(number)
            Self.taken = numbers.count
        case .message(.end): return [.end]
        case .message(.gone): return [.outside {}, .end]
        case .tick:
            ticks += 1
            if ticks == ticksWanted { return [.end] }
        case .terminal(let event): log.append("\(event)")
        case .terminated: log.append("terminated")
        }
        return []
    }

    mutating func render(_ size: Size) -> Grid {
        frames += 1
        var grid = Grid(size: size)
        grid.write("\(numbers.count)", at: Point(x: 0, y: 0))
        return grid
    }
}

extension NcursesScreenTests {
    private func run(_ app: Counter, _ mailbox: Mailbox<Counter.Message>) throws -> Counter {
        var app = app
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        let screen = try NcursesScreen(headless: Size(width: 20, height: 3), output: null)
        defer { screen.close() }
        EventLoop.run(&app, on: screen, mailbox: mailbox)
        return app
    }

    @Test func messagesOfAllThreadsArriveInOrderAndFramesAreFew() throws {
        let mailbox = try Mailbox<Counter.Message>()
        let finished = DispatchGroup()
        for thread in 0..<4 {
            finished.enter()
            Thread.detachNewThread {
                for number in 0..<5_000 { mailbox.post(.number(thread * 5_000 + number)) }
                finished.leave()
            }
        }
        finished.notify(queue: .global()) { mailbox.post(.end) }
        let app = try run(Counter(), mailbox)
        #expect(app.numbers.count == 20_000)
        for thread in 0..<4 {
            let own = app.numbers.filter { $0 / 5_000 == thread }
            #expect(own == Array(thread * 5_000..<(thread + 1) * 5_000))
        }
        #expect(app.frames >= 1)
        #expect(app.frames < 1_000)
    }

    /// However many messages wait and however long each takes, a key is painted before all of them have been handled.
    @Test func aFloodOfMessagesDelaysNoKey() throws {
        var (near, far): (Int32, Int32) = (-1, -1)
        var window = winsize(ws_row: 4, ws_col: 30, ws_xpixel: 0, ws_ypixel: 0)
        #expect(openpty(&near, &far, nil, nil, &window) == 0)
        let drained = Thread { [near] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(near, &bytes, bytes.count) > 0 {}
        }
        drained.start()
        let screen = try NcursesScreen(terminal: far)
        defer { screen.close() }
        #expect(screen.size == Size(width: 30, height: 4))

        let mailbox = try Mailbox<Counter.Message>()
        for number in 0..<200 { mailbox.post(.number(number)) }
        mailbox.post(.end)
        var app = Counter()
        // Each message uses up the budget, so the loop polls the keyboard after every message.
        app.pause = EventLoop.messageBudget
        app.typing = { if $0 == 5 { write(near, "j", 1) } }
        var takenAtTheKey: Int?
        var events = 0
        EventLoop.run(&app, on: screen, mailbox: mailbox) { painting in
            events += painting.events
            if painting.events > 0, takenAtTheKey == nil { takenAtTheKey = Counter.taken }
        }
        #expect(app.log == ["key(Terminal.Key.character(\"j\"))"])
        #expect(events == 1)
        #expect(app.numbers == Array(0..<200))
        #expect(try #require(takenAtTheKey) > 5 && #require(takenAtTheKey) < 200)
    }

    @Test func whatIsNoTerminalIsRefused() throws {
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(throws: TerminalError.notATerminal(stream: "descriptor \(null)")) { try NcursesScreen(terminal: null) }
    }

    @Test func ticksComeWhileTheyAreWanted() throws {
        let mailbox = try Mailbox<Counter.Message>()
        var counter = Counter()
        counter.ticksWanted = 3
        let app = try run(counter, mailbox)
        #expect(app.ticks == 3)
        #expect(app.frames >= 3)
    }

    @Test func aMailboxLosesNothingPostedBeforeTheLoop() throws {
        let mailbox = try Mailbox<Counter.Message>()
        for number in 0..<100_000 { mailbox.post(.number(number)) }
        mailbox.post(.end)
        let app = try run(Counter(), mailbox)
        #expect(app.numbers == Array(0..<100_000))
    }
}
