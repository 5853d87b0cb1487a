import Relevance
import Reranking

/// The jobs, runs and candidate sets of a session: the part of the fold that concerns them.
struct RunTable: Sendable {
    /// In the order in which they were requested, including runs that have not begun.
    private(set) var runs: [RunState] = []
    private var runPlaces: [RunID: Int] = [:]
    /// The places of each query's runs, in their order.
    private var placesByQuery: [String: [Int]] = [:]
    /// Oldest first.
    private(set) var jobs: [JobState] = []
    private var jobPlaces: [JobID: Int] = [:]
    private(set) var faults = SessionFaults()
    /// The highest numbers in use, apart from numbers so high that counting could not go on from them.
    private(set) var lastRun = RunID.unnamed
    private(set) var lastJob = JobID(0)
    private var candidateSets: [CandidateSetID: [Candidate]] = [:]
    private var sources: [CandidateSetID: String] = [:]
    /// Runs that were ignored because their candidates are missing. Their events are not counted as further faults.
    private var withoutCandidates: Set<RunID> = []
    private let vocabulary = TokenVocabulary()
    /// Arrays of waiting documents, by length. Runs share an array (copy on write) until they have events, so that a job of
    /// many runs costs little before they begin.
    private var waiting: [Int: [DocumentProgress]] = [:]
    private var lastPrefix: (set: CandidateSetID, candidates: [Candidate])?

    // MARK: Reading

    /// The index of a run in `runs`. O(1).
    func place(of id: RunID) -> Int? {
        // Nearly always, runs are numbered from 1 in the order of `runs`.
        let place = id.rawValue &- 1
        return runs.indices.contains(place) && runs[place].id == id ? place : runPlaces[id]
    }

    /// The indices in `runs` of a query's runs, in their order. O(its runs).
    func places(ofQuery id: String) -> [Int] { placesByQuery[id] ?? [] }

    func job(_ id: JobID) -> JobState? { jobPlaces[id].map { jobs[$0] } }

    func candidates(_ id: CandidateSetID) -> [Candidate]? { candidateSets[id] }

    func source(_ id: CandidateSetID) -> String { sources[id] ?? "" }

    // MARK: Changing

    /// O(bytes of the documents).
    mutating func load(_ candidates: [Candidate], source: String) {
        let id = CandidateSetID(candidates)
        candidateSets[id] = candidates
        if !source.isEmpty { sources[id] = source }
    }

    mutating func announce(_ job: JobRequest, at milliseconds: Int) {
        guard jobPlaces[job.id] == nil else { return faults.note(.announcedTwice, job.runs.first?.id ?? .unnamed) }
        add(JobState(id: job.id, model: job.model, settings: job.settings, rankBy: job.rankBy))
        for entry in job.runs { add(entry.id, job.request(of: entry), at: milliseconds) }
    }

    mutating func start(_ id: RunID, _ request: RunRequest, at milliseconds: Int) {
        if place(of: id) == nil { add(id, request, at: milliseconds) }
        guard let place = place(of: id) else { return }
        guard runs[place].asksTheSame(as: request) else { return faults.note(.announcedTwice, id) }
        runs[place].start(request, waiting: DocumentProgress(vocabulary: vocabulary), at: milliseconds)
    }

    mutating func update(_ id: RunID, _ change: (inout RunState) -> SessionFaults.Kind?) {
        guard let place = place(of: id) else {
            if !withoutCandidates.contains(id) { faults.note(.notStarted, id) }
            return
        }
        if let fault = change(&runs[place]) { faults.note(fault, id) }
    }

    mutating func interruptRuns() {
        for place in runs.indices { runs[place].interrupt() }
    }

    /// Adds runs of another table as one job, each under a query of this session.
    mutating func addJob(
        _ runs: [(run: RunState, query: Query)], of other: RunTable, rankBy: RankBy, source: String
    ) -> JobID? {
        guard let first = runs.first?.run else { return nil }
        let id = JobID(lastJob.rawValue + 1)
        add(JobState(id: id, model: first.model, settings: first.settings, source: source, rankBy: rankBy))
        for (original, query) in runs {
            let set = original.request.candidates
            candidateSets[set] = other.candidates(set)
            sources[set] = other.source(set)
            var run = original
            run.id = RunID(lastRun.rawValue + 1)
            (run.request.job, run.request.query) = (id, query)
            lastRun = run.id
            runPlaces[run.id] = self.runs.count
            placesByQuery[query.id, default: []].append(self.runs.count)
            self.runs.append(run)
            if let job = jobPlaces[id] { jobs[job].runs.append(run.id) }
        }
        return id
    }

    private mutating func add(_ job: JobState) {
        jobPlaces[job.id] = jobs.count
        jobs.append(job)
        if job.id.rawValue <= Self.highestCounted { lastJob = max(lastJob, job.id) }
    }

    private mutating func add(_ id: RunID, _ request: RunRequest, at milliseconds: Int) {
        if id.rawValue <= Self.highestCounted { lastRun = max(lastRun, id) }
        guard runPlaces[id] == nil else { return faults.note(.announcedTwice, id) }
        guard let all = candidateSets[request.candidates] else {
            if withoutCandidates.insert(id).inserted {
                faults.note(.candidatesMissing, id)
                if let job = jobPlaces[request.job] { jobs[job].lostRuns += 1 }
            }
            return
        }
        if jobPlaces[request.job] == nil {
            add(JobState(id: request.job, model: request.model, settings: request.settings))
        }
        if let job = jobPlaces[request.job] { jobs[job].runs.append(id) }
        let count = min(all.count, max(0, request.settings.depth))
        let candidates = count == all.count ? all : prefix(of: request.candidates, all, count)
        runPlaces[id] = runs.count
        placesByQuery[request.query.id, default: []].append(runs.count)
        runs.append(RunState(id: id, request: request, candidates: candidates, documents: waiting(count), at: milliseconds))
    }

    /// Higher numbers are not counted on from, because the next number might not be valid in a line.
    private static let highestCounted = 1 << 52

    /// The first `count` candidates of a set. The runs of a job usually have the same depth, so the last prefix is shared.
    private mutating func prefix(of set: CandidateSetID, _ all: [Candidate], _ count: Int) -> [Candidate] {
        if let last = lastPrefix, last.set == set, last.candidates.count == count { return last.candidates }
        let candidates = Array(all.prefix(count))
        lastPrefix = (set, candidates)
        return candidates
    }

    private mutating func waiting(_ count: Int) -> [DocumentProgress] {
        if let known = waiting[count] { return known }
        let documents = Array(repeating: DocumentProgress(vocabulary: vocabulary), count: count)
        waiting[count] = documents
        return documents
    }
}

extension RunTable: Equatable {
    static func == (left: RunTable, right: RunTable) -> Bool {
        left.runs == right.runs && left.jobs == right.jobs && left.faults == right.faults
            && left.candidateSets == right.candidateSets
    }
}
