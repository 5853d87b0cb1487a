import Inference
import Relevance
import Reranking
import Sessions

extension RankJob {
    /// A new job. Its queries and candidates are recorded before its first run begins, so that resuming it needs only the
    /// session. `source` says where the candidates came from, for people; `state` is what the session's file has already.
    static func new(
        _ tasks: [RerankingTask], engine: any Engine, settings: RunSettings, stops: StopPlan? = nil, rankBy: RankBy,
        source: String,
        file: SessionFile?, state: SessionState = SessionState()
    ) -> RankJob {
        let tasks = tasks.adopted(into: state.queries)
        let plan = state.plan(tasks, model: engine.model, settings: settings, stops: stops)
        var opening: [SessionEvent] = [.model(engine.model), .settings(settings), .rankBy(rankBy)]
        for task in tasks { opening += [.query(task.query), .candidates(task.candidates, source: source)] }
        opening.append(.job(plan.job))
        return RankJob(
            state: state, file: file, opening: opening, order: plan.runs.map(\.id),
            parts: [Part(engine: engine, planned: plan.runs)], rankBy: rankBy)
    }

    /// An unfinished job of a session, which keeps its results, and the runs that are still to be scored: they need an engine.
    /// Without `rankBy` it sorts as the session does.
    static func resumed(
        _ job: JobState, of reopened: SessionFile.Reopened, rankBy: RankBy?
    ) -> (job: RankJob, left: [PlannedRun]) {
        var state = reopened.state
        state.interruptRuns()
        let runs = state.runs(of: job)
        // Killed between its last document and its end: only the end is missing.
        let opening = runs.filter { $0.isComplete && $0.statistics == nil }.flatMap { run in
            let nothing = RunStatistics(documents: 0, seconds: 0, promptTokens: 0, newTokens: 0)
            return [SessionEvent.runStarted(run.id, run.request), .run(run.id, .ended(nothing))]
        }
        let resumed = RankJob(
            state: state, file: reopened.file, opening: opening, order: job.runs, parts: [],
            rankBy: rankBy ?? state.rankBy(of: job.id))
        return (resumed, runs.filter { !$0.isComplete }.map(state.resumption))
    }
}
