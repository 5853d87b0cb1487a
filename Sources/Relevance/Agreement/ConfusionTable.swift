/// How often two judges gave each pair of grades.
public struct ConfusionTable: Sendable, Hashable {
    /// Two names: the judge of the rows and the judge of the columns.
    public let judges: [String]
    /// The grades of the scale and all other grades that were given, ascending.
    public let grades: [Int]
    private let counts: [Cell: Int]

    private struct Cell: Hashable { var row, column: Int }

    /// The number of items that the judge of the rows graded `row` and the judge of the columns graded `column`.
    public subscript(row: Int, column: Int) -> Int { counts[Cell(row: row, column: column)] ?? 0 }

    /// The table of two judges, given by their indices in `table.judges`.
    ///
    /// - Complexity: O(n) for n items.
    public init(_ table: RatingTable, _ first: Int, _ second: Int) {
        var counts: [Cell: Int] = [:]
        table.forEachPair(first, second) {
            counts[Cell(row: table.grades[Int($0)], column: table.grades[Int($1)]), default: 0] += 1
        }
        judges = [first, second].map { table.judges.indices.contains($0) ? table.judges[$0] : "" }
        grades = table.grades
        self.counts = counts
    }
}
