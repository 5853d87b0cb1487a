/// The grades a judge may give, from the lowest to the highest, each with its words and its key.
///
/// A scale always has two grades or more, values that rise, one key for each, and a grade above 0: `init` gives nil for anything else, so that
/// nobody who holds a scale need check it.
public struct GradeScale: Sendable, Hashable {
    /// "0-1", "0-3", "0-10", or the name of the file it was read from. Every judgment records it.
    public let name: String
    /// Ascending.
    public let grades: [Grade]

    public struct Grade: Sendable, Hashable, Codable {
        /// -1000...1000. As in qrels, 0 and less are not relevant.
        public let value: Int
        /// What it means, in a few words.
        public let label: String
        /// The one character that gives it.
        public let key: String

        public init(value: Int, label: String, key: String) {
            self.value = value
            self.label = label
            self.key = key
        }
    }

    /// nil where the grades are no scale: see `problem(with:)`.
    public init?(name: String, grades: [Grade]) {
        guard Self.problem(with: grades) == nil else { return nil }
        self.init(known: name, grades)
    }

    private init(known name: String, _ grades: [Grade]) {
        self.name = name
        self.grades = grades
    }

    /// What keeps grades from being a scale, to follow "it"; nil where nothing does.
    static func problem(with grades: [Grade]) -> String? {
        if grades.count < 2 { return "has fewer than two grades" }
        for (lower, higher) in zip(grades, grades.dropFirst()) where lower.value >= higher.value {
            return "has grades that do not rise"
        }
        if let key = grades.map(\.key).first(where: { !isKey($0) }) {
            return "has \"\(key)\" where one visible character is a key"
        }
        if Set(grades.map(\.key)).count < grades.count { return "gives two grades one key" }
        guard let lowest = grades.first?.value, let highest = grades.last?.value, lowest >= -1000, highest <= 1000 else {
            return "has grades outside -1000 to 1000"
        }
        return highest > 0 ? nil : "has no grade above 0, so nothing could be relevant"
    }

    /// Whether a text is one character that a keyboard types and a legend can show.
    static func isKey(_ text: String) -> Bool {
        guard text.count == 1, let key = text.first else { return false }
        return key.isLetter || key.isNumber || key.isPunctuation || key.isSymbol
    }

    // MARK: Grades

    /// The smallest grade above 0: relevant, for measures that only ask whether.
    public var lowestRelevant: Int { grades.first { $0.value > 0 }?.value ?? 1 }

    public var range: ClosedRange<Int> { (grades.first?.value ?? 0)...(grades.last?.value ?? 1) }

    public func grade(_ value: Int) -> Grade? { grades.first { $0.value == value } }

    public func grade(key: String) -> Grade? { grades.first { $0.key == key } }

    /// A grade as a share of the highest, in 0...1; negative ones are 0.
    public func share(of value: Int) -> Double { min(1, Double(max(0, value)) / Double(max(1, range.upperBound))) }
}

extension GradeScale {
    /// Not relevant, relevant.
    public static let binary = GradeScale(
        known: "0-1", [Grade(value: 0, label: "not relevant", key: "0"), Grade(value: 1, label: "relevant", key: "1")])

    /// TREC's four: https://trec.nist.gov/data/deep2019.html.
    public static let graded = GradeScale(
        known: "0-3",
        ["not relevant", "related", "highly relevant", "perfectly relevant"].enumerated().map {
            Grade(value: $0, label: $1, key: String($0))
        })

    /// The model's own scale. 10 is given by `t`, for ten.
    public static let tenths = GradeScale(
        known: "0-10",
        (0...10).map { value in
            let label = [0: "not relevant", 5: "half relevant", 10: "perfectly relevant"][value] ?? ""
            return Grade(value: value, label: label, key: value < 10 ? String(value) : "t")
        })

    /// Those that have names.
    public static let all = [binary, graded, tenths]
}

extension GradeScale: Codable {
    private enum CodingKeys: CodingKey { case name, grades }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let grades = try container.decode([Grade].self, forKey: .grades)
        if let problem = Self.problem(with: grades) {
            throw DecodingError.dataCorruptedError(forKey: .grades, in: container, debugDescription: "the scale \(problem)")
        }
        self.init(known: try container.decode(String.self, forKey: .name), grades)
    }
}
