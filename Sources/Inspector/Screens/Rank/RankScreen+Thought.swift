import Inference
import Relevance
import Reranking
import Sessions

/// Does the thought help? The same model, query and documents with the thought and without it.
extension Command {
    static let compareThought = Command("compareThought")
}

extension RankScreen {
    /// Shows the run in view beside one that differs only in that it thinks, or does not; where there is none, it is run now.
    func compareThought(_ board: inout Board, _ io: inout ScreenIO) {
        guard let run = board.run else { return }
        let job = run.request.job
        if let other = board.session.runWithOtherThought(than: run) {
            let (own, other) = (ComparedSystem.job(job), ComparedSystem.job(other))
            let isB = run.settings.mode.thinks
            return io.go(.visit(.comparison(ComparedSides(a: isB ? other : own, b: isB ? own : other))))
        }
        if let reason = board.whyNotRun(io.keys) { return io.say(reason) }
        // The whole list that is recorded, of which the run scored the first ones.
        let task = RerankingTask(query: run.query, candidates: board.session.candidates(of: run))
        var compared = ComparedRun(
            tasks: [task], settings: run.settings.withOtherThought, other: .job(job), isB: !run.settings.mode.thinks)
        guard let model = run.model else { return board.start(.beside(compared), &io) }
        compared.model = (model.name, model.sha256)
        switch board.model {
        case .ready(let ready) where compared.isFor(ready): return board.start(.beside(compared), &io)
        case .loading(let name, _) where name == model.name, .fetching(let name, _, _, _) where name == model.name:
            return board.start(.beside(compared), &io)
        default:
            board.wishes.whenReady = .beside(compared)
            io.say("loading \(model.name): the run starts then; \(io.keys(.back)) cancels this")
            io.perform(.loadModel(model.path ?? model.name))
        }
    }

    func whyNotCompareThought(_ board: Board, _ keys: KeyNames) -> String? {
        board.run == nil ? "no run of this query yet" + board.runHint("scores its candidates", after: ": ", keys) : nil
    }
}

extension SessionState {
    /// The job of the last run that asked the same of the same documents with the thought, where a run has none, or without it.
    /// O(runs + candidates).
    fileprivate func runWithOtherThought(than run: RunState) -> JobID? {
        let wanted = run.settings.withOtherThought
        return runs.last {
            $0.settings == wanted && $0.query == run.query && $0.model?.sha256 == run.model?.sha256
                && $0.candidates == run.candidates
        }?.request.job
    }
}
