import Inference
import Relevance
import Reranking
import Sessions

/// The jobs of a session, numbered, with their settings and what is left of them.
struct JobTable {
    private let state: SessionState

    init(_ state: SessionState) { self.state = state }

    /// One line per job and a blank line; empty without a job.
    var text: String {
        guard !state.jobs.isEmpty else { return "" }
        let rows = state.jobs.map { job in
            let runs = state.runs(of: job)
            let documents = runs.reduce(0) { $0 + $1.documents.count }
            let left = state.unfinishedCount(of: job)
            let usual = RunSettings()
            var settings = ["instruction \(job.settings.instructionWords)", "depth \(job.settings.depth)"]
            // A list that is shorter than that ends before.
            if let longest = runs.map(\.documents.count).max(), longest < job.settings.depth {
                settings.append("at most \(longest) a query")
            }
            settings.append("\(job.settings.maxNewTokens) tokens")
            if job.settings.forcesAnswer != usual.forcesAnswer { settings.append("answers not forced") }
            if job.settings.sampling != usual.sampling { settings.append("seed \(job.settings.sampling.seed)") }
            let lost = job.lostRuns > 0 ? ", \(job.lostRuns.counted("query", "queries")) lost" : ""
            return [
                "\(job.id.rawValue)", job.model?.name ?? "unknown", job.settings.mode.rawValue, settings.joined(separator: ", "),
                "\(runs.count)", "\(documents)", (left == 0 ? "complete" : "\(left) not scored") + lost,
            ]
        }
        let table = TextTable(
            header: ["job", "model", "mode", "settings", "queries", "documents", "state"], rows: rows, rightAligned: [0, 4, 5])
        return table.text + "\n\n"
    }
}
