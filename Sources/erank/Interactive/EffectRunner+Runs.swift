import Foundation
import Inference
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Terminal

/// The effects of runs, candidate files and the external editor.
extension EffectRunner {
    func start(_ planned: PlannedRun) {
        guard let (recorder, engine) = ready(for: planned) else { return }
        runs[planned.id] = recorder.begin(planned, on: engine)
    }

    /// Begins the runs of a job.
    func startAll(_ planned: [PlannedRun]) {
        guard let first = planned.first, let (recorder, engine) = ready(for: first) else { return }
        sides = SideRuns([RankJob.Part(engine: engine, planned: planned)], recorder)
    }

    /// What a run needs; nil, having said why, where it cannot begin.
    private func ready(for planned: PlannedRun) -> (SessionRecorder, any Engine)? {
        guard let recorder, let wanted = planned.request.model, let engine = models.engine(of: wanted) else {
            let name = planned.request.model?.name ?? "its model"
            post(.runRefused(planned.id, "the run did not start: \(name) is no longer loaded; load it and run again"))
            return nil
        }
        do throws(EngineError) {
            try Reranker(engine: engine).check(planned.request.settings)
        } catch {
            post(.runRefused(planned.id, "the run did not start: \(error)"))
            return nil
        }
        // If the program is killed during a run, the next start opens this session.
        if let path = recorder.path.map(BookmarkStore.kept), bookmarks.contents.session != path {
            bookmarks.contents.session = path
            bookmarks.save()
        }
        return (recorder, engine)
    }

    // MARK: Files

    /// Reads the candidates for a query; of a source with several queries, the list of these. The queries of a collection are
    /// kept apart from those that the session knows.
    func openCandidates(_ path: String, run: Int, for query: Query, _ known: [Query]) {
        let (recorder, post) = (recorder, post)
        let path = PathCompletion.expanded(path)
        Task.detached {
            do {
                switch try CandidateLoading(path: path).read(for: query, run: run) {
                case .task(let reading):
                    guard let task = reading.value.adopted(into: known).first else { return }
                    if task.query != query, !task.query.text.isEmpty { recorder?.append(.query(task.query)) }
                    recorder?.append(.candidates(task.candidates, source: (path as NSString).lastPathComponent))
                    if let warning = reading.warnings.sentence { post(.notice(Notice(.information, warning))) }
                case .queries(let listing): post(.queries(listing))
                }
            } catch { post(.notice(Notice(.failure, Failure(error).sentence))) }
        }
    }

    /// Reads the candidates of queries chosen from a list: all of them in one step.
    func openQueries(_ path: String, run: String?, ids: [String], depth: Int, _ known: [Query]) {
        let (recorder, post) = (recorder, post)
        Task.detached {
            do throws(FormatError) {
                let reading = try CandidateLoading(path: path).tasks(of: ids, run: run, depth: depth)
                let source = ([path] + (run.map { [$0] } ?? [])).map { ($0 as NSString).lastPathComponent }
                let name = source.count == 2 ? "\(source[0]) (\(source[1]))" : source[0]
                recorder?.append(
                    contentsOf: reading.value.adopted(into: known).flatMap {
                        [SessionEvent.query($0.query), .candidates($0.candidates, source: name)]
                    })
                // The depth was chosen with the queries.
                let warnings = reading.warnings.filter { $0.part != .further }
                if let warning = warnings.sentence { post(.notice(Notice(.information, warning))) }
            } catch { post(.notice(Notice(.failure, error.description))) }
        }
    }

    func openScale(_ path: String) {
        let (recorder, post) = (recorder, post)
        Task.detached {
            do throws(FormatError) {
                recorder?.append(.scale(try GradeScale.read(PathCompletion.expanded(path))))
            } catch { post(.notice(Notice(.failure, error.description))) }
        }
    }

    func complete(_ path: String) {
        let post = post
        Task.detached { post(.completions(path: path, PathCompletion.candidates(for: path))) }
    }

    static func edit(_ text: String, _ field: TextField, _ post: @Sendable (InspectorEvent) -> Void) {
        do throws(TerminalError) {
            post(.edited(try ExternalEditor.edit(text), field: field))
        } catch { post(.notice(Notice(.failure, error.description))) }
    }
}
