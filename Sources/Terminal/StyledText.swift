/// Text in which stretches have styles of their own: tokens coloured by probability, matches of a search. Wrap
/// `text` with `TerminalText.wrap` and write each line's range with `Grid.write`.
public struct StyledText: Sendable, Hashable {
    public private(set) var text = ""
    /// In order and without gaps: each run ends at a UTF-8 offset of `text`, where the next begins.
    private(set) var runs: [Run] = []

    struct Run: Sendable, Hashable {
        var end: Int
        var style: Style
    }

    public init() {}

    public init(_ text: String, style: Style = .plain) {
        append(text, style: style)
    }

    public var isEmpty: Bool { text.isEmpty }

    /// O(length of what is added).
    public mutating func append(_ more: String, style: Style = .plain) {
        guard !more.isEmpty else { return }
        text += more
        let end = text.utf8.count
        if let last = runs.last, last.style == style {
            runs[runs.count - 1].end = end
        } else {
            runs.append(Run(end: end, style: style))
        }
    }

    /// Changes the style of a part of the text, say to underline the matches of a search. O(number of runs).
    public mutating func restyle(_ range: Range<String.Index>, _ change: (inout Style) -> Void) {
        let lower = offset(max(range.lowerBound, text.startIndex))
        let upper = offset(min(range.upperBound, text.endIndex))
        guard lower < upper else { return }
        var changed: [Run] = []
        var begin = 0
        for run in runs {
            let middle = (max(begin, lower), min(run.end, upper))
            if middle.0 < middle.1 {
                if begin < middle.0 { changed.append(Run(end: middle.0, style: run.style)) }
                var style = run.style
                change(&style)
                changed.append(Run(end: middle.1, style: style))
                if middle.1 < run.end { changed.append(run) }
            } else {
                changed.append(run)
            }
            begin = run.end
        }
        runs = changed
    }

    /// The style at a place of `text`. O(log runs).
    public func style(at index: String.Index) -> Style {
        let run = firstRun(endingAfter: offset(index))
        return run < runs.count ? runs[run].style : .plain
    }

    func offset(_ index: String.Index) -> Int {
        text.utf8.distance(from: text.utf8.startIndex, to: index)
    }

    func firstRun(endingAfter offset: Int) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
