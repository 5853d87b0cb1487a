/// The state of a FIFO lock: whether it is held, and the callers in line for it.
///
/// A caller waits only for the callers that asked before it. So among `n` callers that ask again and again, each waits for at
/// most one turn of each of the `n - 1` others. This is a plain value without threads or locks; `FairTurn` adds both.
struct TurnOrder<Caller> {
    private(set) var isTaken = false
    /// In the order in which they asked.
    private(set) var line: [Caller] = []

    /// Asks for the turn.
    ///
    /// - Parameter caller: evaluated only if the caller has to wait.
    /// - Returns: nil if the caller has the turn now. Otherwise the caller's entry in the line, which a later `pass` returns.
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
    /// - Returns: the caller that has the turn now; nil if nobody waits.
    mutating func pass() -> Caller? {
        guard line.isEmpty else { return line.removeFirst() }
        isTaken = false
        return nil
    }
}
