import Foundation
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Terminal

/// What a run needs: the run itself, its candidates, and texts written elsewhere.
extension Workshop {
    func startRun(_ session: SessionState) {
        guard let journal, let engine = models.engine else {
            post(.runStopped)
            return
        }
        if session.model != engine.model { journal.append(.model(engine.model)) }
        journal.append(.runStarted)
        let run = Reranker(engine: engine).run(query: session.query, candidates: session.candidates, settings: session.settings)
        self.run = run
        runTask = Task.detached { [post] in
            for await event in run.events { journal.append(.run(event)) }
            post(.runStopped)
        }
    }

    // MARK: Files

    func openCandidates(_ path: String, _ session: SessionState) {
        let (journal, post) = (journal, post)
        let path = PathCompletion.expanded(path)
        Task.detached {
            do {
                let reading = try CandidateLoading(query: session.query).tasks(at: path)
                guard let task = reading.value.first else { return }
                if task.query != session.query, !task.query.text.isEmpty { journal?.append(.query(task.query)) }
                journal?.append(.candidates(task.candidates, source: (path as NSString).lastPathComponent))
                for warning in reading.warnings { post(.notice(Notice(.information, "\(warning)"))) }
            } catch { post(.notice(Notice(.failure, Failure(error).sentence))) }
        }
    }

    func openScale(_ path: String) {
        let (journal, post) = (journal, post)
        Task.detached {
            do throws(FormatError) {
                journal?.append(.scale(try GradeScale.read(PathCompletion.expanded(path))))
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
