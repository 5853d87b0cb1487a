import Relevance

/// A judgment as a JSON object. Members without a value are not written. Earlier versions wrote only the first four members,
/// and wrote a withdrawn grade without a verdict.
extension SessionLine {
    static func write(_ judgment: Judgment, to writer: inout JSONWriter) {
        writer.object { object in
            object.member("queryID", judgment.queryID)
            object.member("documentID", judgment.documentID)
            switch judgment.verdict {
            case .grade(let grade): object.member("grade", grade)
            case .skipped: object.member("verdict", "skipped")
            case .cannotTell: object.member("verdict", "cannot-tell")
            case nil: break
            }
            object.member("judge", judgment.judge)
            if let scale = judgment.scale { object.member("scale", scale) }
            if let seconds = judgment.seconds, seconds.isFinite { object.member("seconds", seconds) }
            if let isBlind = judgment.isBlind { object.member("blind", isBlind) }
            if let note = judgment.note { object.member("note", note) }
            if judgment.isAdjudication { object.member("adjudication", true) }
            if let source = judgment.source { object.member("source", source) }
            if let batch = judgment.batch { object.member("batch", batch) }
        }
    }

    static func judgment(_ cursor: inout JSONCursor) throws(JSONFailure) -> Judgment {
        var (queryID, documentID, judge): (String?, String?, String?)
        var judgment = Judgment(queryID: "", documentID: "", verdict: nil, judge: "")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if try cursor.skipNull() { continue }
            switch key {
            case "queryID": queryID = try cursor.name()
            case "documentID": documentID = try cursor.name()
            case "judge": judge = try cursor.name()
            case "grade": judgment.verdict = .grade(try cursor.integer())
            case "verdict": judgment.verdict = try verdict(&cursor)
            case "scale": judgment.scale = try cursor.name()
            case "seconds": judgment.seconds = try cursor.double()
            case "blind": judgment.isBlind = try cursor.bool()
            case "note": judgment.note = try cursor.string()
            case "adjudication": judgment.isAdjudication = try cursor.bool()
            case "source": judgment.source = try cursor.name()
            case "batch": judgment.batch = try cursor.name()
            default: try cursor.skip()
            }
        }
        guard let queryID, let documentID, let judge else {
            throw JSONFailure(offset: cursor.offset, expected: "a judgment with queryID, documentID and judge")
        }
        (judgment.queryID, judgment.documentID, judgment.judge) = (queryID, documentID, judge)
        return judgment
    }

    private static func verdict(_ cursor: inout JSONCursor) throws(JSONFailure) -> Verdict {
        switch try cursor.string() {
        case "skipped": .skipped
        case "cannot-tell": .cannotTell
        default: throw JSONFailure(offset: cursor.offset, expected: "skipped, cannot-tell")
        }
    }
}
