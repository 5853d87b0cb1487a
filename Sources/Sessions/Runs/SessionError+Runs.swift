import Relevance
import Reranking

// The sentences about jobs and runs. (Others: SessionError.swift.)
extension SessionError {
    /// Describes events that the fold of a session ignored.
    static func fault(_ fault: SessionFaults.Found, path: String) -> SessionError {
        let (run, count) = (fault.first.rawValue, fault.count)
        func events(_ one: String, _ many: String) -> String {
            count == 1
                ? "1 event of run \(run) \(one) and is skipped"
                : "\(count) events, the first of run \(run), \(many) and are skipped"
        }
        let problem =
            switch fault.kind {
            case .notStarted:
                events("is not between the start and the end of the run", "are not between the start and the end of their run")
            case .noSuchDocument:
                events("names a document that the run does not have", "name documents that their run does not have")
            case .otherScale:
                events("has another number of answers than its mode", "have another number of answers than their mode")
            case .unfinished:
                events("goes on from a document that is not finished", "go on from documents that are not finished")
            case .finishedBefore: events("names a document that is finished", "name documents that are finished")
            case .announcedTwice:
                count == 1
                    ? "a job or start of run \(run) has a number that is already in use, and is skipped"
                    : "\(count) jobs or starts, the first of run \(run), have numbers that are already in use, and are skipped"
            case .candidatesMissing:
                count == 1
                    ? "the candidates of run \(run) are not in the session, and the run is skipped"
                    : "the candidates of \(count) runs, beginning with run \(run), are not in the session, and the runs "
                        + "are skipped"
            }
        let remedy =
            fault.kind == .candidatesMissing
            ? "score the query again: everything else is read" : "nothing to do: everything else is read"
        return SessionError(.damaged, file: path, problem: problem, remedy: remedy)
    }

    /// The error for a collection of which the session has no queries. `known` are its `SessionState.collectionChoices`.
    public static func noCollection(_ name: String, known: [String], path: String) -> SessionError {
        SessionError(
            .noCollection, file: path,
            problem: name == "-"
                ? "every query of the session is of a collection"
                : "the session has no queries of a collection \"\(name)\"",
            remedy: name == "-"
                ? "choose one of \(known.joined(separator: ", "))"
                : known.isEmpty
                    ? "all its queries were typed: leave --collection out"
                    : "choose one of " + known.map { $0 == "-" ? "or - for queries of none" : $0 }.joined(separator: ", "))
    }

    /// The error for two queries that have the same id in a file. `collections` are its
    /// `SessionState.collectionChoices`.
    public static func sharedID(
        _ first: Query, _ second: Query, collections: [String], path: String
    ) -> SessionError {
        SessionError(
            .sharedID, file: path,
            problem: """
                two queries have the id "\(first.exportedID)": "\(cut(first.text))" and "\(cut(second.text))"
                """,
            remedy: collections.count < 2
                ? "export one job at a time: sessions export with --run" : choice(of: collections))
    }

    /// The error for queries of several collections in a file that does not say which query is whose. `choices` are its
    /// `SessionState.collectionChoices`.
    public static func severalCollections(_ names: [String], choices: [String], path: String) -> SessionError {
        SessionError(
            .sharedID, file: path,
            problem: "the queries are of several collections, which may use the same ids: \(names.joined(separator: ", "))",
            remedy: choice(of: choices))
    }

    private static func cut(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))..." : text }

    /// How one of several collections is chosen.
    private static func choice(of collections: [String]) -> String {
        let options = collections.map { $0 == "-" ? "or --collection - for queries of none" : "--collection \($0)" }
        return "choose one with \(options.joined(separator: ", "))"
    }

    /// The error for two queries that have the same text, in a file that has no ids of queries. `collections` are those that tell
    /// them apart.
    public static func sharedText(_ first: Query, collections: [String], path: String) -> SessionError {
        SessionError(
            .sharedID, file: path, problem: "two queries have the text \"\(cut(first.text))\"",
            remedy: collections.count < 2
                ? "choose a format with the ids of queries: --format trec or beir" : choice(of: collections))
    }

    /// The error for a file in which a query would stand with the documents of several runs.
    public static func severalRuns(of query: Query, jobs: [JobID], path: String) -> SessionError {
        let numbers = jobs.map { "\($0.rawValue)" }
        return SessionError(
            .sharedID, file: path,
            problem:
                "jobs \(numbers.joined(separator: ", ")) have runs of the query \"\(query.exportedID)\", and a TREC run has one",
            remedy: "choose one with \(numbers.map { "--run \($0)" }.joined(separator: " or ")), or write JSON")
    }

    /// The error for a job number that the session does not have.
    public static func noJob(_ job: JobID, known: [JobID], path: String) -> SessionError {
        SessionError(
            .noJob, file: path,
            problem: "the session has no job \(job.rawValue)",
            remedy: known.isEmpty
                ? "it has no jobs yet: run it in the screens, or use erank rank"
                : "choose one of \(known.map { "\($0.rawValue)" }.joined(separator: ", "))")
    }
}
