/// The grades that a judge may give, from lowest to highest, each with a label and a key.
///
/// A scale always has at least two grades, ascending values, a different key for each grade, and a grade above 0. `init`
/// returns nil for anything else, so a scale never needs to be checked.
public struct GradeScale: Sendable, Hashable {
    /// "0-1", "0-3", "0-10", or the name of the scale's file. Every judgment records it.
    public let name: String
    /// Ascending.
    public let grades: [Grade]

    /// One grade of a scale.
    public struct Grade: Sendable, Hashable, Codable {
        /// From -1000 to 1000. As in qrels, 0 and negative grades are not relevant.
        public let value: Int
        /// The meaning, in a few words; may be empty.
        public let label: String
        /// The key that gives this grade: one character.
        public let key: String

        /// A grade with these values.
        public init(value: Int, label: String, key: String) {
            self.value = value
            self.label = label
            self.key = key
        }
    }

    /// nil if the grades are not a scale; see `problem(with:)`.
    public init?(name: String, grades: [Grade]) {
        guard Self.problem(with: grades) == nil else { return nil }
        self.init(known: name, grades)
    }

    private init(known name: String, _ grades: [Grade]) {
        self.name = name
        self.grades = grades
    }

    /// Why the grades are not a scale, as the end of a sentence that begins with "it"; nil if they are one.
    static func problem(with grades: [Grade]) -> String? {
        if grades.count < 2 { return "has fewer than two grades" }
        for (lower, higher) in zip(grades, grades.dropFirst()) where lower.value >= higher.value {
            return "has grades that are not in ascending order"
        }
        if let key = grades.map(\.key).first(where: { !isKey($0) }) {
            return "has the key \"\(key)\", and a key is one visible character"
        }
        if Set(grades.map(\.key)).count < grades.count { return "has one key for two grades" }
        guard let lowest = grades.first?.value, let highest = grades.last?.value, lowest >= -1000, highest <= 1000 else {
            return "has grades outside -1000 to 1000"
        }
        return highest > 0 ? nil : "has no grade above 0, so nothing could be relevant"
    }

    /// True if the text is one character that can be typed and displayed.
    static func isKey(_ text: String) -> Bool {
        guard text.count == 1, let key = text.first else { return false }
        return key.isLetter || key.isNumber || key.isPunctuation || key.isSymbol
    }

    // MARK: Grades

    /// The lowest grade above 0. It is the relevance level of binary measures.
    public var lowestRelevant: Int { grades.first { $0.value > 0 }?.value ?? 1 }

    /// From the lowest to the highest grade.
    public var range: ClosedRange<Int> { (grades.first?.value ?? 0)...(grades.last?.value ?? 1) }

    /// The grade with this value; nil if the scale has none.
    public func grade(_ value: Int) -> Grade? { grades.first { $0.value == value } }

    /// The grade with this key; nil if the scale has none.
    public func grade(key: String) -> Grade? { grades.first { $0.key == key } }

    /// A grade as a share of the highest grade, in 0...1; negative grades give 0.
    public func share(of value: Int) -> Double { min(1, Double(max(0, value)) / Double(max(1, range.upperBound))) }
}

extension GradeScale {
    /// Two grades: not relevant, relevant.
    public static let binary = GradeScale(
        known: "0-1", [Grade(value: 0, label: "not relevant", key: "0"), Grade(value: 1, label: "relevant", key: "1")])

    /// TREC's four grades: https://trec.nist.gov/data/deep2019.html.
    public static let graded = GradeScale(
        known: "0-3",
        ["not relevant", "related", "highly relevant", "perfectly relevant"].enumerated().map {
            Grade(value: $0, label: $1, key: String($0))
        })

    /// The eleven grades of the model's own scale, 0 to 10. The key of 10 is `t`, for ten.
    public static let tenths = GradeScale(
        known: "0-10",
        (0...10).map { value in
            let label = [0: "not relevant", 5: "half relevant", 10: "perfectly relevant"][value] ?? ""
            return Grade(value: value, label: label, key: value < 10 ? String(value) : "t")
        })

    /// The scales that have names.
    public static let all = [binary, graded, tenths]
}

extension GradeScale: Codable {
    private enum CodingKeys: CodingKey { case name, grades }

    /// - Throws: `DecodingError` if the grades are not a scale.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let grades = try container.decode([Grade].self, forKey: .grades)
        if let problem = Self.problem(with: grades) {
            throw DecodingError.dataCorruptedError(forKey: .grades, in: container, debugDescription: "the scale \(problem)")
        }
        self.init(known: try container.decode(String.self, forKey: .name), grades)
    }
}
