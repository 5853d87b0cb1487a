import Relevance

// The sentences about who judged what.
extension SessionError {
    public static func noJudge(_ name: String, known: [String], path: String) -> SessionError {
        SessionError(
            .noJudge, file: path, problem: "nobody called \"\(name)\" has judged in this session",
            remedy: known.isEmpty ? "judge something first" : "choose one of \(known.joined(separator: ", "))")
    }

    public static func oneJudge(_ judges: [String], path: String) -> SessionError {
        let who = judges.first.map { "only \($0) has" } ?? "nobody has"
        return SessionError(
            .oneJudge, file: path, problem: "agreement takes two judges, and \(who) judged in this session",
            remedy: judges.isEmpty
                ? "judge documents, or import judgments" : "let another judge, import judgments, or compare with --model")
    }

    public static func openConflicts(_ count: Int, path: String) -> SessionError {
        SessionError(
            .conflict, file: path,
            problem: count == 1
                ? "judges disagree on 1 document and nobody has decided"
                : "judges disagree on \(count) documents and nobody has decided",
            remedy: """
                decide with erank judgments adjudicate, take one judge's with --judge, or settle them with --conflicts min, max or omit
                """)
    }

    public static func nothingToUndo(by judge: String, path: String) -> SessionError {
        SessionError(
            .noStep, file: path, problem: "\(judge) has nothing to take back here", remedy: "name another judge with --judge")
    }

    public static func nothingToRedo(by judge: String, path: String) -> SessionError {
        SessionError(
            .noStep, file: path, problem: "\(judge) has taken nothing back that could be given again",
            remedy: "name another judge with --judge")
    }

    public static func notJudged(document: String, query: String, path: String) -> SessionError {
        SessionError(
            .unknownDocument, file: path, problem: "nobody has graded the document \"\(document)\" of the query \"\(query)\"",
            remedy: "erank judgments disagreements names what there is to decide")
    }

    public static func offScale(_ grade: Int, scale: GradeScale, path: String) -> SessionError {
        SessionError(
            .offScale, file: path, problem: "\(grade) is no grade of the session's scale \(scale.name)",
            remedy: "choose one of \(scale.grades.map { "\($0.value)" }.joined(separator: ", "))")
    }

    public static func otherQueries(than file: String, path: String) -> SessionError {
        SessionError(
            .unknownQuery, file: path, problem: "it has none of the queries that \(file) judges",
            remedy: "import into the session that ranks them")
    }
}
