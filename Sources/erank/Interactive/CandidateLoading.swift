import Foundation
import Inspector
import Relevance

/// Reads candidates from a path that the user gave: a file, a folder of texts, or a BEIR folder with runs in it.
struct CandidateLoading {
    let path: String

    /// What a path has.
    enum Reading {
        /// The candidates of one query.
        case task(Parsed<[RerankingTask]>)
        /// Several queries, of which the user chooses.
        case queries(QueryListing)
    }

    /// Reads the candidates of `query`, or of the source's own query if it has exactly one. A query of a collection gives way to
    /// the source's own; one that was typed does not. Of a folder's runs, `run` is the one
    /// that lists them, from 0.
    func read(for query: Query, run: Int = 0) throws -> Reading {
        let own = query.text.allSatisfy(\.isWhitespace) || query.collection != nil ? nil : query
        guard FileManager.default.fileExists(atPath: path + "/corpus.jsonl") else {
            let reading = try CandidateReader(query: own).tasks(at: path)
            if reading.value.count == 1 { return .task(reading) }
            let entries = reading.value.map { QueryOutline(query: $0.query, documentCount: $0.candidates.count) }
            return .queries(QueryListing(path: path, entries: entries))
        }
        let runs = runs
        guard !runs.isEmpty else {
            throw Failure(
                "\(path): a BEIR folder needs a first-stage TREC run (a file ending in .trec or .run) that lists the candidates; "
                    + "put one into the folder",
                .unreadableFile)
        }
        let index = runs.indices.contains(run) ? run : 0
        let outline = try CandidateReader(depth: .max).outline(collection: path, run: runs[index])
        return .queries(QueryListing(path: path, runs: runs, run: index, entries: outline.value))
    }

    /// Reads the candidates of some of the queries that were listed.
    func tasks(of ids: [String], run: String?, depth: Int) throws(FormatError) -> Parsed<[RerankingTask]> {
        let reader = CandidateReader(queries: .ids(ids), depth: depth)
        return if let run { try reader.tasks(collection: path, run: run) } else { try reader.tasks(at: path) }
    }

    /// The runs in the folder, by name.
    private var runs: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".trec") || $0.hasSuffix(".run") }.map { path + "/" + $0 }.filter(Self.isRun)
    }

    /// Whether the first line has the fields of a run: qrels, which may lie beside it, have four.
    private static func isRun(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path), let bytes = try? handle.read(upToCount: 4096) else { return true }
        let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        return line.split(whereSeparator: \.isWhitespace).count != 4
    }
}
