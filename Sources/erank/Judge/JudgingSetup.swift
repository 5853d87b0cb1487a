import Foundation
import Relevance
import Sessions

/// The settings of a judging session on the command line. Only differences from the session are recorded, so the same command
/// begins a session and continues it.
struct JudgingSetup {
    var tasks: [RerankingTask] = []
    /// The runs that list the candidates, first stage first.
    var runs: [Run] = []
    /// Where the candidates came from, for people.
    var source = ""
    /// For this and the following values, nil keeps the session's value.
    var judge: String?
    var scale: GradeScale?
    var order: JudgingOrder?
    var seed: UInt64?
    var isBlind: Bool?
    var depth: Int?

    /// The events that are missing in the session. A new session records its scale, judge and plan even if they are the
    /// defaults.
    func events(for state: SessionState, isNew: Bool) -> [SessionEvent] {
        var events: [SessionEvent] = []
        let scale = scale ?? state.scale
        if isNew || scale != state.scale { events.append(.scale(scale)) }
        let judge = judge ?? state.judge
        if isNew || judge != state.judge { events.append(.judge(judge)) }
        var plan = state.plan
        plan.order = order ?? plan.order
        plan.seed = seed ?? plan.seed
        plan.isBlind = isBlind ?? plan.isBlind
        plan.depth = depth ?? plan.depth
        if isNew || plan != state.plan { events.append(.judging(plan)) }
        let adopted = tasks.adopted(into: state.queries)
        for task in adopted {
            let known = state.topic(task.query.id)
            let changed = state.judgedOtherwise(task.candidates, for: task.query.id)
            if changed > 0 {
                StandardError.write(
                    "erank: warning: \(changed.counted("document")) judged before under the same id had another text: give "
                        + "documents ids of their own")
            }
            if known?.query != task.query || known?.candidates != task.candidates {
                events += [.query(task.query), .candidates(task.candidates, source: source)]
            }
        }
        let ids = Dictionary(zip(tasks, adopted).map { ($0.query.id, $1.query.id) }, uniquingKeysWith: { first, _ in first })
        for ranking in rankings(ids) where state.rankings[ranking.queryID]?.contains(ranking) != true {
            events.append(.ranking(ranking))
        }
        return events
    }

    /// The lists of the runs for the queries to judge; of a single run only where the candidates of a query are not its whole
    /// list.
    ///
    /// - Parameter ids: the session's ids of the queries, by those of the runs.
    private func rankings(_ ids: [String: String]) -> [RecordedRanking] {
        // Runs with the same tag would replace each other, or be taken for the first stage: they are named by their files.
        let tags = Dictionary(grouping: runs, by: \.tag)
        let candidates = Dictionary(
            tasks.map { ($0.query.id, $0.candidates.map(\.document.id)) }, uniquingKeysWith: { first, _ in first })
        let isWhole =
            runs.first?.lists.allSatisfy { list in
                candidates[list.queryID].map { $0 == list.entries.map(\.documentID) } ?? true
            } ?? true
        var names: Set<String> = []
        return runs.enumerated().flatMap { place, run -> [RecordedRanking] in
            let file = ((run.file as NSString).lastPathComponent as NSString).deletingPathExtension
            let isShared = (tags[run.tag]?.count ?? 0) > 1
            let name = isShared && !file.isEmpty ? file : run.tag
            var (tag, number) = (name, 1)
            while !names.insert(tag).inserted {
                number += 1
                tag = "\(name)-\(number)"
            }
            return run.lists.compactMap { list in
                guard let id = ids[list.queryID], runs.count > 1 || !isWhole else { return nil }
                return RecordedRanking(
                    tag: tag, queryID: id, documentIDs: list.entries.map(\.documentID), scores: list.entries.map(\.score),
                    isFirstStage: place == 0)
            }
        }
    }

    // MARK: The session

    /// Records the settings in the session with this name, or in a new session. `name` is a file or a name in the session
    /// folder, existing or not; nil creates a session named by its query.
    ///
    /// - Throws: if another program is writing the session, or if it does not exist and there are no tasks for a new one.
    func write(to name: String?, in store: SessionStore = SessionStore(), program: String) throws(SessionError) -> Written {
        if let name {
            let path = store.path(of: name)
            if tasks.isEmpty || FileManager.default.fileExists(atPath: path) && !SessionFile.isUnbegun(path) {
                let reopened = try SessionFile.open(at: path)
                for warning in reopened.warnings { StandardError.write("erank: warning: \(warning)") }
                return try append(events(for: reopened.state, isNew: false), to: reopened.file, reopened.state)
            }
            let new = name.contains("/") || name.hasSuffix(".jsonl") ? name : "\(store.folder)/\(name).jsonl"
            return try begin(SessionFile.create(at: new, program: program))
        }
        let query = tasks.first?.query.text ?? ""
        return try begin(store.create(query: query, program: program))
    }

    /// A session in which all settings are recorded.
    struct Written {
        var path: String
        /// The id of the first query with documents left to judge.
        var topic: String?
    }

    private func begin(_ file: SessionFile) throws(SessionError) -> Written {
        try append(events(for: SessionState(), isNew: true), to: file, SessionState())
    }

    private func append(_ events: [SessionEvent], to file: SessionFile, _ state: SessionState) throws(SessionError) -> Written {
        var state = state
        for event in events {
            let timed = file.stamp(event)
            try file.append(timed)
            state.apply(timed)
        }
        file.close()
        let topic = state.topics.first { state.queue(for: $0).next(after: nil, in: state.book) != nil }
        return Written(path: file.path, topic: (topic ?? state.topics.first)?.id)
    }
}
