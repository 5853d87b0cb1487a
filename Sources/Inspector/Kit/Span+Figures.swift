extension Span {
    /// A figure with three decimals; a dash where there is none.
    static func figure(_ value: Double?, _ role: Theme.Role) -> Span {
        value.map { Span(Figures.fixed($0, 3), role) } ?? Span("-", .quiet)
    }

    /// What a figure gained or lost.
    static func change(from base: Double?, to value: Double?) -> Span {
        guard let base, let value else { return Span("-", .quiet) }
        let change = value - base
        if abs(change) < 5e-7 { return Span("=", .quiet) }
        // Two that differ by less than what is shown are not equal.
        let size = abs(change) < 0.0005 ? "0.000" : Figures.fixed(abs(change), 3)
        return Span((change > 0 ? "+" : "-") + size, change > 0 ? .up : .down)
    }

    /// The ranks gained, or lost.
    static func move(_ ranks: Int) -> Span {
        ranks == 0 ? Span("=", .quiet) : ranks > 0 ? Span("+\(ranks)", .up) : Span("\(ranks)", .down)
    }
}
