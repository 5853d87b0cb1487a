import Foundation

extension Run {
    /// Reads a TREC run: `query Q0 document rank score tag`, separated by any white space. Lines that cannot be read and
    /// repeated documents are left out with a warning. `wanted` has the queries to keep; nil keeps all. Measures do not use the
    /// rank, so it may be anything: one that is not a number from 0 to 1,000,000,000 gives way to the place in the list. A
    /// document whose score is not a number (`nan`, `None`) stays and is ranked last, with a warning: its score is minus
    /// infinity. (trec_eval reads such a score as it can.)
    ///
    /// - Complexity: O(n log n) for n lines kept.
    /// - Throws: if no line can be read.
    public static func read(_ path: String, queries wanted: Set<String>? = nil) throws(FormatError) -> Parsed<Run> {
        try read(LineReader(path: path, lengthLimit: 1 << 20), queries: wanted)
    }

    /// Reads a run from a stream of lines, like `read(_:queries:)`.
    public static func read(_ lines: consuming LineReader, queries wanted: Set<String>? = nil) throws(FormatError) -> Parsed<Run>
    {
        let path = lines.path
        var warnings = Warnings()
        var run = Run(tag: "", file: path, lists: [])
        var indices: [String: Int] = [:]
        var lineNumbers: [[Int]] = []
        // The lines of a query are usually together, so the last query is compared first.
        var (last, lastID, tag): (Int?, [UInt8], [UInt8]) = (nil, [], [])
        var total = 0
        var fields = LineFields()
        while let line = try lines.next() {
            fields.split(line.bytes)
            defer { fields.release() }
            guard fields.count > 0 else { continue }
            total += 1
            guard fields.count >= 6, var score = fields.double(4) ?? Self.noScore(fields[4]) else {
                warnings.add(.badLine(path, line: line.number, expected: "query Q0 document rank score tag"), .lines)
                continue
            }
            guard let documentID = fields.text(2) else {
                warnings.add(.incomparable(path, line: line.number), .lines)
                continue
            }
            if last == nil || !lastID.elementsEqual(fields[0]) {
                guard let queryID = fields.text(0) else {
                    warnings.add(.incomparable(path, line: line.number), .lines)
                    continue
                }
                guard wanted?.contains(queryID) ?? true else { continue }
                if indices[queryID] == nil {
                    indices[queryID] = run.lists.count
                    run.lists.append(RankedList(queryID: queryID, entries: []))
                    lineNumbers.append([])
                }
                (last, lastID) = (indices[queryID], Array(fields[0]))
            }
            if !tag.elementsEqual(fields[5]) { tag = Array(fields[5]) }
            guard let last else { continue }
            if score.isNaN {
                warnings.add(.noScore(path, line: line.number), .lastLines)
                score = -.infinity
            }
            run.lists[last].entries.append(RankedList.Entry(documentID: documentID, rank: Self.rank(fields), score: score))
            lineNumbers[last].append(line.number)
        }
        run.tag = String(decoding: tag, as: UTF8.self)
        guard total > 0 else { throw .empty(path, expected: "lines of a TREC run") }
        for index in run.lists.indices {
            run.lists[index].removeRepeated(lineNumbers: lineNumbers[index]) { id, line in
                warnings.add(.duplicateID(id, path, line: line), .lines)
            }
            run.lists[index].completeRanks()
        }
        if run.lists.isEmpty, wanted == nil, let problem = warnings.first { throw problem }
        return Parsed(run, warnings: warnings.all(of: [.lines: total, .lastLines: total]))
    }

    /// NaN for what programs write where they have no score; nil for anything else.
    private static func noScore(_ field: ArraySlice<UInt8>) -> Double? {
        ["none", "null", "n/a"].contains(String(decoding: field, as: UTF8.self).lowercased()) ? .nan : nil
    }

    /// The rank of a line; `unknownRank` if it is no number, or too large for one.
    private static func rank(_ fields: LineFields) -> Int {
        let rank = fields.int(3) ?? fields.double(3).flatMap(Int.init(exactly:)) ?? RankedList.unknownRank
        return (0...1_000_000_000).contains(rank) ? rank : RankedList.unknownRank
    }

    /// The run in TREC's format: ids byte for byte, ranks from 1, and scores that fall strictly even in single precision, in
    /// which trec_eval reads them.
    ///
    /// - Throws: `.unwritableID` for an id that is empty or has white space, if `ids` is `.plain`.
    public func trecLines(ids: IDForm = .plain) throws(FormatError) -> String {
        var text = ""
        for list in lists {
            var previous: Double?
            for (index, entry) in list.entries.enumerated() {
                let score = Self.printed(entry.score, below: previous)
                previous = Double(score)
                try Self.check(list.queryID, ids)
                try Self.check(entry.documentID, ids)
                text += "\(ids.written(list.queryID)) Q0 \(ids.written(entry.documentID)) \(index + 1) \(score) "
                text += tag.isEmpty ? "erank\n" : "\(tag.split(whereSeparator: \.isWhitespace).joined(separator: "-"))\n"
            }
        }
        return text
    }

    /// Checks that a run can contain the id.
    ///
    /// - Throws: `.unwritableID` for an id that is empty or has white space, if `form` is `.plain`.
    public static func check(_ id: String, _ form: IDForm) throws(FormatError) {
        guard form == .escape || isWritable(id) else { throw .unwritableID(id) }
    }

    /// True if a field of a TREC file can contain the id.
    static func isWritable(_ id: String) -> Bool { !id.isEmpty && !id.utf8.contains(where: CandidateKind.isSpace) }

    /// A score with six decimals: the value itself or, if it must be smaller, a value close to it that is below the previous
    /// score in single precision.
    private static func printed(_ score: Double, below previous: Double?) -> String {
        func text(_ value: Double) -> String { String(format: "%.6f", value) }
        let largest = Double(Float.greatestFiniteMagnitude) / 2
        let score = score.isNaN ? -largest : min(max(score, -largest), largest)
        guard let previous else { return text(score) }
        let bound = Float(previous)
        var (value, step) = (min(score, previous), max(1e-6, Double(bound.ulp)))
        while true {
            let text = text(value)
            if let read = Float(text), read < bound || bound <= -Float.greatestFiniteMagnitude { return text }
            value = min(value, previous) - step
            step *= 2
        }
    }
}

extension RankedList {
    /// Stands for a rank that could not be read: after all others among equal scores.
    fileprivate static let unknownRank = Int.max

    /// Gives the entries without a rank their place, from 1.
    fileprivate mutating func completeRanks() {
        for index in entries.indices where entries[index].rank == Self.unknownRank { entries[index].rank = index + 1 }
    }

    /// Sorts the entries and keeps the first entry of each document.
    fileprivate mutating func removeRepeated(lineNumbers: [Int], report: (String, Int) -> Void) {
        let keys = entries.enumerated().map { Key(score: $1.score, rank: $1.rank, index: $0) }
        var known = Set<String>(minimumCapacity: entries.count)
        if zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }), entries.allSatisfy({ known.insert($0.documentID).inserted }) {
            return
        }
        known.removeAll(keepingCapacity: true)
        var kept: [Entry] = []
        kept.reserveCapacity(entries.count)
        for key in keys.sorted() {
            if known.insert(entries[key.index].documentID).inserted {
                kept.append(entries[key.index])
            } else {
                report(entries[key.index].documentID, lineNumbers[key.index])
            }
        }
        entries = kept
    }

    /// The sort key of an entry: descending score, then rank, then the order in the file.
    private struct Key: Comparable {
        var score: Double
        var rank: Int
        var index: Int

        static func < (left: Key, right: Key) -> Bool {
            left.score != right.score
                ? left.score > right.score : left.rank != right.rank ? left.rank < right.rank : left.index < right.index
        }
    }
}
