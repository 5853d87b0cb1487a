import Inference
import ModelCatalog
import Reranking
import Sessions

/// The model of a job of a session, found again: the file that the job's record tells, or one that the user named.
struct JobModel {
    /// The model that the user named, if any. It must be the job's.
    let named: String?
    let job: JobState
    /// The session's path.
    let path: String
    /// What else the user may do, such as "start a new job without --resume"; nil for nothing.
    let otherwise: String?

    init(named: String?, of job: JobState, path: String, otherwise: String? = nil) {
        (self.named, self.job, self.path, self.otherwise) = (named, job, path, otherwise)
    }

    /// Its file, fetched if it is missing, and its checksum, which has been compared.
    ///
    /// - Throws: `Failure` if the session does not name the model, or the file is not found or is another one.
    func file() async throws -> (file: ModelFile, sha256: String) {
        guard let wanted = job.model else {
            throw Failure(
                """
                \(path): the session does not name the model of job \(job.id.rawValue): \
                \(otherwise ?? "score its queries again")
                """, .jobFailed)
        }
        let file = try await file(of: wanted)
        // Checked before the weights are loaded, because another model makes another job.
        let digest = try await ModelCatalog().sha256(of: file.path)
        guard digest == wanted.sha256 else {
            throw Failure(
                """
                \(path): job \(job.id.rawValue) uses \(wanted.name) (\(wanted.file), sha256 \(wanted.sha256.prefix(12))...), and \
                \(file.path) is a different file (sha256 \(digest.prefix(12))...): \
                \(named == nil ? "give the job's model with --model" : "leave --model out")\(otherwise.map { ", or " + $0 } ?? "")
                """, .usage)
        }
        return (file, digest)
    }

    private func file(of wanted: ModelDescription) async throws -> ModelFile {
        let catalog = ModelCatalog()
        if let named { return try await catalog.provide(named) }
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
            \(path): the model of job \(job.id.rawValue), \(wanted.name) (\(wanted.path ?? wanted.file)), was not found: give \
            its file with --model
            """, .unreadableFile)
    }
}
