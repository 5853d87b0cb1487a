/// What the program said: the message over the footer, and those before it.
struct Messages: Sendable {
    /// The message over the footer. The next key takes it away, or time.
    private(set) var shown: Notice?
    /// When it goes, in milliseconds of the frames' clock.
    private var end = 0
    /// The messages so far, oldest first; the oldest of very many are forgotten.
    private(set) var all: [Notice] = []

    private static let limit = 500

    /// Shows a message from a time on.
    mutating func say(_ notice: Notice, at frame: Int) {
        shown = notice
        end = frame + notice.milliseconds
        all.append(notice)
        if all.count > Self.limit { all.removeFirst(all.count - Self.limit) }
    }

    /// Takes the message from the footer when its time is over.
    mutating func pass(frame: Int) { if frame >= end { shown = nil } }

    /// Takes the message from the footer.
    mutating func clear() { shown = nil }
}
