import Foundation

/// Which of a source's own queries are read.
public enum QuerySelection: Sendable, Hashable {
    /// Every query.
    case all
    /// The first N queries, in the source's order.
    case first(Int)
    /// The queries with these ids.
    case ids([String])
}

/// Reads candidates in every format of `CandidateKind`, and from a collection with runs. Files are streamed and only selected
/// documents are kept, so a hundred documents of a corpus of many gigabytes cost one pass over the file and little memory.
///
///     let reading = try CandidateReader().tasks(at: path)
///     for warning in reading.warnings { print(warning) }
public struct CandidateReader: Sendable {
    /// The query to rank the candidates for. nil uses the source's own queries, or a blank query if the source has none.
    public var query: Query?
    /// Which of the source's own queries are read.
    public var queries: QuerySelection = .all
    /// The number of candidates to keep for each query, best first.
    public var depth: Int
    /// How a run that lists candidates writes ids.
    public var ids = IDForm.plain
    /// A longer text is cut to this many bytes, with a warning. (A reranker reads at most some thousand tokens of it.)
    public var documentByteLimit = 1 << 20

    /// A reader that keeps at least one candidate for each query.
    public init(query: Query? = nil, queries: QuerySelection = .all, depth: Int = 1000) {
        self.query = query
        self.queries = queries
        self.depth = max(depth, 1)
    }

    /// Reads candidates from a file, a folder or standard input ("-"). Without `kind`, the format is detected from the first
    /// bytes.
    ///
    /// Documents that cannot be shown (empty, binary, not UTF-8, a repeated id) are left out with a warning.
    ///
    /// - Returns: one task per query; never an empty list, and never a task without candidates.
    /// - Throws: if no document is left, and for a blank query.
    public func tasks(at path: String, as kind: CandidateKind? = nil) throws(FormatError) -> Parsed<[RerankingTask]> {
        guard path != "-", try Self.isFolder(path) else { return try tasks(from: LineReader(path: path), as: kind) }
        let kind = if let kind { kind } else { try CandidateKind.detect(folder: path) }
        guard kind == .textFolder else { throw .system(EISDIR, path: path) }
        var builder = try TaskBuilder(path: path, reader: self)
        try builder.readTextFolder()
        return try builder.finish()
    }

    /// Reads candidates from a stream of lines, like `tasks(at:as:)`.
    public func tasks(from lines: consuming LineReader, as kind: CandidateKind? = nil) throws(FormatError) -> Parsed<
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

    /// `Query.collection` for the queries of a file: its name without extension.
    static func collection(ofFile path: String) -> String {
        let name = URL(fileURLWithPath: path).standardizedFileURL.deletingPathExtension().lastPathComponent
        return path == "-" ? "stdin" : collection(named: name)
    }

    /// `Query.collection` for the queries of a BEIR folder, given its file of queries: the folder's name.
    static func collection(ofQueries path: String) -> String {
        collection(named: URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().lastPathComponent)
    }

    /// "-" stands for the queries of no collection, so none is called so.
    private static func collection(named name: String) -> String { name == "-" ? "./-" : name }

    /// True if the path is a folder.
    ///
    /// - Throws: if there is nothing at the path.
    static func isFolder(_ path: String) throws(FormatError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(errno, path: path) }
        return status.st_mode & S_IFMT == S_IFDIR
    }
}
