import Foundation
import Testing

@testable import Terminal

/// Counts what it is told, and ends when told to.
@MainActor private struct Counter: TerminalApp {
    enum Message: Sendable { case number(Int), end, gone }
    var numbers: [Int] = []
    var ticks = 0
    var frames = 0
    var ticksWanted = 0
    var log: [String] = []

    var tickInterval: Duration? { ticks < ticksWanted ? .zero : nil }

    mutating func handle(_ input: TerminalInput<Message>) -> [ScreenRequest] {
        switch input {
        case .message(.number(let number)): numbers.append(number)
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
