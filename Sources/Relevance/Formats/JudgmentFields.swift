/// The fields of the lines of a file of judgments: split at white space, or, under a heading with tabs as BEIR writes it, at tabs alone, so
/// that ids may have spaces.
struct JudgmentFields {
    private var fields = LineFields()
    private(set) var separatesAtTabs = false
    private var isBegun = false

    /// Splits the next line; false for a blank one and for the heading, which is the first line if it has three columns and no grade.
    // Inlined, since there are files of millions of lines: called, it took 5 % longer to read one.
    @inline(__always) mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        if separatesAtTabs { fields.splitAtTabs(line) } else { fields.split(line) }
        guard fields.count > 0 else { return false }
        if isBegun { return true }
        isBegun = true
        guard fields.count == 3, fields.grade(2) == nil else { return true }
        separatesAtTabs = line.count { $0 == UInt8(ascii: "\t") } == 2
        return false
    }

    /// Of the line taken last, which is whole.
    var query: ArraySlice<UInt8> { fields[0] }
    var queryID: String? { fields.text(0) }
    var documentID: String? { fields.text(fields.count - 2) }
    var grade: Int? { fields.grade(fields.count - 1) }

    mutating func release() { fields.release() }

    /// Whether the line has a query, a document and a last column.
    var isWhole: Bool {
        separatesAtTabs ? fields.count == 3 && !fields[0].isEmpty && !fields[1].isEmpty : fields.count == 3 || fields.count == 4
    }

    /// Whether it has TREC's four columns.
    var isTREC: Bool { fields.count == 4 }

    /// For a sentence: "... expected ...".
    var expectation: String {
        separatesAtTabs
            ? "query-id, corpus-id and score with tabs between them" : "query 0 document grade, or query-id corpus-id score"
    }
}

extension LineFields {
    /// An integer, also where it is written 1.0 or +1.
    func grade(_ index: Int) -> Int? { int(index) ?? double(index).flatMap(Int.init(exactly:)) }
}
