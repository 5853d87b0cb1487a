import Foundation

/// One thread, one loop: waits for the terminal, the mailbox and the clock, hands over what happened, and paints. A key
/// is painted at once; what streams in from other threads is painted thirty times a second at most.
public enum EventLoop {
    static let frame: Duration = .milliseconds(33)

    /// Runs until the app asks for the end or the terminal is gone. The screen is closed by whoever opened it.
    @MainActor
    public static func run<App: TerminalApp>(_ app: inout App, on screen: NcursesScreen, mailbox: Mailbox<App.Message>) {
        let clock = ContinuousClock()
        var painted = clock.now - frame
        var ticked = clock.now
        var isDirty = true
        var isUrgent = true
        var isOver = false

        /// Hands one input over and does what is asked for; what comes of that is handed over in turn.
        func take(_ input: TerminalInput<App.Message>) {
            isDirty = true
            for request in app.handle(input) {
                if case .end = request { isOver = true }
                for event in screen.perform(request) { take(.terminal(event)) }
            }
        }

        while !isOver {
            if isDirty, isUrgent || painted.duration(to: clock.now) >= frame {
                screen.show(app.render(screen.size))
                (isDirty, isUrgent, painted) = (false, false, clock.now)
            }
            var waits: [Duration] = []
            if isDirty { waits.append(frame - painted.duration(to: clock.now)) }
            if let interval = app.tickInterval { waits.append(max(interval, frame) - ticked.duration(to: clock.now)) }

            screen.wait(alsoFor: mailbox.descriptor, atMost: waits.min())

            for event in screen.events() {
                take(.terminal(event))
                isUrgent = true
            }
            for message in mailbox.take() { take(.message(message)) }
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
