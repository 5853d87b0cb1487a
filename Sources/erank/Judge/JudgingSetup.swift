import Foundation
import Relevance
import Sessions

/// What a command line asks of a session of judging. Whatever the session says already is not said again, so the same command begins a
/// session and goes on with it.
struct JudgingSetup {
    var tasks: [RerankingTask] = []
    /// The runs that chose the candidates, the first stage first.
    var runs: [Run] = []
    /// Where the candidates came from, for people.
    var source = ""
    /// nil leaves each of these as the session has it.
    var judge: String?
    var scale: GradeScale?
    var order: JudgingOrder?
    var seed: UInt64?
    var isBlind: Bool?
    var depth: Int?

    /// The events that bring a session to what is asked.
    ///
    /// - Parameter isNew: a new session says its scale, its judge and its plan even where they are the usual ones.
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
        for task in tasks {
            if state.topic(task.query.id) != Topic(query: task.query, candidates: task.candidates) {
                events += [.query(task.query), .candidates(task.candidates, source: source)]
            }
        }
        for ranking in rankings where state.rankings[ranking.queryID]?.contains(ranking) != true {
            events.append(.ranking(ranking))
        }
        return events
    }

    /// The lists that every run beside the first stage has of the queries that are judged. The first run's ranks stand on the candidates.
    private var rankings: [RecordedRanking] {
        let queries = Set(tasks.map(\.query.id))
        var tags: Set<String> = []
        return runs.enumerated().flatMap { place, run -> [RecordedRanking] in
            // Two runs of one name would replace each other, or pass for the first stage.
            var (tag, number) = (run.tag, 1)
            while !tags.insert(tag).inserted {
                number += 1
                tag = "\(run.tag)-\(number)"
            }
            guard place > 0 else { return [] }
            return run.lists.filter { queries.contains($0.queryID) }.map { list in
                RecordedRanking(
                    tag: tag, queryID: list.queryID, documentIDs: list.entries.map(\.documentID),
                    scores: list.entries.map(\.score))
            }
        }
    }

    // MARK: The session

    /// Writes what is asked into the session of that name, or into a new one.
    ///
    /// - Parameter name: a file, or a name in the sessions' folder, there or not yet; nil makes a new one named by its query.
    /// - Throws: where another program writes it, or nothing is asked of a session that is not there.
    func write(to name: String?, in store: SessionStore = SessionStore(), program: String) throws(SessionError) -> Written {
        if let name {
            let path = store.path(of: name)
            if FileManager.default.fileExists(atPath: path) || tasks.isEmpty {
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

    /// A session that says all that was asked.
    struct Written {
        var path: String
        /// The first query with something left to judge, by its id.
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
