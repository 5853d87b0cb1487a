import Foundation
import Sessions

/// The session that a command records a job in.
enum NewSession {
    /// Says before anything is loaded that a name is taken, or can be no session's.
    ///
    /// - Throws: `.exists` for a session in which something was done; as `SessionFile.checkPlace`.
    static func check(_ path: String) throws(SessionError) {
        guard SessionFile.isRegular(path) else { return try SessionFile.checkPlace(path) }
        guard !SessionFile.isUnbegun(path) else { return }
        guard (try? SessionReader(path: path).state().isUnused) == true else { throw .exists(path) }
    }

    /// The session that a job is recorded in.
    struct Begun {
        /// nil records nothing.
        var file: SessionFile?
        /// What is in the file already.
        var state = SessionState()
        /// Whether the file was made for the job.
        var isNew = false
    }

    /// A new session, or one that a program left before its first job was in it; without a path, none.
    ///
    /// - Throws: as `SessionFile.create`; `.exists` for a session in which something was done.
    static func begin(_ path: String?) throws(SessionError) -> Begun {
        guard let path else { return Begun() }
        do throws(SessionError) {
            return Begun(file: try SessionFile.create(at: path, program: "erank \(Erank.version)"), isNew: true)
        } catch {
            guard error.code == .exists, let state = try? SessionReader(path: path).state(), state.isUnused else { throw error }
            let reopened = try SessionFile.open(at: path)
            return Begun(file: reopened.file, state: reopened.state)
        }
    }
}
