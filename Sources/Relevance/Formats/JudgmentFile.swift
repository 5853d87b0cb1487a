/// A file of judgments. Its format is detected from its content: TREC qrels, BEIR's tab-separated file, or Quepid's CSV.
public struct JudgmentFile: Sendable, Hashable {
    /// The formats of judgment files.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// `query 0 document grade`.
        case trec
        /// `query-id corpus-id score` under a heading. If the heading has tabs, only tabs separate columns.
        case beir
        /// CSV (RFC 4180): `query,docid,rating`, or a judgement book's `query,docid` and one column per judge. The query
        /// column holds texts.
        case quepid
    }

    /// One judgment of the file.
    public struct Entry: Sendable, Hashable {
        /// The query's id; in Quepid's files, its text.
        public var query: String
        /// The document's id.
        public var documentID: String
        /// The grade as the file has it.
        public var grade: Int
        /// The heading of the judge's column in a judgement book; nil if the file does not name judges.
        public var judge: String?
        /// The line in the file, from 1.
        public var line: Int
    }

    /// The detected format.
    public var format: Format
    /// In the order of the file, at most one for each query, document and judge.
    public var entries: [Entry]

    /// The judges that the file names, in the order of their first judgments.
    public var judges: [String] {
        var known: Set<String> = []
        return entries.compactMap(\.judge).filter { known.insert($0).inserted }
    }

    /// The judgments with the ids that `form` wrote. Of Quepid's files those of the documents: their queries are texts.
    public func unescaped(_ form: IDForm) -> JudgmentFile {
        guard form != .plain else { return self }
        var file = self
        for index in file.entries.indices {
            if format != .quepid { file.entries[index].query = form.read(file.entries[index].query) }
            file.entries[index].documentID = form.read(file.entries[index].documentID)
        }
        return file
    }

    /// Reads a file of judgments. Lines that cannot be read are left out with a warning.
    ///
    /// If a judge graded a document twice, the first grade counts; a warning is given only if the grades differ.
    /// - Throws: if no judgment can be read.
    public static func read(_ path: String) throws(FormatError) -> Parsed<JudgmentFile> {
        try read(LineReader(path: path))
    }

    /// Reads judgments from a stream of lines, like `read(_:)`.
    ///
    /// - Complexity: O(n) time and memory for n bytes.
    public static func read(_ source: consuming LineReader) throws(FormatError) -> Parsed<JudgmentFile> {
        var source = source
        let path = source.path
        let bytes = Array(try source.rest(limit: 1 << 30))
        if CandidateKind.isBinary(bytes[...]) { throw .binary(path) }
        if let heading = quepidHeading(bytes[...]) { return try readQuepid(bytes[...], heading: heading, path: path) }
        let qrels = try Qrels.read(LineReader(bytes, name: path, lengthLimit: 1 << 20))
        return try Parsed(file(of: qrels.value, bytes: bytes, name: path), warnings: qrels.warnings)
    }

    /// The judgments of `qrels` in the order of their lines, with line numbers.
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
