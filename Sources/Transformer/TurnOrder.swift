/// Who has a turn, and who stands in line for it: first come, first served.
///
/// A caller that asks waits for those who asked before it and for nobody else. Of `n` callers that keep asking, each therefore
/// waits for at most one turn of each of the `n - 1` others, and the turn goes round among them. A value without threads or
/// locks: `FairTurn` adds both.
struct TurnOrder<Caller> {
    private(set) var isTaken = false
    /// In the order in which they asked.
    private(set) var line: [Caller] = []

    /// Asks for the turn.
    ///
    /// - Parameter caller: made only if it has to wait.
    /// - Returns: nil if the turn is the caller's now; else the caller as it stands in line, to be named by a later `pass`.
    mutating func ask(_ caller: @autoclosure () -> Caller) -> Caller? {
        guard isTaken else {
            isTaken = true
            return nil
        }
        let caller = caller()
        line.append(caller)
        return caller
    }

    /// Ends the turn. O(length of the line).
    ///
    /// - Returns: who has it now; nil if nobody waits.
    mutating func pass() -> Caller? {
        guard line.isEmpty else { return line.removeFirst() }
        isTaken = false
        return nil
    }
}
