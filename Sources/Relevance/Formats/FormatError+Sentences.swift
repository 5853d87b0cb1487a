import Foundation

// Every sentence of the readers and writers is in this file, so that one test can read them all.
extension FormatError {
    /// The name of an input in messages.
    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    static func system(_ number: Int32, path: String) -> FormatError {
        let name = name(of: path)
        return switch number {
        case ENOENT, ENOTDIR:
            FormatError(.notFound, file: name, problem: "there is no such file or folder", remedy: "check the path")
        case EACCES, EPERM:
            FormatError(.unreadable, file: name, problem: "it has no read permission", remedy: "change its permissions")
        case EISDIR:
            FormatError(.unreadable, file: name, problem: "it is a folder where a file is expected", remedy: "name a file in it")
        default:
            FormatError(
                .unreadable, file: name, problem: "reading it failed (\(String(cString: strerror(number))))",
                remedy: "check the disk and try again")
        }
    }

    static func unwritable(_ number: Int32, path: String) -> FormatError {
        FormatError(
            .unwritable, file: path, problem: "writing it failed (\(String(cString: strerror(number))))",
            remedy: number == ENOSPC ? "free some space and try again" : "check the folder and its permissions")
    }

    static func vanished(_ path: String) -> FormatError {
        FormatError(
            .vanished, file: path, problem: "there is no file of this name: it was removed meanwhile, or its name is not UTF-8",
            remedy: "restore or rename it, and read the folder again")
    }

    static func empty(_ path: String, expected: String) -> FormatError {
        FormatError(
            .empty, file: name(of: path), problem: "it holds no \(expected)", remedy: "choose a file or folder with \(expected)")
    }

    static func binary(_ path: String, line: Int? = nil) -> FormatError {
        FormatError(
            .binary, file: name(of: path), line: line, problem: "it is binary data, not text",
            remedy: "extract (or decompress) its text first")
    }

    static func notUTF8(_ path: String, line: Int? = nil) -> FormatError {
        FormatError(
            .notUTF8, file: name(of: path), line: line, problem: "the text is not UTF-8",
            remedy: "convert it, for example with iconv -t UTF-8")
    }

    /// An id or a query that is not UTF-8, or has more combining marks in a row than can be compared in linear time.
    static func incomparable(_ path: String, line: Int? = nil) -> FormatError {
        FormatError(
            .notUTF8, file: name(of: path), line: line,
            problem: "an id or query is not UTF-8, or has more than 1,000 combining marks in a row",
            remedy: "convert it, for example with iconv -t UTF-8, or leave the marks out")
    }

    static func tooLarge(_ path: String, line: Int? = nil, limit: Int) -> FormatError {
        FormatError(
            .tooLarge, file: name(of: path), line: line, problem: "it is over \(limit >> 20) MiB",
            remedy: "split it into passages")
    }

    static func beyondDepth(_ path: String, _ depth: Int, hasQueries: Bool) -> FormatError {
        FormatError(
            .beyondDepth, file: name(of: path),
            problem:
                "it has more than \(depth.counted("document"))\(hasQueries ? " for a query" : ""), and only the first of them "
                + "are read",
            remedy: "give a larger --depth")
    }

    static func noScore(_ path: String, line: Int) -> FormatError {
        FormatError(
            .noScore, file: name(of: path), line: line, problem: "the score is not a number", remedy: "correct or remove the line"
        )
    }

    static func longLine(_ path: String, line: Int, limit: Int) -> FormatError {
        FormatError(
            .tooLarge, file: name(of: path), line: line, problem: "the line is over \(limit >> 10) KiB", remedy: "shorten it")
    }

    static func cut(_ path: String, line: Int? = nil, limit: Int) -> FormatError {
        FormatError(
            .tooLarge, file: name(of: path), line: line,
            problem: "the text is over \(limit >> 10) KiB, and only its beginning is kept",
            remedy: "split it into passages to score them all")
    }

    /// - Parameter isEnd: whether nothing after the damage was read.
    static func badJSON(_ path: String, line: Int? = nil, _ failure: JSONFailure, isEnd: Bool = false) -> FormatError {
        if failure.expected == MarkPile.expectation { return incomparable(path, line: line) }
        return failure.isEncoding
            ? notUTF8(path, line: line)
            : FormatError(
                .badJSON, file: name(of: path), line: line,
                problem: "not valid JSON: expected \(failure.expected) at byte \(failure.offset)"
                    + (isEnd ? "; nothing after it was read" : ""),
                remedy: "correct or remove it")
    }

    static func badLine(_ path: String, line: Int, expected: String) -> FormatError {
        FormatError(
            .badLine, file: name(of: path), line: line, problem: "expected \(expected)", remedy: "correct or remove the line")
    }

    static func missingField(_ field: String, _ path: String, line: Int?) -> FormatError {
        FormatError(
            .missingField, file: name(of: path), line: line, problem: "there is no \(field)", remedy: "add it or remove the entry"
        )
    }

    static func emptyDocument(_ path: String, line: Int? = nil) -> FormatError {
        FormatError(
            .emptyDocument, file: name(of: path), line: line, problem: "the document has no text",
            remedy: "add text or leave the document out")
    }

    static func duplicateID(_ id: String, of kind: String = "document", _ path: String, line: Int?) -> FormatError {
        // Strings are equal whatever Unicode form their accents have.
        let form = id.utf8.allSatisfy { $0 < 0x80 } ? "" : ", in the same Unicode form or in an equivalent one"
        return FormatError(
            .duplicateID, file: name(of: path), line: line,
            problem: "the id \"\(id)\" occurs again\(form), and only its first entry is kept",
            remedy: "give every \(kind) a different id")
    }

    static func otherText(_ id: String, _ path: String, line: Int?) -> FormatError {
        FormatError(
            .duplicateID, file: name(of: path), line: line,
            problem: "the query id \"\(id)\" occurs again with another text, and only its first text is kept",
            remedy: "give every query an id of its own")
    }

    static func conflictingGrade(_ id: String, _ path: String, line: Int) -> FormatError {
        FormatError(
            .duplicateID, file: name(of: path), line: line,
            problem: "the document \"\(id)\" is judged again with another grade, and the first grade is kept",
            remedy: "keep one grade")
    }

    static func missingID(_ id: String, run: String, corpus: String) -> FormatError {
        FormatError(
            .missingID, file: corpus, problem: "it lacks the document \"\(id)\" that \(name(of: run)) names",
            remedy: "use the corpus the run was made on")
    }

    static func missingQueryText(_ id: String, queries: String, run: String) -> FormatError {
        FormatError(
            .unknownQuery, file: queries, problem: "it lacks the query \"\(id)\" that \(name(of: run)) names",
            remedy: "use the queries the run was made on")
    }

    static func unknownQuery(_ id: String, in path: String) -> FormatError {
        FormatError(
            .unknownQuery, file: name(of: path), problem: "it has no query \"\(id)\"", remedy: "choose one of its query ids")
    }

    static func severalQueries(_ count: Int, in path: String) -> FormatError {
        FormatError(
            .unknownQuery, file: name(of: path), problem: "it has \(count) queries, and none is the given query",
            remedy: "leave the query out, or choose by query id")
    }

    /// The error for a query that is empty or blank.
    public static let emptyQuery = FormatError(
        .emptyQuery, file: "", problem: "the query is empty", remedy: "say what you are looking for")

    static func blankQuery(_ path: String, line: Int?) -> FormatError {
        FormatError(
            .emptyQuery, file: name(of: path), line: line, problem: "the query is empty",
            remedy: "write a query or remove the line")
    }

    static func needsRun(_ folder: String) -> FormatError {
        FormatError(
            .needsCollection, file: folder,
            problem: "a collection (a folder with corpus.jsonl) needs a first-stage run that lists the candidates",
            remedy: "use --collection \(folder) --run RUN.trec")
    }

    static func needsCollection(_ run: String) -> FormatError {
        FormatError(
            .needsCollection, file: name(of: run), problem: "a TREC run lists document ids without their texts",
            remedy: "use --collection BEIR_FOLDER --run \(run)")
    }

    static func unwritableID(_ id: String) -> FormatError {
        FormatError(
            .unwritableID, file: "", problem: "the id \"\(id)\" is empty or has white space, and a TREC file cannot contain it",
            remedy: "add --ids escape, or use JSON output")
    }

    static func unwritableQrelsID(_ id: String) -> FormatError {
        FormatError(
            .unwritableID, file: "", problem: "the id \"\(id)\" is empty or has white space, and a TREC file cannot contain it",
            remedy: id.isEmpty ? "add --ids escape" : "add --ids escape, or use erank judgments export --format quepid")
    }

    static func unwritableBEIRID(_ id: String) -> FormatError {
        FormatError(
            .unwritableID, file: "",
            problem: """
                the id "\(id)" is empty, has a tab or a line end, or begins with a quote, and a BEIR file cannot contain it
                """,
            remedy: id.isEmpty ? "add --ids escape" : "add --ids escape, or use --format quepid")
    }

    static func tooManyColumns(_ count: Int, _ path: String, line: Int) -> FormatError {
        FormatError(
            .badLine, file: name(of: path), line: line, problem: "expected at most \(count) columns, as in the heading",
            remedy: "put quotes around a field with a comma in it")
    }

    static let emptyCSVID = FormatError(
        .unwritableID, file: "", problem: "an id is empty, and an empty id in a CSV of judgments means no judgment",
        remedy: "give every query and document an id")

    // MARK: Scales

    static func unknownScale(_ name: String) -> FormatError {
        FormatError(
            .notFound, file: name, problem: "there is no such scale and no such file",
            remedy: "choose \(GradeScale.all.map(\.name).joined(separator: ", ")), or give a file with one grade per line")
    }

    static func noKey(_ grade: Int, _ path: String, line: Int) -> FormatError {
        FormatError(
            .badLine, file: name(of: path), line: line, problem: "the grade \(grade) has no key of one visible character",
            remedy: "add one in brackets, such as \(grade) [x] and then the grade's meaning")
    }

    static func twice(_ grade: GradeScale.Grade, known: GradeScale.Grade, _ path: String, line: Int) -> FormatError {
        grade.value == known.value
            ? FormatError(
                .badLine, file: name(of: path), line: line, problem: "the grade \(grade.value) is listed twice",
                remedy: "remove one of its lines")
            : FormatError(
                .badLine, file: name(of: path), line: line,
                problem: "the grades \(known.value) and \(grade.value) have the same key, \(grade.key)",
                remedy: "give one another key in brackets, such as \(grade.value) [x] and then the grade's meaning")
    }

    static func noScale(_ path: String, _ problem: String) -> FormatError {
        FormatError(
            .empty, file: name(of: path), problem: "it \(problem)",
            remedy: "write one grade per line, such as 0 not relevant, then 1 relevant")
    }

    static func unknownMeasure(_ name: String, near: [String]) -> FormatError {
        FormatError(
            .unknownMeasure, file: "", problem: "there is no measure \"\(name)\"",
            remedy: "use a name of trec_eval, such as \(near.joined(separator: " or "))")
    }

    static func badParameter(_ name: String, expected: String) -> FormatError {
        FormatError(
            .unknownMeasure, file: "", problem: "\"\(name)\" has a parameter that the measure does not take",
            remedy: "it takes \(expected)")
    }

    /// The error for a run that has no query in common with the judgments.
    public static func noCommonQuery(run: String, qrels: String) -> FormatError {
        FormatError(
            .unknownQuery, file: name(of: run), problem: "none of its queries is judged in \(name(of: qrels))",
            remedy: "use judgments of the run's queries; query ids must match exactly")
    }
}
