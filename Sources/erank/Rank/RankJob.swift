import Inference
import Reranking
import Sessions

/// Scores a job without a screen: its runs begin one after the other and overlap, its reports come in the job's order.
struct RankJob {
    /// nil where nothing is left to score.
    var engine: (any Engine)?
    /// The session as it stands before; of a new job an empty one.
    var state: SessionState
    /// Its session; nil keeps none.
    var file: SessionFile?
    /// What is journaled before the first run begins.
    var opening: [SessionEvent] = []
    /// Every run of the job, in its order.
    var order: [RunID]
    /// Those that are to be scored, in that order.
    var planned: [PlannedRun]
    var rankBy: RankBy
    /// Sees every event as it comes.
    var observe: (RunEvent) -> Void = { _ in }

    /// - Parameter finished: takes each run's report as soon as it and those before it stand.
    /// - Throws: `Failure` where an interrupt ended it before its end, or documents failed; what was done has been reported then.
    ///   And what `finished` throws: the runs are stopped then, and what they were doing is recorded first.
    func run(finished: (RankReport, RunState) throws -> Void) async throws {
        let line = ProgressLine()
        defer { line.clear() }
        let runs = RunsUnderWay()
        let (news, continuation) = AsyncStream.makeStream(of: SessionRecorder.Report.self)
        let recorder = SessionRecorder(file: file, policy: .warnAndGoOn) { continuation.yield($0) }
        recorder.append(contentsOf: opening)
        // Without its beginning on the disk a job could not be resumed.
        if let problem = recorder.unsaved() {
            recorder.close()
            throw Failure(
                "\(problem.file): nothing was scored: \(problem.problem); make room, or leave --session out", .jobFailed)
        }
        var board = RankBoard(job: self, line: line)
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
        report(board.finished())
        await Interrupt.calling({ runs.cancel() }) {
            var waiting = planned[...]
            func startNext() {
                while let engine, let next = waiting.first, !runs.areCancelled, board.hasRoom {
                    waiting = waiting.dropFirst()
                    board.began(next)
                    runs.add(recorder.begin(next, on: engine).run, next.id)
                }
            }
            startNext()
            var reports = news.makeAsyncIterator()
            while runs.hasAny, let next = await reports.next() {
                switch next {
                case .event(let timed):
                    if case .run(_, let event) = timed.event { observe(event) }
                    if let ended = board.take(timed) { runs.remove(ended) }
                    report(board.finished())
                case .problem(let error): StandardError.write("erank: warning: \(error)")
                case .unsaved: break
                }
                startNext()
            }
        }
        report(board.rest())
        let lost = recorder.close()
        if let unreported { throw unreported }
        try conclude(board, wasStopped: runs.areCancelled && !board.isComplete, lost: lost)
    }

    private func conclude(_ board: RankBoard, wasStopped: Bool, lost: SessionError?) throws {
        if wasStopped {
            if let lost { StandardError.write("erank: warning: \(lost)") }
            let remedy = file.map { "; erank rank --resume \($0.path) goes on" } ?? ""
            throw Failure("stopped: \(board.scoredCount) of \(board.total) documents are scored\(remedy)", .jobFailed)
        }
        if let failure = board.failure { throw failure }
        if let lost {
            // Its own remedy is for a run that goes on.
            throw Failure(
                "\(lost.file): the session ends early: \(lost.problem); make room, and erank rank --resume \(lost.file) completes it",
                .jobFailed)
        }
    }
}
