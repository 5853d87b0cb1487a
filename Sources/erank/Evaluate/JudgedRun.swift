import Relevance

/// A run and its judgments, read for a command. Warnings go to standard error.
struct JudgedRun: Sendable {
    let run: Run
    let qrels: Qrels

    /// Reads both files at the same time.
    ///
    /// - Throws: `FormatError` if one of them cannot be read.
    static func read(run: String, qrels: String) async throws -> JudgedRun {
        async let reading = Run.read(run)
        let judgments = try Qrels.read(qrels)
        let ranked = try await reading
        let qrels = judgments.sayingWarnings()
        return JudgedRun(run: ranked.sayingWarnings(), qrels: qrels)
    }
}
