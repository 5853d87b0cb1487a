import Foundation
import Relevance

/// The fixture written by `Tests/Fixtures/make_measures.py`.
struct MeasureFixture: Decodable {
    struct Case: Decodable {
        var qrels: String
        var run: String
        var values: [Values]

        func readQrels() throws -> Qrels { try Qrels.read(LineReader(Array(qrels.utf8), name: "qrels")).value }
        func readRun() throws -> Run { try Run.read(LineReader(Array(run.utf8), name: "run")).value }
    }

    /// trec_eval's values by query and name, for these options.
    struct Values: Decodable {
        var level: Int
        var judgedOnly: Bool
        var queries: [String: [String: Double]]

        enum CodingKeys: String, CodingKey { case level, judgedOnly = "judged_only", queries }
    }

    /// Judgments under changed instructions, for the queries of case 1, with the run of case 0 before and that of case 1
    /// after the change.
    struct Changed: Decodable {
        var qrels: String
        var queries: [String: Double]
    }

    struct Collection: Decodable {
        var measures: [String]
        var queries: [String: [Double]]
        var printed: String
    }

    var cases: [Case]
    var changed: Changed

    static func load() throws -> MeasureFixture { try read("measures.json") }
    static func collections() throws -> [String: Collection] { try read("measures.collections.json") }

    private static func read<Value: Decodable>(_ name: String) throws -> Value {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent("Fixtures/" + name)))
    }
}
