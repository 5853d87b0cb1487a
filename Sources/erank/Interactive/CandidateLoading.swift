import Foundation
import Relevance

/// Reads candidates for a query from a path that the user gave: a file, a folder of texts, or a BEIR folder with a run in it.
struct CandidateLoading {
    let query: Query

    func tasks(at path: String) throws -> Parsed<[RerankingTask]> {
        let own = query.text.allSatisfy(\.isWhitespace) ? nil : query
        guard FileManager.default.fileExists(atPath: path + "/corpus.jsonl") else {
            return try CandidateReader(query: own).tasks(at: path)
        }
        guard let run = Self.run(of: path) else {
            throw Failure(
                "\(path): a BEIR folder needs a first-stage TREC run (a file ending in .trec or .run) that lists the candidates; "
                    + "put one into the folder",
                .unreadableFile)
        }
        var reader = CandidateReader()
        // The typed query may be one of the collection's; otherwise the collection's first query is used.
        let all = try reader.tasks(collection: path, run: run)
        if let own, let same = all.value.first(where: { $0.query.text == own.text }) {
            return Parsed([same], warnings: all.warnings)
        }
        reader.queries = .first(1)
        return Parsed(Array(all.value.prefix(1)), warnings: all.warnings)
    }

    private static func run(of folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().first { $0.hasSuffix(".trec") || $0.hasSuffix(".run") }.map { folder + "/" + $0 }
    }
}
