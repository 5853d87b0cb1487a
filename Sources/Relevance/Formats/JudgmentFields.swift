/// The fields of one line of a judgments file. Lines are split at white space; under a heading with tabs, as BEIR writes it,
/// they are split at tabs alone, so that ids may contain spaces.
struct JudgmentFields {
    private var fields = LineFields()
    private(set) var separatesAtTabs = false
    private var isBegun = false
    /// Whether a line had TREC's four columns: one of three is then damaged, and no line of BEIR's.
    private var hasTREC = false

    /// Splits the next line. Returns false for a blank line and for the heading: a first line with three columns of which the
    /// last is no grade.
    // Inlined for files with millions of lines: without inlining, reading took 5 % longer.
    @inline(__always) mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        if separatesAtTabs { fields.splitAtTabs(line) } else { fields.split(line) }
        guard fields.count > 0 else { return false }
        if fields.count == 4 { hasTREC = true }
        if isBegun { return true }
        isBegun = true
        guard fields.count == 3, fields.grade(2) == nil else { return true }
        separatesAtTabs = line.count { $0 == UInt8(ascii: "\t") } == 2
        return false
    }

    /// Fields of the line that was taken last; valid if `isWhole`.
    var query: ArraySlice<UInt8> { fields[0] }
    var queryID: String? { fields.text(0) }
    var documentID: String? { fields.text(fields.count - 2) }
    var grade: Int? { fields.grade(fields.count - 1) }

    mutating func release() { fields.release() }

    /// True if the line has a query, a document and a grade column.
    var isWhole: Bool {
        separatesAtTabs
            ? fields.count == 3 && !fields[0].isEmpty && !fields[1].isEmpty : fields.count == 4 || fields.count == 3 && !hasTREC
    }

    /// True if the line has TREC's four columns.
    var isTREC: Bool { fields.count == 4 }

    /// Completes the sentence "expected ...".
    var expectation: String {
        separatesAtTabs
            ? "query-id, corpus-id and score with tabs between them" : "query 0 document grade, or query-id corpus-id score"
    }
}

extension LineFields {
    /// An integer, also if it is written as 1.0 or +1.
    func grade(_ index: Int) -> Int? { int(index) ?? double(index).flatMap(Int.init(exactly:)) }
}
