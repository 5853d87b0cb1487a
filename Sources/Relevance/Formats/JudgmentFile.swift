/// A file of judgments in any form in use, told by its content: TREC qrels, BEIR's tab-separated file, or the CSV of Quepid.
public struct JudgmentFile: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// `query 0 document grade`.
        case trec
        /// `query-id corpus-id score` under a heading; where it has tabs, tabs alone separate.
        case beir
        /// `query,docid,rating`, or a judgement book's `query,docid` and a column for each judge, by RFC 4180. Queries are named by their text.
        case quepid
    }

    public struct Entry: Sendable, Hashable {
        /// The query's id, or in Quepid's files its text.
        public var query: String
        public var documentID: String
        public var grade: Int
        /// Whose column it is in a judgement book; nil where the file does not say who judged.
        public var judge: String?
        /// From 1.
        public var line: Int
    }

    public var format: Format
    /// In the file's order, at most one for each query, document and judge.
    public var entries: [Entry]

    /// Those who judged, as far as the file names them, in the order of their columns.
    public var judges: [String] {
        var known: Set<String> = []
        return entries.compactMap(\.judge).filter { known.insert($0).inserted }
    }

    /// Reads a file of judgments; lines that cannot be read are left out with a warning.
    ///
    /// A document judged twice by the same judge keeps its first grade; it is a warning only where the grades differ.
    /// - Throws: where no judgment can be read.
    public static func read(_ path: String) throws(FormatError) -> Reading<JudgmentFile> {
        try read(LineReader(path: path))
    }

    /// - Complexity: O(n) time and memory for n bytes.
    public static func read(_ source: consuming LineReader) throws(FormatError) -> Reading<JudgmentFile> {
        var source = source
        let path = source.path
        let bytes = Array(try source.rest(limit: 1 << 30))
        if bytes.prefix(1 << 16).contains(0) { throw .binary(path) }
        if let heading = quepidHeading(bytes[...]) { return try readQuepid(bytes[...], heading: heading, path: path) }
        let qrels = try Qrels.read(LineReader(bytes, name: path, lengthLimit: 1 << 20))
        return try Reading(file(of: qrels.value, bytes: bytes, name: path), warnings: qrels.warnings)
    }

    /// The judgments that were read, in the order and with the places of their lines.
    private static func file(of qrels: Qrels, bytes: [UInt8], name: String) throws(FormatError) -> JudgmentFile {
        var lines = LineReader(bytes, name: name, lengthLimit: 1 << 20)
        var left = qrels.grades
        var file = JudgmentFile(format: .beir, entries: [])
        var line = JudgmentFields()
        while let next = try lines.next() {
            defer { line.release() }
            guard line.take(next.bytes), line.isWhole else { continue }
            guard let query = line.queryID, let documentID = line.documentID,
                let grade = left[query]?.removeValue(forKey: documentID)
            else { continue }
            if file.entries.isEmpty, line.isTREC { file.format = .trec }
            file.entries.append(Entry(query: query, documentID: documentID, grade: grade, judge: nil, line: next.number))
        }
        return file
    }
}
