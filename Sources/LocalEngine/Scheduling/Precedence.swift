/// Who may take pages from whom: the stream that came first has precedence, its own questions follow it in their order.
struct Precedence: Comparable {
    var stream: Int
    /// 0 for the stream itself; the identifiers of questions begin at 1.
    var readout = 0

    static func < (one: Precedence, other: Precedence) -> Bool {
        (one.stream, one.readout) < (other.stream, other.readout)
    }
}
