/// Events that follow each other in a session: the tokens packed, and between them the few others.
struct EventBatch: Sendable {
    var tokens = TokenBatch()
    private var others: [(event: TimedEvent, tokensBefore: Int)] = []

    var isEmpty: Bool { tokens.tokens.isEmpty && others.isEmpty }

    /// As much as a core's cache holds, or a few events that may be large.
    var isFull: Bool { tokens.pieces.count >= 1 << 13 || others.count >= 256 }

    mutating func append(_ event: TimedEvent) { others.append((event, tokens.tokens.count)) }

    /// Takes its events into the state, in their order.
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
