/// The grades of several judges for the same items, with gaps: the input of every agreement coefficient.
///
///     let table = RatingTable(["ann": ["d1": 3, "d2": 0], "bob": ["d1": 2, "d2": 0]], scale: [0, 1, 2, 3])
///     table.agreement(0, 1).kappa.value       // Cohen's kappa
///     table.alpha(.ordinal).value             // Krippendorff's alpha
public struct RatingTable: Sendable, Hashable {
    /// The judges' names.
    public let judges: [String]
    /// The number of items.
    public let itemCount: Int
    /// Every grade of the scale and every given grade, ascending. The index of a grade in this list is its rank.
    public let grades: [Int]
    /// For each judge, the rank of each item's grade; `missing` if the judge did not grade it.
    let ranks: [[Int32]]

    static let missing: Int32 = -1

    /// A table from one row of grades per judge.
    ///
    /// - Parameters:
    ///   - judges: the judges' names.
    ///   - rows: for each judge one grade per item, nil where the judge gave none. Grades missing at the end of a row count
    ///     as nil.
    ///   - scale: the grades that could be given, in any order. The weighted kappas measure distance in steps of the scale,
    ///     so a grade that nobody used still counts as a step. An empty scale means the grades in use.
    /// - Complexity: O(n + k log k) for n cells and k grades.
    public init(judges: [String], rows: [[Int?]], scale: [Int] = []) {
        var known = Set(scale)
        for row in rows { for case let grade? in row { known.insert(grade) } }
        let grades = known.sorted()
        let rank = Dictionary(uniqueKeysWithValues: grades.enumerated().map { ($1, Int32($0)) })
        let count = rows.map(\.count).max() ?? 0
        self.judges = judges
        self.grades = grades
        itemCount = count
        ranks = judges.indices.map { judge in
            var column = [Int32](repeating: Self.missing, count: count)
            guard rows.indices.contains(judge) else { return column }
            for (item, grade) in rows[judge].enumerated() {
                if let grade { column[item] = rank[grade] ?? Self.missing }
            }
            return column
        }
    }

    /// A table from each judge's grades by item name. Judges are sorted by name.
    ///
    /// - Complexity: O(n + k log k) for n grades of which k differ.
    public init(_ grades: [String: [String: Int]], scale: [Int] = []) {
        let judges = grades.keys.sorted()
        var places: [String: Int] = [:]
        places.reserveCapacity(grades.values.map(\.count).max() ?? 0)
        var rows = [[Int?]](repeating: [], count: judges.count)
        for (row, judge) in judges.enumerated() {
            rows[row] = [Int?](repeating: nil, count: places.count)
            for (item, grade) in grades[judge] ?? [:] {
                let next = places.count
                let place = places[item, default: next]
                if place == next {
                    places[item] = next
                    rows[row].append(grade)
                } else {
                    rows[row][place] = grade
                }
            }
        }
        self.init(judges: judges, rows: rows, scale: scale)
    }

    /// Calls `body` with the ranks of every item that both judges graded.
    func forEachPair(_ first: Int, _ second: Int, _ body: (Int32, Int32) -> Void) {
        guard ranks.indices.contains(first), ranks.indices.contains(second) else { return }
        for (a, b) in zip(ranks[first], ranks[second]) where a >= 0 && b >= 0 { body(a, b) }
    }
}
