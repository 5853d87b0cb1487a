/// A coefficient of agreement corrected for chance, or why there is none.
public enum Coefficient: Sendable, Hashable {
    /// 1 is complete agreement, 0 what chance alone would give, below 0 is less than chance.
    case value(Double)
    case undefined(Reason)

    public enum Reason: Sendable, Hashable, CaseIterable {
        /// No item has grades of two judges.
        case noOverlap
        /// Where grades can be compared they are all the same one: what chance would give cannot be told from agreement.
        case oneGrade
    }

    /// nil where it is not defined; never NaN.
    public var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }

    public var reason: Reason? {
        if case .undefined(let reason) = self { reason } else { nil }
    }
}

extension Coefficient.Reason: CustomStringConvertible {
    /// For people, in a line of a table.
    public var description: String {
        switch self {
        case .noOverlap: "no document has grades of two judges"
        case .oneGrade: "only one grade was ever given, so agreement cannot be told from chance"
        }
    }
}
