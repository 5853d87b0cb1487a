import Reranking

// The sentences about jobs and runs.
extension SessionError {
    /// Why the fold of a session passed events over.
    static func fault(_ fault: SessionFaults.Found, path: String) -> SessionError {
        let (run, count) = (fault.first.rawValue, fault.count)
        func events(_ rest: String) -> String {
            count == 1
                ? "1 event of run \(run) \(rest) and is passed over"
                : "\(count) events, of run \(run) first, \(rest) and are passed over"
        }
        let problem =
            switch fault.kind {
            case .notStarted: events("stand\(count == 1 ? "s" : "") outside a run's start and end")
            case .noSuchDocument: events("name\(count == 1 ? "s" : "") a document that the run does not have")
            case .finishedBefore: events("name\(count == 1 ? "s" : "") a document again that had its result")
            case .announcedTwice:
                count == 1
                    ? "a job or start of run \(run) has a number that was given before and is passed over"
                    : "\(count) jobs or starts, of run \(run) first, have numbers that were given before and are passed over"
            case .candidatesMissing:
                count == 1
                    ? "the candidates of run \(run) are not in the session, and the run is passed over"
                    : "the candidates of \(count) runs, of run \(run) first, are not in the session, and the runs are passed over"
            }
        let remedy =
            fault.kind == .candidatesMissing
            ? "all else is read; score the query again to have it" : "nothing to do: all else is read"
        return SessionError(.damaged, file: path, problem: problem, remedy: remedy)
    }

    /// `SESSION#N` for an N that is none.
    public static func noJob(_ job: JobID, known: [JobID], path: String) -> SessionError {
        SessionError(
            .noJob, file: path,
            problem: "the session has no job \(job.rawValue)",
            remedy: known.isEmpty
                ? "it has none: open it and press r, or use erank rank"
                : "choose one of \(known.map { "\($0.rawValue)" }.joined(separator: ", "))")
    }
}
