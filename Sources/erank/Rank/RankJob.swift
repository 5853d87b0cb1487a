import Foundation
import Inference
import Reranking
import Sessions

/// Scores jobs without screens. The runs of an engine begin one after the other and overlap; their reports come in the order of
/// the jobs.
struct RankJob {
    /// The runs to score with one engine, in their order.
    struct Part: Sendable {
        var engine: any Engine
        var planned: [PlannedRun]
    }

    /// The state of the session before the job; empty for a new job.
    var state: SessionState
    /// The session's file; nil records nothing.
    var file: SessionFile?
    /// Whether the file was made for this job, so that it goes with a job that cannot begin.
    var ownsFile = false
    /// The events to record before the first run begins.
    var opening: [SessionEvent] = []
    /// Every run of the jobs, in their order.
    var order: [RunID]
    /// The runs to score. Several parts are scored at the same time.
    var parts: [Part]
    var rankBy: RankBy
    /// What the user types to continue a job that was stopped, without the session's path.
    var resume = "erank rank --resume"
    /// Called with every event.
    var observe: (RunEvent) -> Void = { _ in }

    /// - Parameter finished: called with each run's report when it and all runs before it have ended.
    /// - Throws: `Failure` if an interrupt stopped the job or documents failed; finished runs have been reported by then.
    ///   Also what `finished` throws: the runs are then cancelled, and their last events are recorded first.
    func run(finished: (RankReport, RunState) throws -> Void) async throws {
        let line = ProgressLine()
        defer { line.clear() }
        let runs = RunsUnderWay()
        let (news, continuation) = AsyncStream.makeStream(of: SessionRecorder.Report.self)
        let recorder = SessionRecorder(file: file, policy: .warnAndGoOn) { continuation.yield($0) }
        recorder.append(contentsOf: opening)
        // If its beginning is not on the disk, the job could not be resumed.
        if let problem = recorder.unsaved() {
            recorder.close()
            // What was written of it would keep the name from the next try.
            if ownsFile, let file { unlink(file.path) }
            throw Failure(
                "\(problem.file): nothing was scored: \(problem.problem); free some space, or leave --session out", .jobFailed)
        }
        var tracker = JobTracker(job: self, line: line)
        var unreported: (any Error)?
        func report(_ done: [RunState]) {
            guard !done.isEmpty, unreported == nil else { return }
            line.clear()
            do {
                for run in done { try finished(RankReport(run, rankBy: rankBy), run) }
            } catch {
                unreported = error
                runs.cancel()
            }
        }
        report(tracker.finished())
        await Interrupt.calling({ runs.cancel() }) {
            var waiting = parts
            let ids = parts.map { Set($0.planned.map(\.id)) }
            func startNext() {
                for (place, part) in parts.enumerated() {
                    while let next = waiting[place].planned.first, !runs.areCancelled, tracker.hasRoom(among: ids[place]) {
                        waiting[place].planned.removeFirst()
                        tracker.began(next)
                        runs.add(recorder.begin(next, on: part.engine).run, next.id)
                    }
                }
            }
            startNext()
            var reports = news.makeAsyncIterator()
            while runs.hasAny, let next = await reports.next() {
                switch next {
                case .event(let timed):
                    if case .run(_, let event) = timed.event { observe(event) }
                    if let ended = tracker.take(timed) { runs.remove(ended) }
                    report(tracker.finished())
                case .problem(let error): StandardError.write("erank: warning: \(error)")
                case .unsaved: break
                }
                startNext()
            }
        }
        report(tracker.rest())
        let closing = recorder.close()
        if let news = closing.news { StandardError.write("erank: warning: \(news)") }
        let lost = closing.lost
        if let unreported { throw unreported }
        try conclude(tracker, wasStopped: runs.areCancelled && !tracker.isComplete, lost: lost)
    }

    private func conclude(_ tracker: JobTracker, wasStopped: Bool, lost: SessionError?) throws {
        if wasStopped {
            if let lost { StandardError.write("erank: warning: \(lost)") }
            let each = parts.count > 1 ? ", once for each of the \(parts.count) jobs" : ""
            let remedy = file.map { "; continue with \(resume) \($0.path)\(each)" } ?? ""
            throw Failure("stopped: \(tracker.scoredCount) of \(tracker.total) documents are scored\(remedy)", .jobFailed)
        }
        if let failure = tracker.failure { throw failure }
        if let lost {
            // The error's own remedy is for a run that goes on.
            let remedy =
                FileManager.default.fileExists(atPath: lost.file)
                ? "free some space, then complete it with \(resume) \(lost.file)"
                : "its file was moved or removed meanwhile: where it is now, \(resume) completes it"
            throw Failure("\(lost.file): the session is incomplete: \(lost.problem); \(remedy)", .jobFailed)
        }
    }
}
