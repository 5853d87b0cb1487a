import Foundation

/// The event loop of the user interface, on one thread. It waits for the terminal, the mailbox and the clock, passes events to
/// the app, and paints. A key is painted at once. Messages from other threads are painted at most thirty times a second.
public enum EventLoop {
    static let frameInterval: Duration = .milliseconds(33)
    /// How long messages are handled before the terminal is polled again. So a flood of messages delays a key by no more than
    /// this.
    static let messageBudget: Duration = .milliseconds(3)

    /// A report on a frame that has been written to the terminal.
    public struct Painting: Sendable {
        /// The number of terminal events, mostly keys, since the frame before. This frame is the first one that shows their
        /// effect.
        public var events: Int
        /// The time to render the frame and write it to the terminal.
        public var duration: Duration
        /// When the frame had been written.
        public var at: ContinuousClock.Instant
    }

    /// Runs until the app requests the end or the terminal is gone. The caller must close the screen.
    ///
    /// - Parameters:
    ///   - app: takes the events and draws the frames.
    ///   - screen: shows the frames, and is where the events come from.
    ///   - mailbox: where other threads put messages for the app.
    ///   - tell: called after each frame, for measurements.
    @MainActor
    public static func run<App: TerminalApp>(
        _ app: inout App, on screen: NcursesScreen, mailbox: Mailbox<App.Message>, painted tell: (Painting) -> Void = { _ in }
    ) {
        let clock = ContinuousClock()
        var painted = clock.now - frameInterval
        var ticked = clock.now
        var isDirty = true
        var isOver = false
        var unpainted = 0
        var backlog: ArraySlice<App.Message> = []

        /// Passes one input to the app and performs the requests it returns. Events that result from them are passed on too.
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

        /// Passes messages to the app, in order, until there are none left or the time is used up.
        func takeMessages() {
            let start = clock.now
            repeat {
                if backlog.isEmpty { backlog = mailbox.take()[...] }
                guard let message = backlog.popFirst() else { return }
                take(.message(message))
            } while start.duration(to: clock.now) < messageBudget
        }

        while !isOver {
            if isDirty, painted.duration(to: clock.now) >= frameInterval { paint() }
            var waits: [Duration] = []
            if !backlog.isEmpty { waits.append(.zero) }
            if isDirty { waits.append(frameInterval - painted.duration(to: clock.now)) }
            if let interval = app.tickInterval { waits.append(max(interval, frameInterval) - ticked.duration(to: clock.now)) }

            screen.wait(alsoFor: mailbox.descriptor, atMost: waits.min())

            for event in screen.events() {
                take(.terminal(event))
                unpainted += 1
            }
            // Paint before handling messages, so that a key is answered within the time of one frame.
            if unpainted > 0, !isOver { paint() }
            takeMessages()
            if let interval = app.tickInterval {
                if ticked.duration(to: clock.now) >= max(interval, frameInterval) {
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
