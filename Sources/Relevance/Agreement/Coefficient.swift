/// A coefficient of agreement corrected for chance, or the reason why it is undefined.
public enum Coefficient: Sendable, Hashable {
    /// 1 is complete agreement, 0 is the agreement expected by chance, below 0 is less than that.
    case value(Double)
    /// The judgments do not determine the coefficient.
    case undefined(Reason)

    /// Why a coefficient is undefined.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// No item has grades of two judges.
        case noOverlap
        /// All comparable grades are the same one, so observed agreement cannot be told from agreement by chance.
        case oneGrade
    }

    /// The value; nil if the coefficient is undefined. Never NaN.
    public var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }

    /// The reason; nil if the coefficient is defined.
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
