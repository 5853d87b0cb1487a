import Relevance
import Reranking

/// The stops of one thought, in order, to the answer itself, and what is told by them together.
public struct StopCurve: Sendable {
    /// In the order of the thought; never empty.
    public let stops: [Stop]
    /// The expected score at each stop with another closing text; nil where none was tried there.
    public let second: [Double?]
    /// Whether the last one is the answer itself: of a thought that is under way or was cancelled, more may come.
    public let isWhole: Bool
    /// How the thought went on freely from some points.
    public let free: [FreeAnswers]
    /// The expected score at each stop, and the answer that would be given.
    private let expected: [Double]
    private let answers: [Int?]

    /// The curve of a document; nil where its thought was stopped nowhere. O(stops).
    public init?(_ progress: DocumentProgress) {
        self.init(
            progress.stopsToTheEnd, isWhole: progress.result?.distribution != nil, second: progress.secondStops,
            continuations: progress.continuations)
    }

    /// The curve of these stops, which are in order; nil without any.
    public init?(_ stops: [Stop], isWhole: Bool = true, second: [Stop] = [], continuations: [Continuation] = []) {
        guard !stops.isEmpty else { return nil }
        self.stops = stops
        self.isWhole = isWhole
        let others = Dictionary(second.map { ($0.afterTokens, $0.distribution.expected) }) { $1 }
        self.second = stops.map { others[$0.afterTokens] }
        free = FreeAnswers.all(of: continuations)
        expected = stops.map(\.distribution.expected)
        answers = stops.map(\.distribution.peak)
    }

    /// The place of the last stop at or before a number of tokens; the first stop where none is. O(log stops).
    public func place(after tokens: Int) -> Int {
        var (low, high) = (0, stops.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if stops[middle].afterTokens <= tokens { low = middle } else { high = middle }
        }
        return low
    }

    /// The expected score at a place of `stops`. O(1).
    public func expected(at place: Int) -> Double { expected[place] }

    /// How the thought went on freely from the stop at a place, or from a token behind it and before the next stop; the last of
    /// several.
    public func free(at place: Int) -> FreeAnswers? {
        let end = stops.indices.contains(place + 1) ? stops[place + 1].afterTokens : .max
        return free.last { (stops[place].afterTokens..<max(end, stops[place].afterTokens)).contains($0.afterTokens) }
    }

    /// From this place on, the most probable answer is the last one's.
    public var settled: Int {
        let last = answers[answers.count - 1]
        return (answers.lastIndex { $0 != last } ?? -1) + 1
    }

    /// The stretch between two stops over which the expected score changed most.
    public struct Shift: Sendable, Equatable {
        /// The tokens of the stretch.
        public var tokens: Range<Int>
        /// The expected score after it less that before it.
        public var change: Double
    }

    /// The largest shift, the first of equals; nil where the expected score never changed.
    public var largestShift: Shift? {
        let places = stops.indices.dropFirst()
        guard let place = places.max(by: { (abs(change(to: $0)), $1) < (abs(change(to: $1)), $0) }), change(to: place) != 0 else {
            return nil
        }
        return Shift(tokens: stops[place - 1].afterTokens..<stops[place].afterTokens, change: change(to: place))
    }

    private func change(to place: Int) -> Double { expected[place] - expected[place - 1] }
}
