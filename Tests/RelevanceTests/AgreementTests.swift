import Foundation
import Relevance
import TestSupport
import Testing

/// Kappa and alpha against published examples, against scikit-learn and krippendorff on random tables, and against their
/// definitions.
@Suite struct AgreementTests {
    /// Krippendorff 2011, part C: four observers, twelve units, gaps.
    private let krippendorff = RatingTable(
        judges: ["A", "B", "C", "D"],
        rows: [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
            [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
        ])

    @Test func krippendorffsOwnExample() throws {
        let alphas = try RatingTable.Level.allCases.map { try #require(krippendorff.alpha($0).value) }
        #expect(alphas.map { ($0 * 1000).rounded() / 1000 } == [0.743, 0.815, 0.849])
    }

    /// The grades of two judges from a table of counts.
    private func table(_ counts: [[Int]]) -> RatingTable {
        var rows: [[Int?]] = [[], []]
        for (i, row) in counts.enumerated() {
            for (j, count) in row.enumerated() {
                rows[0] += [Int?](repeating: i, count: count)
                rows[1] += [Int?](repeating: j, count: count)
            }
        }
        return RatingTable(judges: ["A", "B"], rows: rows, scale: Array(counts.indices))
    }

    /// Cohen 1968, table 1: two judges, 200 cases, three diagnoses; observed .70, by chance .41, kappa .492.
    @Test func cohensOwnExample() throws {
        let pair = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]).agreement(0, 1)
        #expect(pair.count == 200 && pair.raw == 0.7)
        let kappa = try #require(pair.kappa.value)
        #expect(abs(kappa - (0.70 - 0.41) / (1 - 0.41)) < 1e-12)
        #expect((kappa * 1000).rounded() == 492)
    }

    /// SAS/STAT User's Guide, the FREQ procedure's agreement study: two dermatologists, four grades of a skin condition;
    /// simple kappa .3449, weighted (linear) .5082.
    @Test func aSkinCondition() throws {
        let pair = table([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]).agreement(0, 1)
        let kappas = try [pair.kappa, pair.linearKappa].map { try #require($0.value) }
        #expect(pair.count == 88 && kappas.map { ($0 * 10000).rounded() } == [3449, 5082])
    }

    struct Case: Decodable {
        var scale: [Int]
        var rows: [[Int?]]
        var pairs: [Pair]
        var alpha: [String: Double?]
        struct Pair: Decodable {
            var count: Int
            var raw, kappa, linear, quadratic: Double?
        }
    }

    private func same(_ ours: Double?, _ theirs: Double?) -> Bool {
        switch (ours, theirs) {
        case (nil, nil): true
        case (let a?, let b?): abs(a - b) < 1e-9
        default: false
        }
    }

    @Test func theLibrariesOnRandomTables() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/agreement.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: path))
        #expect(cases.count == 120)
        for (number, one) in cases.enumerated() {
            let table = RatingTable(judges: one.rows.indices.map(String.init), rows: one.rows, scale: one.scale)
            let pairs = table.pairs
            #expect(pairs.count == one.pairs.count)
            for (ours, theirs) in zip(pairs, one.pairs) {
                #expect(ours.count == theirs.count && same(ours.raw, theirs.raw), "table \(number)")
                #expect(same(ours.kappa.value, theirs.kappa), "table \(number), judges \(ours.judges)")
                #expect(same(ours.linearKappa.value, theirs.linear), "table \(number), judges \(ours.judges)")
                #expect(same(ours.quadraticKappa.value, theirs.quadratic), "table \(number), judges \(ours.judges)")
            }
            for level in RatingTable.Level.allCases {
                #expect(same(table.alpha(level).value, one.alpha[level.rawValue] ?? nil), "table \(number), \(level)")
            }
        }
    }

    /// A random table that would show small mistakes in the closed forms.
    private func random(_ generator: inout Mutator) -> RatingTable {
        let grades = (0..<Int.random(in: 2...7, using: &generator)).map { _ in Int.random(in: -3...12, using: &generator) }
        let rows = (0..<Int.random(in: 2...6, using: &generator)).map { _ in
            (0..<40).map { _ in Bool.random(using: &generator) ? grades.randomElement(using: &generator) : nil }
        }
        return RatingTable(judges: rows.indices.map(String.init), rows: rows, scale: grades)
    }

    @Test func neitherTheOrderOfJudgesNorOfItemsMatters() {
        var generator = Mutator(seed: 31, words: [])
        for _ in 0..<100 {
            let scale = Array(0...3)
            let rows: [[Int?]] = (0..<4).map { _ in
                (0..<30).map { _ in Int.random(in: 0...5, using: &generator) > 1 ? Int.random(in: 0...3, using: &generator) : nil
                }
            }
            let order = Array(0..<30).shuffled(using: &generator)
            let turned = rows.reversed().map { row in order.map { row[$0] } }
            let (one, other) = (
                RatingTable(judges: ["a", "b", "c", "d"], rows: rows, scale: scale),
                RatingTable(judges: ["d", "c", "b", "a"], rows: Array(turned), scale: scale)
            )
            for level in RatingTable.Level.allCases { #expect(same(one.alpha(level).value, other.alpha(level).value)) }
            #expect(same(one.agreement(0, 1).kappa.value, other.agreement(2, 3).kappa.value))
            #expect(same(one.agreement(0, 1).linearKappa.value, other.agreement(3, 2).linearKappa.value))
            #expect(same(one.agreement(0, 1).quadraticKappa.value, other.agreement(3, 2).quadraticKappa.value))
        }
    }

    @Test func fullAgreementIsExactlyOne() {
        var generator = Mutator(seed: 32, words: [])
        for _ in 0..<100 {
            let row: [Int?] = (0..<50).map { _ in Int.random(in: 0...10, using: &generator) }
            guard Set(row).count > 1 else { continue }
            let table = RatingTable(judges: ["a", "b", "c"], rows: [row, row, row])
            #expect(RatingTable.Level.allCases.allSatisfy { table.alpha($0) == .value(1) })
            let pair = table.agreement(0, 2)
            #expect(pair.kappa == .value(1) && pair.linearKappa == .value(1) && pair.quadraticKappa == .value(1))
        }
    }

    /// The two orders of a pair are different cells, and every item that both graded is in one cell.
    @Test func theConfusionTableHoldsThePair() {
        var generator = Mutator(seed: 33, words: [])
        for _ in 0..<50 {
            let table = random(&generator)
            let (one, other) = (ConfusionTable(table, 0, 1), ConfusionTable(table, 1, 0))
            let cells = one.grades.flatMap { row in one.grades.map { (row, $0) } }
            let pair = table.agreement(0, 1)
            #expect(cells.reduce(0) { $0 + one[$1.0, $1.1] } == pair.count)
            #expect(cells.allSatisfy { one[$0.0, $0.1] == other[$0.1, $0.0] })
            #expect(one.grades.reduce(0) { $0 + one[$1, $1] } == Int(((pair.raw ?? 0) * Double(pair.count)).rounded()))
        }
    }

    @Test func aTableByNamesIsTheSameTable() {
        let named = RatingTable(["b": ["x": 1, "y": 2], "a": ["y": 2, "z": 0], "c": [:]], scale: [0, 1, 2])
        #expect(named.judges == ["a", "b", "c"] && named.itemCount == 3)
        #expect(named.agreement(0, 1).count == 1 && named.agreement(0, 1).raw == 1)
        #expect(named.agreement(0, 2).kappa == .undefined(.noOverlap))
    }

    @Test func whatIsNotDefinedSaysWhy() {
        let alone = RatingTable(judges: ["a", "b"], rows: [[1, nil], [nil, 2]])
        #expect(alone.agreement(0, 1).kappa == .undefined(.noOverlap) && alone.agreement(0, 1).raw == nil)
        #expect(alone.alpha(.ordinal) == .undefined(.noOverlap))
        let one = RatingTable(judges: ["a", "b"], rows: [[3, 3], [3, 3]], scale: [0, 1, 2, 3])
        #expect(one.agreement(0, 1).quadraticKappa == .undefined(.oneGrade) && one.agreement(0, 1).raw == 1)
        #expect(RatingTable.Level.allCases.allSatisfy { one.alpha($0) == .undefined(.oneGrade) })
        let empty = RatingTable(judges: [], rows: [])
        #expect(empty.pairs.isEmpty && empty.alpha(.nominal) == .undefined(.noOverlap))
        #expect(one.agreement(5, -1).kappa == .undefined(.noOverlap))
        #expect(Coefficient.Reason.noOverlap.description == "no document has grades of two judges")
        #expect(
            Coefficient.Reason.oneGrade.description
                == "only one grade was ever given, so agreement cannot be told from chance")
    }

    /// Grades of any size neither trap nor give NaN.
    @Test func extremeGrades() {
        let table = RatingTable(judges: ["a", "b"], rows: [[.max, .min, 0, 7], [.min, .min, .max, 7]])
        #expect(RatingTable.Level.allCases.allSatisfy { table.alpha($0).value?.isFinite == true })
        #expect(table.agreement(0, 1).quadraticKappa.value?.isFinite == true)
    }
}
