import Comparing
import Inference
import Inspector
import LocalEngine
import Reranking
import Sessions
import Synchronization
import Terminal

/// Two jobs scored at the same time, for the screen that shows them side by side.
extension EffectRunner {
    /// Begins a session with both jobs, and scores them.
    func compare(_ prepared: LiveComparison.Prepared) {
        beginSession(in: prepared.file, state: prepared.state, at: Place(screen: .compare))
        guard let recorder else { return }
        if let engine = prepared.engines.last { models.adopt(engine) }
        recorder.append(contentsOf: prepared.opening)
        sides = SideRuns(prepared.parts, recorder)
    }

    /// Puts a job of the session that was just left beside another file. Where that cannot be, the session is opened again.
    ///
    /// - Parameters:
    ///   - own: the path of the session.
    ///   - path: a session, a job of it (`#N`), or a TREC run.
    ///   - beside: the job, which side the file is, and how both are compared.
    func compare(_ own: String, with path: String, _ beside: ComparedBeside) {
        let path = PathCompletion.expanded(path)
        let place = bookmarks.contents.places[BookmarkStore.kept(own)]
        let (number, post) = (nextOpening(), post)
        post(.opening(name: Self.name(of: path)))
        Task.detached {
            do {
                let files = [try ComparedSource("\(own)#\(beside.job.rawValue)"), try ComparedSource(path)]
                let sources = beside.isB ? files : files.reversed()
                let judged = sources.lazy.compactMap(\.ownJudgments).first
                try Comparison(sources[0].side, sources[1].side, qrels: judged?.qrels).checkCommon()
                let sides = SideSession(sources, judged)
                var opened = sides.opened(number: number)
                opened.comparison = (beside.options, sides.sides)
                post(.opened(opened))
            } catch {
                Self.read(own, at: place, number: number, post)
                post(.notice(Notice(.failure, Failure(error).sentence)))
            }
        }
    }
}

/// The runs of jobs that are scored at the same time, those of each job one after the other: the next begins when the engine has
/// begun every document of the one before. So the engine is never idle, and no document waits behind those of a later run.
final class SideRuns: Sendable {
    private struct Part {
        var engine: any Engine
        /// The runs that have not begun, the next one last.
        var waiting: [PlannedRun]
        /// The run that began last.
        var newest: RunID?
        /// Its documents that the engine has not begun.
        var unbegun: Set<Int> = []
    }

    private let recorder: SessionRecorder
    private let underWay = RunsUnderWay()
    private let parts: Mutex<[Part]>
    private let recordings = Mutex<[RunID: Task<Void, Never>]>([:])

    init(_ parts: [RankJob.Part], _ recorder: SessionRecorder) {
        self.recorder = recorder
        self.parts = Mutex(parts.map { Part(engine: $0.engine, waiting: $0.planned.reversed()) })
        for index in parts.indices { beginNext(of: index) }
    }

    private func beginNext(of index: Int) {
        guard !underWay.areCancelled else { return }
        let next = parts.withLock { parts -> (PlannedRun, any Engine)? in
            guard let next = parts[index].waiting.popLast() else { return nil }
            let depth = max(0, next.request.settings.depth)
            parts[index].newest = next.id
            parts[index].unbegun = Set(next.candidates.indices.prefix(depth)).subtracting(next.kept)
            return (next, parts[index].engine)
        }
        guard let (planned, engine) = next else { return }
        recordings.withLock { recordings in
            let begun = recorder.begin(planned, on: engine) { [self] event in take(event, of: planned.id, index) }
            underWay.add(begun.run, planned.id)
            recordings[planned.id] = begun.recording
        }
    }

    private func take(_ event: RunEvent?, of run: RunID, _ index: Int) {
        let isBegun = parts.withLock { parts -> Bool in
            guard parts[index].newest == run else { return false }
            switch event {
            case .admitted(let document, _, _), .finished(let document, _):
                guard parts[index].unbegun.remove(document) != nil, parts[index].unbegun.isEmpty else { return false }
            case nil: break
            case .promptProgress, .token, .stop, .continuation, .ended: return false
            }
            parts[index].newest = nil
            return true
        }
        if event == nil {
            recordings.withLock { recordings in
                underWay.remove(run)
                recordings[run] = nil
            }
        }
        if isBegun { beginNext(of: index) }
    }

    /// Each ends when what it scores is recorded.
    var tasks: [Task<Void, Never>] { recordings.withLock { Array($0.values) } }

    func cancel() { underWay.cancel() }

    func cancel(_ run: RunID, document: Int) { underWay.run(run)?.cancel(document: document) }
}
