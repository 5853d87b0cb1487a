import Foundation
import Inference
import LocalEngine
import ModelCatalog
import Reranking
import Sessions

/// Resumes a job of a session: finds it, checks that its model and settings are unchanged, and loads its model.
struct JobResumption {
    /// A session's file or name, optionally followed by `#N` for its job N.
    let name: String
    /// The model that the user named in addition, if any. It must be the job's.
    let model: String?
    let scoring: ScoringOptions
    let resources: ResourceOptions
    let showsMemory: Bool

    /// Calls `check` with the runs of the job, loads its model, and calls `body` with the job, ready to run.
    ///
    /// - Throws: `SessionError` if the session cannot be appended to or has no such job; `Failure` if model or settings
    ///   differ.
    func run(check: ([RunState]) throws -> Void, _ body: (RankJob) async throws -> Void) async throws {
        let name = SessionName(name)
        let reopened = try SessionFile.open(at: name.path)
        defer { reopened.file.close() }
        for warning in reopened.warnings { StandardError.write("erank: warning: \(warning)") }
        let job = try job(name, of: reopened.state)
        try checkSettings(of: job, path: reopened.file.path)
        let (resumed, left) = RankJob.resumed(job, of: reopened, rankBy: scoring.givenRankBy)
        try check(reopened.state.runs(of: job))
        // Finished results are printed without a model. A model that was named must be the job's even so.
        let checked =
            model == nil && left.isEmpty
            ? nil
            : try await JobModel(
                named: model, of: job, path: reopened.file.path, otherwise: "start a new job without --resume"
            ).file()
        guard let (file, sha256) = checked, !left.isEmpty else {
            try await body(resumed)
            return try checkCandidates(of: job, path: reopened.file.path)
        }
        let documents = left.reduce(0) { $0 + $1.candidates.count - $1.kept.count }
        let engine = try await LocalEngine.open(
            file.path, sha256: sha256, template: job.model?.template, settings: job.settings,
            options: try resources.unwatchedEngine(
                recordBytes: job.settings.recordBytes(documents: documents, stops: left[0].request.stops)),
            showsMemory: showsMemory)
        defer { engine.stop() }
        // The threads and the machine may differ from the first run.
        let planned = left.map { run in
            var run = run
            let name = run.request.model?.name ?? engine.model.name
            run.request.model = engine.model
            run.request.model?.name = name
            return run
        }
        var ready = resumed
        ready.parts = [RankJob.Part(engine: engine, planned: planned)]
        try await body(ready)
        try checkCandidates(of: job, path: reopened.file.path)
    }

    /// A damaged journal may lack candidates; their queries cannot be scored.
    private func checkCandidates(of job: JobState, path: String) throws {
        guard job.lostRuns > 0 else { return }
        let all = job.runs.count + job.lostRuns
        throw Failure(
            """
            \(path): the candidates of \(job.lostRuns) of the \(all) queries of job \(job.id.rawValue) are not in the session: \
            score these queries again without --resume
            """, .jobFailed)
    }

    private func job(_ name: SessionName, of state: SessionState) throws -> JobState {
        guard let job = try name.job(in: state) ?? state.newestUnfinishedJob ?? state.jobs.last else {
            throw SessionError.noRun(name.path)
        }
        guard !job.runs.isEmpty else {
            throw Failure(
                """
                \(name.path): the candidates of job \(job.id.rawValue) are not in the session: score its queries again without \
                --resume
                """, .jobFailed)
        }
        return job
    }

    private func checkSettings(of job: JobState, path: String) throws {
        var differences = scoring.differences(from: job.settings)
        if let template = scoring.template, template != job.model?.template {
            differences.append("--template \(job.model?.template ?? "from the model") instead of \(template)")
        }
        guard differences.isEmpty else {
            throw Failure(
                """
                \(path): job \(job.id.rawValue) has other settings (\(differences.joined(separator: "; "))): leave these \
                options out to resume it, or start a new job without --resume
                """, .usage)
        }
    }
}
