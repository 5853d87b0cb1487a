import Foundation

/// Which queries of a source that has its own are read.
public enum QuerySelection: Sendable, Hashable {
    case all
    /// The first so many, in the source's order.
    case first(Int)
    case ids([String])
}

/// Reads candidates in every form the field uses. Files are streamed and only what was asked for is kept, so that a hundred documents of
/// a corpus of gigabytes cost one pass and no memory.
///
///     let reading = try CandidateReader().tasks(at: path)
///     for warning in reading.warnings { print(warning) }
public struct CandidateReader: Sendable {
    /// The query a person gave; nil takes the source's own (or a blank one where it has none).
    public var query: Query?
    public var queries: QuerySelection = .all
    /// Candidates kept for each query, best first.
    public var depth: Int
    /// A longer text is cut to so many bytes, with a warning. (A reranker reads some thousand tokens of it at most.)
    public var documentByteLimit = 1 << 20

    public init(query: Query? = nil, queries: QuerySelection = .all, depth: Int = 1000) {
        self.query = query
        self.queries = queries
        self.depth = max(depth, 1)
    }

    /// Reads candidates from a file, a folder or standard input ("-"), whose kind is told from its first bytes.
    ///
    /// Documents that cannot be shown (empty, binary, not UTF-8, an id that was there before) are left out with a warning.
    ///
    /// - Returns: one task a query; never an empty list, and never a task without candidates.
    /// - Throws: where nothing is left to show, and for a blank query.
    public func tasks(at path: String, as kind: CandidateKind? = nil) throws(FormatError) -> Reading<[RerankingTask]> {
        guard path != "-", try Self.isFolder(path) else { return try tasks(from: LineReader(path: path), as: kind) }
        let kind = if let kind { kind } else { try CandidateKind.detect(folder: path) }
        guard kind == .textFolder else { throw .system(EISDIR, path: path) }
        var builder = try TaskBuilder(path: path, reader: self)
        try builder.readTextFolder()
        return try builder.finish()
    }

    /// Reads candidates from a stream of lines, as `tasks(at:as:)` does.
    public func tasks(from lines: consuming LineReader, as kind: CandidateKind? = nil) throws(FormatError) -> Reading<
        [RerankingTask]
    > {
        var builder = try TaskBuilder(path: lines.path, reader: self)
        let prefix = try lines.prefix(1 << 16)
        let kind = if let kind { kind } else { try CandidateKind.detect(path: lines.path, prefix: prefix) }
        switch kind {
        case .jsonLines: try builder.readJSONLines(&lines)
        case .rankLLM: try builder.readRankLLM(&lines)
        case .msMarco: try builder.readMSMARCO(&lines)
        case .lines: try builder.readLines(&lines)
        case .textFolder:
            throw FormatError(
                .unreadable, file: lines.path, problem: "it is a file where a folder is expected", remedy: "name its folder")
        }
        return try builder.finish()
    }

    /// True for a folder.
    ///
    /// - Throws: for what is not there.
    static func isFolder(_ path: String) throws(FormatError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(errno, path: path) }
        return status.st_mode & S_IFMT == S_IFDIR
    }
}
