import Foundation

/// The name of a session as the user gives it: a path or a name in the session folder, optionally followed by `#N` for job N.
public struct SessionName: Sendable, Hashable {
    /// The session's file.
    public var path: String
    /// The job; nil if none is named.
    public var job: JobID?

    /// Parses a name. If a file's own name ends in `#N`, the name means that file.
    public init(_ name: String, in store: SessionStore = SessionStore()) {
        path = store.path(of: name)
        guard !FileManager.default.fileExists(atPath: path), let mark = name.lastIndex(of: "#"),
            let number = Int(name[name.index(after: mark)...])
        else { return }
        path = store.path(of: String(name[..<mark]))
        job = JobID(number)
    }

    /// The named job in the session's state; nil if none is named.
    ///
    /// - Throws: `.noJob` if the session has no such job.
    public func job(in state: SessionState) throws(SessionError) -> JobState? {
        guard let job else { return nil }
        guard let found = state.job(job) else { throw .noJob(job, known: state.jobs.map(\.id), path: path) }
        return found
    }
}
