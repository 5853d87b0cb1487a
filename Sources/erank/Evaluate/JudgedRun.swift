import Relevance

/// A run and the judgments it is held against, read for a command; what could not be read has been said on standard error.
struct JudgedRun: Sendable {
    let run: Run
    let qrels: Qrels

    /// Reads both files at the same time.
    ///
    /// - Throws: `FormatError` where one of them cannot be read.
    static func read(run: String, qrels: String) async throws -> JudgedRun {
        async let reading = Run.read(run)
        let judgments = try Qrels.read(qrels)
        let ranked = try await reading
        for warning in judgments.warnings + ranked.warnings { StandardError.write("erank: warning: \(warning)") }
        return JudgedRun(run: ranked.value, qrels: judgments.value)
    }
}
