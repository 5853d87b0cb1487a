import Foundation

/// One thread, one loop: waits for the terminal, the mailbox and the clock, hands over what happened, and paints. A key
/// is painted at once; what streams in from other threads is painted thirty times a second at most.
public enum EventLoop {
    static let frame: Duration = .milliseconds(33)
    /// How long messages are taken in before the keyboard is looked at again, so that a flood of them delays no key by more.
    static let patience: Duration = .milliseconds(3)

    /// A picture that stands on the terminal now.
    public struct Painting: Sendable {
        /// What the terminal reported (keys above all) since the picture before: this one is the first to show it.
        public var events: Int
        /// What it took to draw the picture and write it to the terminal.
        public var duration: Duration
        public var at: ContinuousClock.Instant
    }

    /// Runs until the app asks for the end or the terminal is gone. The screen is closed by whoever opened it.
    ///
    /// - Parameter painted: told of each picture as soon as the terminal has it: where one measures.
    @MainActor
    public static func run<App: TerminalApp>(
        _ app: inout App, on screen: NcursesScreen, mailbox: Mailbox<App.Message>, painted tell: (Painting) -> Void = { _ in }
    ) {
        let clock = ContinuousClock()
        var painted = clock.now - frame
        var ticked = clock.now
        var isDirty = true
        var isOver = false
        var unpainted = 0
        var backlog: ArraySlice<App.Message> = []

        /// Hands one input over and does what is asked for; what comes of that is handed over in turn.
        func take(_ input: TerminalInput<App.Message>) {
            isDirty = true
            for request in app.handle(input) {
                if case .end = request { isOver = true }
                for event in screen.perform(request) { take(.terminal(event)) }
            }
        }

        func paint() {
            let start = clock.now
            screen.show(app.render(screen.size))
            painted = clock.now
            tell(Painting(events: unpainted, duration: start.duration(to: painted), at: painted))
            (isDirty, unpainted) = (false, 0)
        }

        /// Takes messages in, in their order, until there are none or the time is up.
        func takeMessages() {
            let start = clock.now
            repeat {
                if backlog.isEmpty { backlog = mailbox.take()[...] }
                guard let message = backlog.popFirst() else { return }
                take(.message(message))
            } while start.duration(to: clock.now) < patience
        }

        while !isOver {
            if isDirty, painted.duration(to: clock.now) >= frame { paint() }
            var waits: [Duration] = []
            if !backlog.isEmpty { waits.append(.zero) }
            if isDirty { waits.append(frame - painted.duration(to: clock.now)) }
            if let interval = app.tickInterval { waits.append(max(interval, frame) - ticked.duration(to: clock.now)) }

            screen.wait(alsoFor: mailbox.descriptor, atMost: waits.min())

            for event in screen.events() {
                take(.terminal(event))
                unpainted += 1
            }
            // Before anything else is taken in: a key is answered in the time of one picture, whatever streams.
            if unpainted > 0, !isOver { paint() }
            takeMessages()
            if let interval = app.tickInterval {
                if ticked.duration(to: clock.now) >= max(interval, frame) {
                    ticked = clock.now
                    take(.tick)
                }
            } else {
                ticked = clock.now
            }
            if screen.isGone {
                take(.terminated)
                isOver = true
            }
        }
    }
}
