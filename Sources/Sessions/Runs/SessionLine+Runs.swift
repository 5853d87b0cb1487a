import Inference
import Relevance
import Reranking

/// The lines of jobs and of run starts.
extension SessionLine {
    /// Reads a job. Its numbers are checked, because later numbers are counted on from them.
    static func job(_ cursor: inout JSONCursor) throws(JSONFailure) -> JobRequest {
        let job = try cursor.codable(JobRequest.self, "a job")
        guard isNumber(job.id.rawValue), job.runs.allSatisfy({ isNumber($0.id.rawValue) }) else {
            throw JSONFailure(offset: cursor.offset, expected: "a job and runs with numbers from 1")
        }
        return job
    }

    /// Reads the request of a run; in format 1 the value is `true`, and the request is `unsaid`.
    static func request(_ cursor: inout JSONCursor) throws(JSONFailure) -> RunRequest {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return .unsaid
        }
        let request = try cursor.codable(RunRequest.self, "what a run asks for")
        guard isNumber(request.job.rawValue) else {
            throw JSONFailure(offset: cursor.offset, expected: "a job with a number from 1")
        }
        return request
    }

    static func runID(_ cursor: inout JSONCursor) throws(JSONFailure) -> RunID {
        let number = try cursor.integer()
        guard isNumber(number) else { throw JSONFailure(offset: cursor.offset, expected: "a run's number, from 1") }
        return RunID(number)
    }

    private static func isNumber(_ number: Int) -> Bool { (1...1 << 53).contains(number) }
}

extension SessionEvent {
    /// The run that the event belongs to; nil if it belongs to none.
    var run: RunID? {
        switch self {
        case .runStarted(let run, _), .run(let run, _): run
        default: nil
        }
    }

    /// The same event for the given run; unchanged if it belongs to no run.
    func named(_ run: RunID) -> SessionEvent {
        switch self {
        case .runStarted(_, let request): .runStarted(run, request)
        case .run(_, let event): .run(run, event)
        default: self
        }
    }
}

extension RunRequest {
    /// The request of a run of format 1, before the reader has filled it in.
    static let unsaid = RunRequest(
        job: JobID(0), query: Query(id: "", text: ""), candidates: CandidateSetID(rawValue: ""), model: nil,
        settings: RunSettings())
}
