import Reranking
import Sessions

/// Where a run's events go: into the fold that the report is made of, and into the session's file where there is one.
final class RunRecorder {
    private(set) var state = SessionState()
    private let file: SessionFile?
    private let start = ContinuousClock.now
    /// The first thing that kept the file from being written; the run goes on without it.
    private(set) var problem: SessionError?

    /// - Parameter sessionPath: of a new file; nil keeps no session.
    init(sessionPath: String?) throws(SessionError) {
        if let sessionPath {
            file = try SessionFile.create(at: sessionPath, program: "erank \(Erank.version)")
        } else {
            file = nil
        }
    }

    func record(_ event: SessionEvent) {
        let timed = file?.stamp(event) ?? TimedEvent(milliseconds: Int(start.duration(to: .now) / .milliseconds(1)), event: event)
        state.apply(timed)
        do throws(SessionError) { try file?.append(timed) } catch {
            if problem == nil { StandardError.write("erank: warning: \(error)") }
            problem = error
        }
    }

    /// Writes what could not be written before, if it can be now.
    func close() {
        file?.close()
        if file?.unwrittenCount == 0 { problem = nil }
    }
}
