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

    /// A new session, or one that a program left before its first job was in it.
    ///
    /// - Throws: as `SessionFile.create`; `.exists` for a session in which something was done.
    static func begin(_ path: String) throws(SessionError) -> (file: SessionFile?, state: SessionState) {
        do throws(SessionError) {
            return (try SessionFile.create(at: path, program: "erank \(Erank.version)"), SessionState())
        } catch {
            guard error.code == .exists, let state = try? SessionReader(path: path).state(), state.isUnused else { throw error }
            let reopened = try SessionFile.open(at: path)
            return (reopened.file, reopened.state)
        }
    }
}
