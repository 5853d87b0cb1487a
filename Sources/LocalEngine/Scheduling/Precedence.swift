/// The order in which streams and questions may take pages from each other: a smaller value may take them from a larger one. An
/// earlier stream comes first, directly followed by its questions in their order.
struct Precedence: Comparable {
    var stream: Int
    /// 0 for the stream itself, the question's identifier (from 1) for a question.
    var readout = 0

    static func < (one: Precedence, other: Precedence) -> Bool {
        (one.stream, one.readout) < (other.stream, other.readout)
    }
}
