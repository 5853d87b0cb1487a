import Inference
import Relevance
import Reranking
import Sessions

extension RankJob {
    /// A new job: its queries and candidates are journaled before its first run begins, so that resuming it needs nothing else.
    ///
    /// - Parameter source: where the candidates came from, for people.
    static func new(
        _ tasks: [RerankingTask], engine: any Engine, settings: RunSettings, rankBy: RankBy, source: String, file: SessionFile?
    ) -> RankJob {
        let state = SessionState()
        let plan = state.plan(tasks, model: engine.model, settings: settings)
        var opening: [SessionEvent] = [.model(engine.model), .settings(settings), .rankBy(rankBy)]
        for task in tasks { opening += [.query(task.query), .candidates(task.candidates, source: source)] }
        opening.append(.job(plan.job))
        return RankJob(
            engine: engine, state: state, file: file, opening: opening, order: plan.runs.map(\.id), planned: plan.runs,
            rankBy: rankBy)
    }

    /// A job of a session that was not finished: what it lacks is scored, what it has is kept.
    ///
    /// - Parameter rankBy: nil ranks as the session does.
    static func resumed(_ job: JobState, of reopened: SessionFile.Reopened, engine: (any Engine)?, rankBy: RankBy?) -> RankJob {
        var state = reopened.state
        state.interruptRuns()
        let left = state.runs(of: job).filter { !$0.isComplete }
        return RankJob(
            engine: engine, state: state, file: reopened.file, order: job.runs, planned: left.map(state.resumption),
            rankBy: rankBy ?? state.rankBy)
    }
}
