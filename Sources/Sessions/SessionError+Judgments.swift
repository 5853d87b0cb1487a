import Relevance

// The sentences about judges and judgments. (Others: SessionError.swift.)
extension SessionError {
    /// The error for a judge who has not judged in the session.
    public static func noJudge(_ name: String, known: [String], path: String) -> SessionError {
        SessionError(
            .noJudge, file: path, problem: "the session has no judgments by \"\(name)\"",
            remedy: known.isEmpty ? "judge something first" : "choose one of \(known.joined(separator: ", "))")
    }

    /// The error for an agreement with fewer than two judges.
    public static func oneJudge(_ judges: [String], path: String) -> SessionError {
        let who = judges.first.map { "only \($0) has" } ?? "nobody has"
        return SessionError(
            .oneJudge, file: path, problem: "agreement needs two judges, and \(who) judged in this session",
            remedy: judges.isEmpty
                ? "judge documents, or import judgments"
                : "judge as another person, import judgments, or compare with --model")
    }

    /// The error for an export of final grades while judges disagree.
    public static func openConflicts(_ count: Int, path: String) -> SessionError {
        SessionError(
            .conflict, file: path,
            problem: count == 1
                ? "judges disagree on 1 document, and nobody has adjudicated it"
                : "judges disagree on \(count) documents, and nobody has adjudicated them",
            remedy: """
                use erank judgments adjudicate, export one judge with --judge, or choose a rule with --conflicts min, max or omit
                """)
    }

    /// The error for an undo without a step.
    public static func nothingToUndo(by judge: String, path: String) -> SessionError {
        SessionError(
            .noStep, file: path, problem: "\(judge) has nothing to undo", remedy: "name another judge with --judge")
    }

    /// The error for a redo without an undone step.
    public static func nothingToRedo(by judge: String, path: String) -> SessionError {
        SessionError(
            .noStep, file: path, problem: "\(judge) has nothing to redo",
            remedy: "name another judge with --judge")
    }

    /// The error for an adjudication of a document without grades.
    public static func notJudged(document: String, query: String, path: String) -> SessionError {
        SessionError(
            .unknownDocument, file: path, problem: "nobody has graded the document \"\(document)\" of the query \"\(query)\"",
            remedy: "erank judgments disagreements lists the documents to adjudicate")
    }

    /// The error for a grade that is not on the session's scale.
    public static func offScale(_ grade: Int, scale: GradeScale, path: String) -> SessionError {
        SessionError(
            .offScale, file: path, problem: "\(grade) is not a grade of the session's scale \(scale.name)",
            remedy: "choose one of \(scale.grades.map { "\($0.value)" }.joined(separator: ", "))")
    }

    /// The error for an import without any query of the session.
    public static func otherQueries(than file: String, path: String) -> SessionError {
        SessionError(
            .unknownQuery, file: path, problem: "the session has none of the queries in \(file)",
            remedy: "import into a session with these queries")
    }
}
