import GGUF
import ModelFixtures
import Testing

@testable import Transformer

/// Tests with quantised weights of real sizes, which the small random F32 checkpoints do not cover.
struct RealModelTests {
    @Test(arguments: RealModel.allCases) func batchesEqualSingles(_ name: RealModel) throws {
        guard let path = name.path else {
            print("skipped: \(name.absence)")
            return
        }
        let run = try Run(Model(file: GGUFFile(path: path), threads: ComputeThreads(2)))
        let sequences = [3, 9, 34].map { count in (0..<count).map { Int32($0 * 1009 % 40_000) } }
        let single = try sequences.map { try run.logits($0, at: [$0.count - 1])[0] }
        let together = try run.forward(
            sequences.map {
                .init(tokens: $0, start: 0, pages: run.pages(for: $0.count), logitOffsets: [$0.count - 1])
            })
        #expect(together == single)
        #expect(single.allSatisfy { row in row.allSatisfy { $0.isFinite } && Set(row).count > 1000 })
    }
}
