/// How often one judge gave one grade where another gave another.
public struct ConfusionTable: Sendable, Hashable {
    /// Whose grades are the rows, and whose the columns.
    public let judges: [String]
    /// The scale, and every grade that was given.
    public let grades: [Int]
    private let counts: [Cell: Int]

    private struct Cell: Hashable { var row, column: Int }

    /// Items that the rows' judge graded `row` and the columns' judge `column`.
    public subscript(row: Int, column: Int) -> Int { counts[Cell(row: row, column: column)] ?? 0 }

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
