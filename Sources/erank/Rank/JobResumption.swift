import Foundation
import Inference
import LocalEngine
import ModelCatalog
import Reranking
import Sessions

/// A job of a session that goes on where it stopped: finds it, checks that nothing it was begun with has changed, and opens its
/// model.
struct JobResumption {
    /// A session's file or name, with `#N` behind it for its Nth job.
    let name: String
    /// A model that a person named all the same; it must be the job's.
    let model: String?
    let scoring: ScoringOptions
    let threads: Int?

    /// Calls with the job, ready to run.
    ///
    /// - Throws: `SessionError` where the session cannot be appended to or has no such job; `Failure` where model or settings
    ///   differ.
    func run(_ body: (RankJob) async throws -> Void) async throws {
        let name = SessionName(name)
        let reopened = try SessionFile.open(at: name.path)
        defer { reopened.file.close() }
        for warning in reopened.warnings { StandardError.write("erank: warning: \(warning)") }
        let job = try job(name, of: reopened.state)
        try checkSettings(of: job, path: reopened.file.path)
        let resumed = RankJob.resumed(job, of: reopened, engine: nil, rankBy: scoring.givenRankBy)
        // What is finished is printed without a model; one that was named must be the job's all the same.
        let file = model == nil && resumed.planned.isEmpty ? nil : try await file(of: job, path: reopened.file.path)
        guard let file, !resumed.planned.isEmpty else {
            try await body(resumed)
            return try checkCandidates(of: job, path: reopened.file.path)
        }
        let engine = try await LocalEngine.open(
            file.path, template: job.model?.template, options: .unwatched(threads: threads))
        defer { engine.stop() }
        var ready = resumed
        ready.engine = engine
        // Threads and machine may be others than at first.
        for index in ready.planned.indices {
            let name = ready.planned[index].request.model?.name ?? engine.model.name
            ready.planned[index].request.model = engine.model
            ready.planned[index].request.model?.name = name
        }
        try await body(ready)
        try checkCandidates(of: job, path: reopened.file.path)
    }

    /// A journal that was damaged may lack candidates: what they were of cannot be scored.
    private func checkCandidates(of job: JobState, path: String) throws {
        guard job.lostRuns > 0 else { return }
        let all = job.runs.count + job.lostRuns
        throw Failure(
            """
            \(path): the candidates of \(job.lostRuns) of the \(all) queries of job \(job.id.rawValue) are not in the session: score them \
            anew, without --resume
            """, .jobFailed)
    }

    private func job(_ name: SessionName, of state: SessionState) throws -> JobState {
        guard let job = try name.job(in: state) ?? state.newestUnfinishedJob ?? state.jobs.last else {
            throw SessionError.noRun(name.path)
        }
        guard !job.runs.isEmpty else {
            throw Failure(
                "\(name.path): the session does not hold the candidates of job \(job.id.rawValue): score them anew, without --resume",
                .jobFailed)
        }
        return job
    }

    private func checkSettings(of job: JobState, path: String) throws {
        var differences = scoring.differences(from: job.settings)
        if let template = scoring.template, template != job.model?.template {
            differences.append("--template is \(job.model?.template ?? "the model's own") there, not \(template)")
        }
        guard differences.isEmpty else {
            throw Failure(
                """
                \(path): job \(job.id.rawValue) was begun with other settings (\(differences.joined(separator: "; "))): leave these \
                options out to go on with it, or begin a new job without --resume
                """, .usage)
        }
    }

    // MARK: The model

    /// The file of the job's model, which has been found to be the same.
    private func file(of job: JobState, path: String) async throws -> ModelFile {
        guard let wanted = job.model else {
            throw Failure(
                "\(path): job \(job.id.rawValue) does not say its model: score the query anew, without --resume", .jobFailed)
        }
        let file = try await file(of: wanted, job: job, path: path)
        // Before the weights are read: another model is another job.
        let digest = try await ModelCatalog().sha256(of: file.path)
        guard digest == wanted.sha256 else {
            throw Failure(
                """
                \(path): job \(job.id.rawValue) was begun with \(wanted.name) (\(wanted.file), sha256 \(wanted.sha256.prefix(12))...), and \
                \(file.path) is another file (sha256 \(digest.prefix(12))...): \(model == nil ? "name the one it was begun with by --model" : "leave --model out"), or begin \
                a new job without --resume
                """, .usage)
        }
        return file
    }

    private func file(of wanted: ModelDescription, job: JobState, path: String) async throws -> ModelFile {
        let catalog = ModelCatalog()
        if let model { return try await catalog.provide(model) }
        for name in [wanted.path, wanted.name].compactMap(\.self) {
            if let location = try? catalog.locate(name) {
                switch location {
                case .file(let file): return file
                case .missing(let model): return try await catalog.fetchShowing(model)
                }
            }
        }
        throw Failure(
            """
            \(path): the model of job \(job.id.rawValue), \(wanted.name) (\(wanted.path ?? wanted.file)), is not there: name its file with --model
            """, .unreadableFile)
    }
}
