import Foundation

/// A session as a person names it: a file or a name in the sessions' folder, with `#N` behind it for its Nth job.
public struct SessionName: Sendable, Hashable {
    /// The file.
    public var path: String
    /// nil where none was named.
    public var job: JobID?

    /// A file whose own name ends in `#N` is itself.
    public init(_ name: String, in store: SessionStore = SessionStore()) {
        path = store.path(of: name)
        guard !FileManager.default.fileExists(atPath: path), let mark = name.lastIndex(of: "#"),
            let number = Int(name[name.index(after: mark)...])
        else { return }
        path = store.path(of: String(name[..<mark]))
        job = JobID(number)
    }

    /// The job that was named; nil where none was.
    ///
    /// - Throws: `.noJob` where the session has no such job.
    public func job(in state: SessionState) throws(SessionError) -> JobState? {
        guard let job else { return nil }
        guard let found = state.job(job) else { throw .noJob(job, known: state.jobs.map(\.id), path: path) }
        return found
    }
}
