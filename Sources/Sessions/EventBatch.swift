/// Consecutive events of a session: the tokens in packed form, and the other events with their positions between the tokens.
struct EventBatch: Sendable {
    var tokens = TokenBatch()
    private var others: [(event: TimedEvent, tokensBefore: Int)] = []

    var isEmpty: Bool { tokens.tokens.isEmpty && others.isEmpty }

    /// True at about the size of a core's cache, or after some events that may be large.
    var isFull: Bool { tokens.pieces.count >= 1 << 13 || others.count >= 256 }

    mutating func append(_ event: TimedEvent) { others.append((event, tokens.tokens.count)) }

    /// Applies its events to the state, in their order.
    func fold(into state: inout SessionState) {
        var done = 0
        for other in others {
            for token in done..<other.tokensBefore { state.apply(token, of: tokens) }
            state.apply(other.event)
            done = other.tokensBefore
        }
        for token in done..<tokens.tokens.count { state.apply(token, of: tokens) }
    }
}
