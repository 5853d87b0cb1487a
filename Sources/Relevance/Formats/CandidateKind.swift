import Foundation

/// The file formats of candidates.
public enum CandidateKind: String, Sendable, Hashable, CaseIterable {
    /// JSON Lines, one document per line: an id (`id`, `_id`, `docid`), a `title`, a `text` (`contents`), and optionally
    /// `rank` and `score`.
    case jsonLines = "jsonl"
    /// RankLLM requests, as a JSON array, one object or JSON Lines: `query {text, qid}` and `candidates [{docid, score,
    /// doc}]`.
    case rankLLM = "rankllm"
    /// MS MARCO's top-1000 format: query id, passage id, query and passage, separated by tabs.
    case msMarco = "msmarco"
    /// A folder of text files. The id is the path inside the folder; the title is the first line if that looks like a title.
    case textFolder = "folder"
    /// Plain text, one document per line. The id is the line number.
    case lines

    /// Detects the kind of a file from its first bytes.
    ///
    /// - Throws: for a file that holds no candidates: binary data, a text that is not UTF-8, an empty file or a TREC run.
    static func detect(path: String, prefix: ArraySlice<UInt8>) throws(FormatError) -> CandidateKind {
        if prefix.starts(with: [0xFF, 0xFE]) || prefix.starts(with: [0xFE, 0xFF]) { throw .notUTF8(path) }
        if isBinary(prefix) { throw .binary(path) }
        guard let first = prefix.first(where: { !isSpace($0) }) else { throw .empty(path, expected: "text") }
        if first == UInt8(ascii: "[") { return .rankLLM }
        if first == UInt8(ascii: "{") { return isRequest(prefix) ? .rankLLM : .jsonLines }
        let line = prefix.split(separator: 0x0A, maxSplits: 1).first ?? []
        if line.lazy.filter({ $0 == 0x09 }).count >= 3 { return .msMarco }
        if isRunLine(line) { throw .needsCollection(path) }
        return .lines
    }

    /// Detects the kind of a folder.
    ///
    /// - Throws: for a BEIR folder, which needs a run.
    static func detect(folder: String) throws(FormatError) -> CandidateKind {
        if FileManager.default.fileExists(atPath: folder + "/corpus.jsonl") { throw .needsRun(folder) }
        return .textFolder
    }

    /// True if the first object has a member that only a RankLLM request has, as far as `prefix` shows.
    private static func isRequest(_ prefix: ArraySlice<UInt8>) -> Bool {
        var cursor = JSONCursor(prefix)
        do throws(JSONFailure) {
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                if key == "candidates" || key == "hits" || key == "query" { return true }
                try cursor.skip()
            }
        } catch {
            return false
        }
        return false
    }

    /// True for the beginning of a gzip or PNG file, and where several of the first bytes are zero. A text with a stray zero byte
    /// loses that line alone.
    static func isBinary(_ prefix: ArraySlice<UInt8>) -> Bool {
        if prefix.starts(with: [0x1F, 0x8B]) || prefix.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return true }
        let head = prefix.prefix(32).prefix { $0 != 0x0A }
        let zeros = head.count { $0 == 0 }
        return zeros > 1 || zeros > 0 && zeros * 8 >= head.count
    }

    private static func isRunLine(_ line: ArraySlice<UInt8>) -> Bool {
        let fields = line.split(whereSeparator: isSpace)
        return fields.count == 6 && fields[1].elementsEqual("Q0".utf8)
            && Double(String(decoding: fields[4], as: UTF8.self)) != nil
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
